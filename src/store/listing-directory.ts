import { type SQL, sql } from 'drizzle-orm';
import type { DirectoryStore, DirectoryVersion } from '../registry/ports/listing-directory.ts';
import { STEP } from './listing-facets.ts';
import { at } from './listing-filter.ts';
import { CURRENT, ORDER, listing as table } from './schema/listing.ts';
import type { Tx } from './tx.ts';

/** Rows of a batch: some milliseconds of parsing. */
const BATCH = 2_000;

const COLUMNS = sql`"row", composite_key::text as key, ${STEP} as step`;

export const listingDirectory = (tx: Tx): DirectoryStore => ({
  all: async function* () {
    const rows = stream(
      tx,
      'all',
      sql`select ${COLUMNS} from ${table} where ${CURRENT} order by ${ORDER.composite}, ${ORDER.party}`,
    );
    for await (const batch of rows) yield batch.map(asVersion);
  },
  order: async function* (order) {
    const rows = stream(
      tx,
      order,
      sql`select party_id from ${table} where ${CURRENT} order by ${ORDER[order]}, ${ORDER.party}`,
    );
    for await (const batch of rows) yield batch.map((row) => String(row['party_id']));
  },
  changed: async (after, until, limit) => {
    const found = await tx.execute(sql`
      select changed.party, ${COLUMNS} from (
        select party_id as party from ${table} where from_seq > ${after} and from_seq <= ${until}
        union select party_id from ${table} where to_seq > ${after} and to_seq <= ${until} and to_seq is not null
        limit ${limit}
      ) changed left join ${table} on party_id = changed.party and ${at(until)}`);
    return found.rows.map((one) => ({
      party: String(one['party']),
      version: one['row'] === null ? null : asVersion(one),
    }));
  },
});

const asVersion = ({ row, key, step }: Record<string, unknown>): DirectoryVersion => ({
  row: JSON.parse(String(row)),
  compositeKey: typeof key === 'string' ? key : null,
  step: typeof step === 'number' ? step : null,
});

/** A long answer in batches, by a cursor that lives as long as the transaction. */
async function* stream(tx: Tx, name: string, query: SQL): AsyncGenerator<Record<string, unknown>[]> {
  const cursor = sql.identifier(`directory_${name}`);
  // An index has every order; a sort would hold all of it before the first row.
  await tx.execute(
    sql`select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`,
  );
  await tx.execute(sql`declare ${cursor} no scroll cursor for ${query}`);
  for (;;) {
    const { rows } = await tx.execute(sql`fetch ${sql.raw(String(BATCH))} from ${cursor}`);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) break;
  }
  await tx.execute(sql`close ${cursor}`);
}
