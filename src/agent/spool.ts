import type { ChainLink } from '../core/documents/attestation.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { JsonObject } from '../core/json-value.ts';
import { type Attested, type Registers, readAttested } from './attest.ts';
import { linkAfter, UNKNOWN_LINK } from './chain.ts';
import { type ChainState, damaged, parseState, readObject, stateText } from './chain-state.ts';
import { endOf, type Span } from './span.ts';
import { DRAFT_SUFFIX, removeDurably, replaceDurably, type SpoolFiles } from './spool-files.ts';

/*
 * What the agent must not forget. `pending/<start>.json` is one signed interval, written before it is sent; `chain.json`
 * says how far the registry has acknowledged. An acknowledged interval goes in this order: chain.json says so, then its file
 * goes. So after a crash a file that ends no later than `acceptedTo` is of an accepted interval, and is removed.
 */

export const SPOOL_FOLDERS = ['pending', 'refused'] as const;
const CHAIN = 'chain.json';

/** A signed interval that waits for its answer. */
export interface Pending extends Attested {
  /** It begins an epoch, because a meter was changed before it. */
  readonly opens: boolean;
}

/** The spool, in memory as on disk. Its functions change the disk first. One process at a time. */
export interface Spool {
  readonly state: () => ChainState;
  /** In order of their starts. */
  readonly pending: () => readonly Pending[];
  /** How many intervals were refused and kept. */
  readonly refused: () => number;
  /** Place, span and registers that the next interval follows. */
  readonly tail: () => Tail;
  /** Keeps a newly signed interval. On disk when it resolves. */
  append(interval: Pending): Promise<void>;
  /** Puts other signatures in place of those of the same spans. */
  replace(intervals: readonly Pending[]): Promise<void>;
  /** The registry has these, the oldest pending ones; `next` is the place after them. */
  accept(intervals: readonly Pending[], next: ChainLink): Promise<void>;
  /** The registry will never take this one; it is kept aside with the answer. `forgetsChain`: nor is the place known after it. */
  refuse(interval: Pending, answer: JsonObject, forgetsChain: boolean): Promise<void>;
  /** There is nothing to say of the time until `end`. */
  skip(end: Date): Promise<void>;
}

/** What the next interval follows. */
export interface Tail {
  readonly link: ChainLink;
  /** Whether the link rests on what the registry said. */
  readonly known: boolean;
  readonly end: Date | undefined;
  readonly span: Span | undefined;
  /** Undefined before the first. */
  readonly registers: Registers | undefined;
}

/**
 * Opens a spool and finishes what a crash interrupted.
 *
 * @throws Error where a file is damaged: the disk is not to be trusted, and guessing might fork the chain
 */
export async function openSpool(files: SpoolFiles): Promise<Spool> {
  let state = parseState(CHAIN, await files.read(CHAIN));
  await removeDrafts(files);
  let pending = await readPending(files, state);
  let refused = (await files.list('refused')).length;
  const save = async (next: ChainState): Promise<void> => {
    await replaceDurably(files, CHAIN, stateText(next));
    state = next;
  };
  const drop = async (gone: readonly Pending[]): Promise<void> => {
    for (const interval of gone) await files.remove(fileOf(interval));
    if (gone.length > 0) await files.sync('pending');
    pending = pending.filter((interval) => !gone.includes(interval));
  };
  return {
    state: () => state,
    pending: () => pending,
    refused: () => refused,
    tail: () => tailOf(state, pending.at(-1)),
    append: async (interval) => {
      await replaceDurably(files, fileOf(interval), writeRecord(interval));
      pending = [...pending, interval];
    },
    replace: async (intervals) => {
      for (const interval of intervals) {
        await replaceDurably(files, fileOf(interval), writeRecord(interval));
        pending = pending.map((other) => (fileOf(other) === fileOf(interval) ? interval : other));
      }
    },
    accept: async (intervals, next) => {
      const last = intervals.at(-1);
      if (last === undefined) return;
      await save({ ...doneWith(state, last), next, acceptedTo: endOf(last.span) });
      await drop(intervals);
    },
    refuse: async (interval, answer, forgetsChain) => {
      await replaceDurably(files, `refused/${nameOf(interval)}`, writeRefusal(interval, answer));
      const next = forgetsChain ? undefined : placeAfterRefusal(state, interval);
      await save({ ...state, ...doneWith(state, interval), next });
      await drop([interval]);
      refused = (await files.list('refused')).length;
    },
    skip: (end) => save({ ...state, doneTo: end }),
  };
}

