import { RegistryError } from '../../core/errors.ts';
import { isJsonObject, parseStrictJson } from '../../core/json.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { maxStatementBytes } from '../../core/statement.ts';
import type { TreeHead } from '../../log/checkpoint.ts';
import { EMPTY_EDGE, edgeRoot, growTree } from '../../log/edge.ts';
import { leafHash, sameBytes } from '../../log/hash.ts';
import type { LogClient } from '../log/log-client.ts';
import { type ReadOptions, readLogFile } from '../log/read-file.ts';
import { readParts } from '../log/read-parts.ts';
import { createGate } from './concurrency.ts';
import type { LogSource, ServedRegistry, StatementSource } from './sources.ts';

/** Thrown where a source does not answer, or not the same twice: there is no verdict then. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure';
}

/**
 * The leaves below a verified head. They are hashed on the way, and the last one is only handed out when all of them give
 * the signed root.
 */
export const httpLog = (log: LogClient, head: TreeHead): LogSource => ({
  leaves: async function* () {
    let edge = EMPTY_EDGE;
    let held: string[] = [];
    for await (const { entries } of readParts(log, head.size)) {
      if (!entries.ok) throw new SourceFailure(entries.reason);
      yield* held;
      edge = growTree(edge, entries.value.map(leafHash)).edge;
      held = entries.value.map((leaf) => Buffer.from(leaf).toString('latin1'));
    }
    if (!sameBytes(edgeRoot(edge), head.root))
      throw new SourceFailure(`the leaves of ${log.url} do not give the signed root`);
    yield* held;
  },
});

const KIB = 1024;
const MAX_STATEMENT = maxStatementBytes('cms-audit+jwt');
const MAX_JSON = 1024 * KIB;
/** A year of hours is half a MiB; a listing of a million rows is half a GiB. */
const MAX_SERIES = 64 * KIB * KIB;
const MAX_LISTING = 512 * KIB * KIB;
/** A site with its largest workload table is a few hundred KiB a day. */
const MAX_ROWS = 512 * KIB * KIB;

/** Requests under way at a time. */
const CONCURRENCY = 8;

/** Everything a registry serves beside its log. Requests are bounded, repeated after what may pass, and never followed elsewhere. */
export function httpRegistry(origin: string, options: ReadOptions = {}): StatementSource & ServedRegistry {
  const gate = createGate(CONCURRENCY);
  const read = async (path: string, maxBytes: number): Promise<string | undefined> => {
    const got = await gate(() => readLogFile(options, `${origin}${path}`, maxBytes));
    if (got.ok) return Buffer.from(got.value).toString('utf8');
    if (got.fault === 'absent') return undefined;
    throw new SourceFailure(got.reason);
  };
  const readJson = async (path: string): Promise<JsonObject | undefined> => toObject(await read(path, MAX_JSON), path);
  return {
    statement: (digest) => read(`/v1/statements/${digest}.jws`, MAX_STATEMENT),
    registryKey: (kid) => readJson(`/keys/${kid}`),
    gridSeries: (sha256) => read(`/v1/grid/${sha256}.csv`, MAX_SERIES),
    rows: (index) => read(`/log/rows/${index}.jsonl`, MAX_ROWS),
    certificate: (id) => readJson(`/v1/certificates/${encodeURIComponent(id)}`),
    snapshot: (digest) => read(`/snapshot/${digest}.jsonl`, MAX_LISTING),
    listing: async (seq) => {
      const text = await read(`/v1/organisations.jsonl?state=all&at=${seq}`, MAX_LISTING);
      if (text === undefined) throw new SourceFailure(`${origin} serves no listing as of leaf ${seq}`);
      return text;
    },
  };
}

function toObject(text: string | undefined, path: string): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value = parseStrictJson(Buffer.from(text, 'utf8'), 'payload_invalid');
    if (isJsonObject(value)) return value;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
  }
  throw new SourceFailure(`${path} is no JSON object`);
}
