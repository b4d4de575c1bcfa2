import { RegistryError } from '../../core/errors.ts';
import { isJsonObject, parseStrictJson } from '../../core/json.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { failed, type ParsedCheckpoint, parseCheckpoint, passed, type Verdict } from '../../log/checkpoint.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../../log/note.ts';

/** What somebody remembers of a log between two looks at it. It is his own file: what stands in it was verified when kept. */
export interface LogState {
  readonly key: VerifierKey;
  /** Signed notes in the order they were first seen; the last is the largest. */
  readonly notes: readonly string[];
  readonly heads: readonly ParsedCheckpoint[];
}

const FORMAT = 'carbon-mirror-log-state/1';
/** Every head was proved to extend those before it: an older one that is dropped proves nothing the newer do not. */
const KEPT = 256;

/** Reads a state file. The reason of a refusal completes "the state file ...". */
export function parseLogState(bytes: Uint8Array): Verdict<LogState> {
  const document = parseObject(bytes);
  const { format, vkey, checkpoints, ...rest } = document ?? {};
  if (format !== FORMAT || Object.keys(rest).length > 0) return failed(`is not of the format ${FORMAT}`);
  const key = typeof vkey === 'string' ? parseVerifierKey(vkey) : undefined;
  if (key === undefined || !Array.isArray(checkpoints)) return failed('names no verifier key and checkpoints');
  const notes = checkpoints.filter((note) => typeof note === 'string');
  const heads = notes.map(parseCheckpoint).filter((head) => head?.origin === key.name);
  const known = heads.filter((head) => head !== undefined);
  if (known.length !== checkpoints.length) return failed(`holds what is no checkpoint of ${key.name}`);
  return passed({ key, notes, heads: known });
}

function parseObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value = parseStrictJson(bytes, 'payload_invalid');
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}

/** The state file with one more checkpoint, where its head is new; the key becomes the one that opened it. */
export function extendLogState(state: LogState | undefined, key: VerifierKey, note: string): string {
  const notes = state?.notes ?? [];
  const text = parseCheckpoint(note)?.text;
  const isNew = !state?.heads.some((head) => head.text === text);
  const checkpoints = (isNew ? [...notes, note] : notes).slice(-KEPT);
  return `${JSON.stringify({ format: FORMAT, vkey: formatVerifierKey(key), checkpoints }, null, 2)}\n`;
}

/** The largest head of a state. */
export const newestHead = (state: LogState | undefined): ParsedCheckpoint | undefined =>
  state?.heads.reduce<ParsedCheckpoint | undefined>(
    (newest, head) => (newest === undefined || head.size > newest.size ? head : newest),
    undefined,
  );