function doneWith(
  { doneTo }: ChainState,
  { span, registers }: Pending,
): Pick<ChainState, 'doneTo' | 'last' | 'registers'> {
  const end = endOf(span);
  return { doneTo: doneTo !== undefined && doneTo > end ? doneTo : end, last: span, registers };
}

/** A refusal uses up no place; where an epoch was to begin, the next interval begins it. */
const placeAfterRefusal = ({ next }: ChainState, { opens, link }: Pending): ChainState['next'] =>
  next !== undefined && opens ? link : next;

function tailOf(state: ChainState, newest: Pending | undefined): Tail {
  const known = state.next !== undefined;
  if (newest !== undefined) {
    const { link, digest, span, registers } = newest;
    const end = endOf(span);
    const skipped = state.doneTo !== undefined && state.doneTo > end;
    return { link: linkAfter(link, digest), known, end: skipped ? state.doneTo : end, span, registers };
  }
  return { link: state.next ?? UNKNOWN_LINK, known, end: state.doneTo, span: state.last, registers: state.registers };
}

const nameOf = ({ span }: Attested): string => `${formatUtcInstant(span.start).replaceAll(':', '-')}.json`;
const fileOf = (interval: Attested): string => `pending/${nameOf(interval)}`;

const writeRecord = ({ jws, opens }: Pending): string => `${JSON.stringify({ v: 1, opens, jws })}\n`;

const writeRefusal = ({ jws, body }: Pending, answer: JsonObject): string =>
  `${JSON.stringify({ v: 1, answer, body, jws }, null, 2)}\n`;

async function removeDrafts(files: SpoolFiles): Promise<void> {
  for (const folder of ['.', ...SPOOL_FOLDERS]) {
    const drafts = (await files.list(folder)).filter((name) => name.endsWith(DRAFT_SUFFIX));
    for (const draft of drafts) await files.remove(folder === '.' ? draft : `${folder}/${draft}`);
  }
}

async function readPending(files: SpoolFiles, { doneTo, acceptedTo }: ChainState): Promise<Pending[]> {
  const pending = [];
  for (const name of [...(await files.list('pending'))].sort()) {
    const interval = readRecord(`pending/${name}`, await files.read(`pending/${name}`));
    if (await isSettled(files, interval, { doneTo, acceptedTo })) await removeDurably(files, `pending/${name}`);
    else pending.push(interval);
  }
  return pending;
}

/** Whether only the removal of its file was left to do. */
async function isSettled(
  files: SpoolFiles,
  interval: Pending,
  { doneTo, acceptedTo }: Pick<ChainState, 'doneTo' | 'acceptedTo'>,
): Promise<boolean> {
  const end = endOf(interval.span);
  if (acceptedTo !== undefined && end <= acceptedTo) return true;
  const refused = doneTo !== undefined && end <= doneTo;
  return refused && (await files.read(`refused/${nameOf(interval)}`)) !== undefined;
}

function readRecord(name: string, text: string | undefined): Pending {
  const record = readObject(text);
  if (record !== undefined && typeof record['jws'] === 'string' && typeof record['opens'] === 'boolean') {
    try {
      return { ...readAttested(record['jws']), opens: record['opens'] };
    } catch {
      // Reported below, as every other damage.
    }
  }
  throw damaged(name);
}
