import type { Command } from 'commander';
import type { NoteSigner } from '../../log/checkpoint.ts';
import { formatVerifierKey } from '../../log/note.ts';
import { cosignLog, createCosigner } from '../../sdk/log/cosign-log.ts';
import { createLogClient } from '../../sdk/log/log-client.ts';
import { newestHead } from '../../sdk/log/log-state.ts';
import type { Context } from '../context.ts';
import { Failure, usage } from '../failure.ts';
import { readKey } from '../files.ts';
import { examples, type Invoke, KEY_OPTION } from '../host.ts';
import type { Exit } from '../io.ts';
import { recall, remember, requireKeyName, VKEY_OPTION } from '../log-memory.ts';
import { clean } from '../paint.ts';
import { printErrors, reportReply } from '../report.ts';

interface CosignOptions {
  readonly key?: string;
  readonly name: string;
  readonly state: string;
  readonly vkey?: string;
}

export function addCosignCommand(program: Command, invoke: Invoke): void {
  program
    .command('cosign')
    .description("cosign the newest checkpoint of the registry's log, as an auditor or witness")
    .option(...KEY_OPTION)
    .requiredOption('--name <name>', 'name of the cosigner, such as auditor.example/log')
    .option('--state <file>', 'what was cosigned before; one file for each log', 'carbon-mirror.log.json')
    .option(...VKEY_OPTION)
    .addHelpText(
      'after',
      `\nRefused unless the log extends what was cosigned before, proved from its tiles.\n${examples('carbon-mirror cosign --key veritas.jwk.json --name veritas.example/log')}`,
    )
    .action((options: CosignOptions, command: Command) => invoke(command, (context) => cosign(context, options)));
}

async function cosign(context: Context, options: CosignOptions): Promise<Exit> {
  const { io, client } = context;
  const signer = await openSigner(context, options);
  const log = createLogClient(`${client.origin}/log`, { fetch: io.fetch, sleep: io.sleep });
  const memory = await recall(context, log, options);
  const time = Math.floor(io.now().getTime() / 1000);
  const last = newestHead(memory.state);
  const result = await context.busy('Checking the log', () => cosignLog(log, { key: memory.key, last }, signer, time));
  if (result.kind === 'unreachable') throw new Failure(3, `the log does not answer: ${result.reason}`);
  if (result.kind === 'refused') return refuse(context, options.state, result);
  // Kept before the line leaves: after a crash in between, the same head is cosigned again, never another of its size.
  await remember(context, options.state, memory, result.head);
  const reply = await context.busy('Sending the cosignature', () => client.postNote('/log/cosignatures', result.note));
  return reportReply(context, reply, () => [
    `${context.paint.good('Cosigned')}  ${clean(result.checkpoint.origin)}, ${result.checkpoint.size} leaves`,
    `  ${context.paint.dim('as')}  ${clean(formatVerifierKey(signer.key))}`,
  ]);
}

/** @throws Failure (usage) */
async function openSigner(context: Context, { name, key }: CosignOptions): Promise<NoteSigner> {
  const known = requireKeyName(name);
  const jwk = await readKey(context, key);
  if (jwk.kty !== 'OKP') throw usage('cosignatures are made with Ed25519 keys', 'carbon-mirror keys new makes one.');
  return createCosigner(known, jwk);
}

/** The checkpoint is printed: beside the state file it may be the proof that the log shows different histories. */
function refuse(
  context: Context,
  state: string,
  { reason, head }: { readonly reason: string; readonly head: string },
): never {
  printErrors(context, [
    `Not cosigned. The checkpoint was:`,
    '',
    ...head.split('\n').map((line) => `  ${clean(line)}`),
  ]);
  throw new Failure(1, reason, `Keep this checkpoint and ${state}: if both are signed, they prove what the log did.`);
}
