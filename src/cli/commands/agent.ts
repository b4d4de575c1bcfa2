import type { Command } from 'commander';
import { type AgentConfig, readArmedConfig, readConfig } from '../../agent/config.ts';
import { describeEvent, isAlarming } from '../../agent/events.ts';
import { readTelemetryKey } from '../../agent/key-file.ts';
import { type RunHost, runAgent, runOnce } from '../../agent/run.ts';
import { statusOfSpool } from '../../agent/status.ts';
import { addOperation } from '../../agent/telemetry-key.ts';
import { ConfigFault } from '../../agent/yaml-file.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import { createClient, pathOf } from '../../sdk/client.ts';
import { generateSigningKey, kidOf, type PrivateJwk } from '../../sdk/sign.ts';
import type { Context } from '../context.ts';
import { usage } from '../failure.ts';
import { errorCode, readKey } from '../files.ts';
import { examples, type Invoke, KEY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { clean } from '../paint.ts';
import { at, textAt } from '../read-json.ts';
import { printJson, printLines, reportReply } from '../report.ts';
import { signAndSubmit } from '../send.ts';
import { showReceipt } from '../show/show-receipt.ts';

interface ConfigOption {
  readonly config: string;
}

interface InitOptions extends ConfigOption {
  readonly key?: string;
  readonly prev?: string;
}

const CONFIG_OPTION = ['--config <file>', 'agent.yaml', 'agent.yaml'] as const;

export function addAgentCommands(program: Command, invoke: Invoke): void {
  const agent = program.command('agent').description('measure a site: read, sign, spool and send its intervals');
  const plain = (name: string, description: string, work: (context: Context, options: ConfigOption) => Promise<Exit>) =>
    agent
      .command(name)
      .description(description)
      .option(...CONFIG_OPTION)
      .addHelpText('after', examples(`carbon-mirror agent ${name} --config agent.yaml`))
      .action((options: ConfigOption, command: Command) =>
        invoke(command, (context) => spelled(() => work(context, options))),
      );
  agent
    .command('init')
    .description("make the site's telemetry key, and add it to the party")
    .option(...CONFIG_OPTION)
    .option(KEY_OPTION[0], "the party's statements key, to send the operation; without it, it is printed")
    .option('--prev <digest>', "digest of the party's last key operation or registration (default: the registry says)")
    .addHelpText('after', examples('carbon-mirror agent init --config agent.yaml --key acme.jwk.json'))
    .action((options: InitOptions, command: Command) =>
      invoke(command, (context) => spelled(() => init(context, options))),
    );
  plain('run', 'run until it is stopped', async (context, { config }) => {
    const armed = await readArmedConfig(config);
    await runAgent(armed, hostOf(context, armed));
    return 0;
  });
  plain('once', 'read and send what is due, then end', once);
  plain('status', 'what waits in the spool, and how far the registry has it', status);
}

/** Mistakes of the configuration are wrong usage. */
async function spelled(work: () => Promise<Exit>): Promise<Exit> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigFault) throw usage(error.message);
    throw error;
  }
}

const CLEAR_LINE = '\r\u001B[2K';

/** On a terminal the standing is one line that stays; everything else is a line of its own. */
function hostOf({ io, errPaint }: Context, { site }: AgentConfig): RunHost {
  const shows = io.isTerminal.err;
  return {
    ...io,
    pid: process.pid,
    stop: io.stopSignal(),
    sleep: (ms, stop) => io.sleep(ms, stop).catch(() => undefined),
    report: (event) => {
      const line = clean(describeEvent(event));
      const inked = isAlarming(event) ? errPaint.warn(line) : line;
      io.err(`${shows ? CLEAR_LINE : ''}${formatUtcInstant(io.now())} ${inked}\n`);
    },
    onTurn: (agent, waitMs) => {
      if (!shows) return;
      const { acceptedTo, waiting, refused, lagSeconds } = agent.standing();
      const upTo = acceptedTo === undefined ? 'nothing accepted yet' : `accepted to ${formatUtcInstant(acceptedTo)}`;
      const parts = [site, upTo, `${waiting} waiting`, `${refused} refused`, `lag ${Math.round(lagSeconds / 60)} min`];
      io.err(`${CLEAR_LINE}${clean(parts.join(' · '))} · next in ${Math.round(waitMs / 1000)} s`);
    },
  };
}

