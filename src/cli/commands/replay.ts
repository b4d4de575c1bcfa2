import type { Command } from 'commander';
import { formatVerifierKey } from '../../log/note.ts';
import { createLogClient } from '../../sdk/log/log-client.ts';
import { type RegistryReplayOptions, replayRegistry } from '../../sdk/replay/replay-registry.ts';
import type { Context } from '../context.ts';
import { Failure, usage } from '../failure.ts';
import { examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { recall, VKEY_OPTION } from '../log-memory.ts';
import { printJson, printLines } from '../report.ts';
import { showReplay, toReplayJson } from '../show/show-replay.ts';

interface ReplayOptions {
  readonly log?: string;
  readonly vkey?: string;
  readonly state?: string;
}

const HELP = `
Verifies the log, then works out every party, key, score, tier, certificate,
case, act and the listing again, from its leaves and the public statements
alone, and compares them with what the registry serves: the listing and its
snapshots byte for byte.

Exit code 1 where anything differs. What cannot be looked at, such as the
statements of a party without a proved domain, is listed apart.
`;

export function addReplayCommand(program: Command, invoke: Invoke): void {
  program
    .command('replay')
    .description('work a whole registry out again from its public log, and compare')
    .option('--log <url>', 'address of the registry or of its log (default: the registry)')
    .option(...VKEY_OPTION)
    .option('--state <file>', 'key and checkpoints that "log audit" remembered')
    .addHelpText('after', `${HELP}${examples('carbon-mirror replay --log https://r.example/log --state r.json')}`)
    .action((options: ReplayOptions, command: Command) => invoke(command, (context) => run(context, options)));
}

async function run(context: Context, options: ReplayOptions): Promise<Exit> {
  const origin = options.log === undefined ? context.client.origin : registryOf(options.log);
  const { fetch, sleep } = context.io;
  const { key, state } = await recall(context, createLogClient(`${origin}/log`, { fetch, sleep }), options);
  const replayed = await context.busy('Replaying', (say) => {
    const onProgress = sayProgress(say);
    return replayRegistry(origin, { fetch, sleep, key, earlier: state?.heads ?? [], onProgress });
  });
  if (replayed.kind === 'unreachable') throw new Failure(3, `the registry does not answer: ${replayed.reason}`);
  const vkey = formatVerifierKey(key);
  if (context.json) printJson(context, toReplayJson(replayed, vkey));
  else printLines(context, showReplay(replayed, vkey, context));
  return replayed.findingCount > 0 ? 1 : 0;
}

/** The registry behind the address of its log, or behind its own. @throws Failure (usage) */
function registryOf(text: string): string {
  const hint = 'Give scheme and host, such as https://registry.example, or the address of the log below it.';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:\/\/[^/?#@]+\/(log\/?)?$/.test(url.href);
  if (!isPlain) throw usage(`"${text}" is not the address of a log`, hint);
  return url.origin;
}

const STEPS = { log: 'the log is verified:', replay: 'leaves are replayed:', compare: 'what is served is compared' };

/** Says each per cent once. */
function sayProgress(say: (progress: string) => void): NonNullable<RegistryReplayOptions['onProgress']> {
  let last = '';
  return (step, done, size) => {
    const percent = size === 0 ? 100 : Math.floor((100 * done) / size);
    const text = step === 'compare' ? STEPS[step] : `${STEPS[step]} ${percent} % of ${size}`;
    if (text !== last) say(text);
    last = text;
  };
}
