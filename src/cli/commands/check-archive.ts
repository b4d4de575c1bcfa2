import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Command } from 'commander';
import { type CheckedArchive, checkArchive } from '../../log/attestation-archive.ts';
import { type Verdict, type VerifiedCheckpoint, verifyCheckpoint } from '../../log/checkpoint.ts';
import { leafHash } from '../../log/hash.ts';
import { type ParsedLeaf, parseLeaf } from '../../log/leaf.ts';
import { TILE_WIDTH } from '../../log/tile.ts';
import { createLogClient, type LogClient } from '../../sdk/log/log-client.ts';
import { isIncluded } from '../../sdk/log/proofs.ts';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { readBytes } from '../files.ts';
import { examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';
import { recall, VKEY_OPTION } from '../log-memory.ts';
import { clean } from '../paint.ts';
import { printJson, printLines } from '../report.ts';

/** Adds `check-archive` to the commands about attestations. */
export function addCheckArchiveCommand(group: Command, invoke: Invoke): void {
  group
    .command('check-archive')
    .description("check an archived month against the registry's log: digests, and the root of every window")
    .argument('<file>', 'attestations-YYYY-MM.jsonl.gz')
    .option(...VKEY_OPTION)
    .addHelpText('after', examples('carbon-mirror attestations check-archive attestations-2026-11.jsonl.gz'))
    .action((file: string, options: { readonly vkey?: string }, command: Command) =>
      invoke(command, (context) => check(context, file, options)),
    );
}

async function check(context: Context, file: string, options: { readonly vkey?: string }): Promise<Exit> {
  const { fetch, sleep } = context.io;
  const log = rememberParts(createLogClient(`${context.client.origin}/log`, { fetch, sleep }));
  const { key } = await recall(context, log, options);
  const note = await log.checkpoint();
  if (!note.ok) throw unanswered(note);
  const head = await verifyCheckpoint(note.value, key.name, [key]);
  if (!head.ok) throw new Failure(1, `the checkpoint does not verify: ${head.reason}`);
  const bytes = await readBytes(context, file);
  const verdict = await context.busy('Checking', () => checkLines(bytes, (index) => leafAt(log, head.value, index)));
  if (context.json)
    printJson(context, verdict.ok ? { ok: true, ...verdict.value } : { ok: false, reason: verdict.reason });
  else printLines(context, [told(context, verdict)]);
  return verdict.ok ? 0 : 1;
}

function told({ paint }: Context, verdict: Verdict<CheckedArchive>): string {
  if (!verdict.ok) return `${paint.bad('Not whole')}  ${clean(verdict.reason)}`;
  const { attestations, windows } = verdict.value;
  return `${paint.good('Whole')}  ${attestations} attestations, ${windows} windows as the log has them`;
}

/** A file that ends early or is no gzip is not whole either. */
async function checkLines(
  bytes: Uint8Array,
  leaf: (index: number) => Promise<ParsedLeaf | undefined>,
): Promise<Verdict<CheckedArchive>> {
  const input = Readable.from([bytes]).pipe(createGunzip());
  const broken = new Promise<Verdict<CheckedArchive>>((resolve) => {
    input.once('error', () => resolve({ ok: false, reason: 'the file is no whole gzip' }));
  });
  return Promise.race([broken, checkArchive(createInterface({ input }), leaf)]);
}

/** A leaf as the log has it below a verified head; undefined where it has none there. @throws Failure where the log does not answer */
async function leafAt(log: LogClient, head: VerifiedCheckpoint, index: number): Promise<ParsedLeaf | undefined> {
  if (index >= head.size) return undefined;
  const tile = Math.floor(index / TILE_WIDTH);
  const bundle = await log.entries({ index: tile, width: Math.min(TILE_WIDTH, head.size - tile * TILE_WIDTH) });
  if (!bundle.ok) throw unanswered(bundle);
  const bytes = bundle.value[index % TILE_WIDTH] ?? new Uint8Array();
  const included = await isIncluded(log, { index, hash: leafHash(bytes) }, head);
  if (!included.ok) throw unanswered(included);
  return included.value ? parseLeaf(Buffer.from(bytes).toString('utf8')) : undefined;
}

const unanswered = ({ fault, reason }: { readonly fault: string; readonly reason: string }): Failure =>
  new Failure(fault === 'unreachable' ? 3 : 1, `the log does not answer: ${reason}`);

/** Parts of the log that were read lately: windows stand close together. */
const REMEMBERED = 64;

function rememberParts(log: LogClient): LogClient {
  return { ...log, tile: remembering(log.tile), entries: remembering(log.entries) };
}

function remembering<Place extends object, T>(read: (place: Place) => Promise<T>): (place: Place) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (place) => {
    const name = JSON.stringify(place);
    const reading = known.get(name) ?? read(place);
    known.delete(name);
    known.set(name, reading);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return reading;
  };
}