async function once(context: Context, { config }: ConfigOption): Promise<Exit> {
  const armed = await readArmedConfig(config);
  let exit: Exit = 0;
  const host = hostOf(context, armed);
  await runOnce(armed, {
    ...host,
    report: (event) => {
      host.report(event);
      if (event.kind === 'postponed') exit = 3;
      else if (event.kind === 'refused' || event.kind === 'held' || event.kind === 'source_failed') exit = 1;
    },
  });
  return exit;
}

async function status(context: Context, { config }: ConfigOption): Promise<Exit> {
  const { site, spool, origin } = await readConfig(config);
  const { chain, waiting, refused } = await statusOfSpool(spool);
  const acceptedTo = chain.acceptedTo === undefined ? null : formatUtcInstant(chain.acceptedTo);
  const next = chain.next ?? null;
  if (context.json) {
    printJson(context, { site, registry: origin, accepted_to: acceptedTo, next, waiting, refused });
    return 0;
  }
  const { paint } = context;
  printLines(context, [
    `${paint.dim('site')}         ${paint.bold(clean(site))} at ${origin}`,
    `${paint.dim('accepted to')}  ${acceptedTo ?? 'nothing yet'}`,
    `${paint.dim('next place')}   ${next === null ? 'not known yet' : `epoch ${next.epoch} seq ${next.seq}`}`,
    `${paint.dim('waiting')}      ${waiting.length}`,
    `${paint.dim('refused')}      ${refused.length}${refused.length === 0 ? '' : ` (see refused/ in ${spool})`}`,
  ]);
  return 0;
}

async function init(context: Context, options: InitOptions): Promise<Exit> {
  const { io } = context;
  const config = await readConfig(options.config);
  const key = await makeKey(context, config.keyFile);
  const { party, site, origin } = config;
  const bodyAfter = (prev: string) =>
    addOperation({ key, party, site, origin }, prev, { now: io.now(), random: io.random(16) });
  if (options.key === undefined) {
    printJson(context, await bodyAfter(options.prev ?? UNKNOWN_PREV));
    return 0;
  }
  const signer = await readKey(context, options.key);
  const client = createClient({ origin, fetch: io.fetch, sleep: io.sleep });
  const send = async (prev: string) =>
    (
      await signAndSubmit(
        { ...context, client },
        {
          typ: 'cms-key+jwt',
          path: pathOf('v1', 'parties', party, 'keys'),
          party,
          key: signer,
          body: await bodyAfter(prev),
          what: 'Adding the telemetry key',
        },
      )
    ).reply;
  const first = await send(options.prev ?? UNKNOWN_PREV);
  // The registry says what comes next; a refusal uses nothing up.
  const expected = first.kind === 'refused' ? at(first.problem.document, 'expected') : undefined;
  const retries = options.prev === undefined && first.kind === 'refused' && first.problem.code === 'key_chain';
  const reply = retries && typeof expected === 'string' ? await send(expected) : first;
  return reportReply(context, reply, (answer) => [
    `${context.paint.good('Added')}  ${textAt(answer, 'kid')} speaks for ${clean(site)}`,
    showReceipt(answer, context, 7),
  ]);
}

/** SHA-256 of nothing that was ever signed. */
const UNKNOWN_PREV = 'A'.repeat(43);

/** The key in the file; a new one where there is none. */
async function makeKey({ io }: Context, file: string): Promise<PrivateJwk> {
  const key = await generateSigningKey();
  try {
    await io.writeFile(file, `${JSON.stringify({ ...key, kid: kidOf(key) }, null, 2)}\n`, { secret: true });
    io.err(`${file} is new (mode 0600; send it to nobody)\n`);
    return key;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return readTelemetryKey(file);
    throw usage(`cannot write ${file}`);
  }
}
