import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '../../src/core/json-value.ts';
import { replayListing } from '../../src/sdk/replay/listing.ts';
import { replay } from '../../src/sdk/replay/replay.ts';
import type { Finding } from '../../src/sdk/replay/report.ts';
import type { StatementSource } from '../../src/sdk/replay/sources.ts';
import type { ReplayState } from '../../src/sdk/replay/state.ts';
import type { Evidence } from './check-registry.ts';
import type { TestRegistry } from './registry.ts';

/** Where the replay of each registry stands: every check goes on from the one before. */
const replayed = new WeakMap<TestRegistry, ReplayState>();

/** What the last check of a registry worked out. */
export const replayedState = (registry: TestRegistry): ReplayState | undefined => replayed.get(registry);

/** Every decision, worked out again from leaves and statements alone, and the listing that follows from them. */
export async function replayFaults({ registry }: Evidence): Promise<string[]> {
  const before = replayed.get(registry);
  const log = { leaves: () => textsFrom(registry, before?.size ?? 0) };
  const result = await replay(log, sourceOf(registry), before === undefined ? {} : { state: before });
  replayed.set(registry, result.state);
  const faults = result.findings.filter((finding) => !isOfTheTest(finding));
  return [
    ...faults.map(({ index, code, text }) => `replay: leaf ${index}: ${code}: ${text}`),
    ...(await listingFaults(registry, result.state)),
  ];
}

/** Tests set the clock back, and seldom run the job that lets certificates expire. */
const isOfTheTest = ({ code, text }: Finding): boolean =>
  code === 'expiry_missing' || (code === 'statement_invalid' && text.includes('/exp '));

async function* textsFrom(registry: TestRegistry, size: number): AsyncGenerator<string> {
  const { rows } = await registry.database.pool.query<{ leaf: string }>(
    'select leaf from log_pending where seq >= $1 order by seq',
    [size],
  );
  for (const { leaf } of rows) yield leaf;
}

/** Everything the registry keeps, public or not. */
function sourceOf({ database, gridFolder }: TestRegistry): StatementSource {
  return {
    statement: async (digest) => {
      const query = 'select jws from statements where digest = $1';
      return (await database.pool.query<{ jws: string }>(query, [digest])).rows[0]?.jws;
    },
    registryKey: async (kid) => {
      const query = "select jwk from keys where kid = $1 and use = 'officer'";
      const [row] = (await database.pool.query<{ jwk: string }>(query, [kid])).rows;
      const jwk: JsonObject | undefined = row && JSON.parse(row.jwk);
      return jwk;
    },
    gridSeries: (sha256) => readFile(path.join(gridFolder, `${sha256}.csv`), 'utf8'),
    rows: async (index) => {
      const query = 'select text from accumulator_rows where seq = $1 order by position';
      const { rows } = await database.pool.query<{ text: string }>(query, [index]);
      return rows.map(({ text }) => `${text}\n`).join('');
    },
  };
}

async function listingFaults({ database }: TestRegistry, state: ReplayState): Promise<string[]> {
  const { rows } = await database.pool.query<{ row: string }>(
    'select row from listing where to_seq is null order by coalesce(composite_key, -1) desc, party_id collate "C"',
  );
  const expected = replayListing(state).rows.map(({ row }) => JSON.stringify(row));
  const wrong = expected.findIndex((row, at) => row !== rows[at]?.row);
  if (wrong < 0 && expected.length === rows.length) return [];
  return [`replay: the listing is ${rows[wrong]?.row}, it follows ${expected[wrong]}`];
}
