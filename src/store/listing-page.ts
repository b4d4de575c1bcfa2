import { and, eq, type SQL, sql } from 'drizzle-orm';
import { RegistryError } from '../core/errors.ts';
import { EXACT_TOTAL } from '../core/listing-query.ts';
import type { ListingQuery, ListingRow } from '../core/views.ts';
import { first } from './first.ts';
import { at, filtersOf, sendersThat, standing } from './listing-filter.ts';
import { type Found as Candidates, findByText, foundBy } from './listing-search.ts';
import { ORDER, listing as table } from './schema/listing.ts';
import type { Tx } from './tx.ts';

const TYPES = { composite: 'numeric', name: 'text', certified_at: 'timestamptz', valid_to: 'timestamptz' } as const;

interface Sort {
  readonly key: SQL;
  /** The same with its type, as a value. */
  value(text: string): SQL;
  readonly order: SQL;
  readonly beyond: SQL;
}

function sortOf({ sort }: Pick<ListingQuery, 'sort'>): Sort {
  const isDown = sort.startsWith('-');
  const named = sort.replace('-', '');
  const name = named === 'name' || named === 'certified_at' || named === 'valid_to' ? named : 'composite';
  return {
    key: ORDER[name],
    value: (text) => sql`${text}::${sql.raw(TYPES[name])}`,
    order: sql`order by ${ORDER[name]} ${sql.raw(isDown ? 'desc' : 'asc')}, ${ORDER.party}`,
    beyond: sql.raw(isDown ? '<' : '>'),
  };
}

/** A page of the listing: `ListingStore.page`. */
export async function page(tx: Tx, query: ListingQuery, seq: number, now: Date | undefined) {
  // Beside a LIMIT the planner likes to begin at one end of the table, or to sort it, and hopes to be done soon.
  // What that forbids it counts as dear, and would compile: JIT takes longer than the query.
  await tx.execute(
    sql`select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true), set_config('jit', 'off', true)`,
  );
  const found = query.q === undefined ? undefined : await findByText(tx, query.q, seq);
  const { live, ...others } = filtersOf(query, now);
  const fresh = await findFresh(tx, query.live, now, live);
  const filters = [...Object.values(others), ...[found, fresh].map((one) => one && foundBy(one))];
  const isBounded = [found, fresh].some((one) => one !== undefined && 'ids' in one);
  const rows = await (isBounded ? among : walk)(tx, query, seq, filters);
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  const counted = await count(tx, seq, filters, isBounded);
  return {
    rows: shown.map((one): ListingRow => JSON.parse(one.row)),
    next: last === undefined ? null : JSON.stringify(['after', last.party_id]),
    total: Math.min(counted, EXACT_TOTAL),
    totalIsExact: counted <= EXACT_TOTAL,
  };
}

/** Those of a live state: named, where not too many measure; undefined where the visitor did not ask. */
async function findFresh(
  tx: Tx,
  state: ListingQuery['live'],
  now: Date | undefined,
  filter: SQL | undefined,
): Promise<Candidates | undefined> {
  if (filter === undefined || state === undefined) return undefined;
  if (state === 'none' || now === undefined) return { filter };
  const found = await tx.execute<{ party_id: string }>(sql`${sendersThat(state, now)} limit ${EXACT_TOTAL + 1}`);
  return found.rows.length > EXACT_TOTAL ? { filter } : { ids: found.rows.map((row) => row.party_id) };
}

interface Found extends Record<string, unknown> {
  readonly row: string;
  readonly party_id: string;
}

/**
 * Walks the index of an order from the cursor on. Ties of the cursor and what lies beyond them are two ranges, so that each
 * begins where the page before ended, however many are alike.
 */
async function walk(
  tx: Tx,
  query: ListingQuery,
  seq: number,
  filters: readonly (SQL | undefined)[],
): Promise<readonly Found[]> {
  const sort = sortOf(query);
  const limit = query.limit + 1;
  const ranges = query.cursor === undefined ? [undefined] : await rangesAfter(tx, readCursor(query.cursor), sort, seq);
  const arms = standing(seq).flatMap((version) =>
    ranges.map(
      (range) =>
        sql`(select "row", party_id, composite_key, name, certified_at, valid_to from ${table}
          where ${and(version, range, ...filters)} ${sort.order} limit ${limit})`,
    ),
  );
  const found = await tx.execute<Found>(sql`select "row", party_id
    from (${sql.join(arms, sql` union all `)}) found ${sort.order} limit ${limit}`);
  return found.rows;
}

/** Sorts a bounded number of candidates, behind a fence: the planner would rather walk an order and hope to meet them. */
async function among(
  tx: Tx,
  query: ListingQuery,
  seq: number,
  filters: readonly (SQL | undefined)[],
): Promise<readonly Found[]> {
  const sort = sortOf(query);
  const range =
    query.cursor === undefined
      ? undefined
      : sql.join(await rangesAfter(tx, readCursor(query.cursor), sort, seq), sql` or `);
  const found = await tx.execute<Found>(sql`with candidates as materialized (
      select "row", party_id, composite_key, name, certified_at, valid_to from ${table}
      where ${and(at(seq), ...filters)}
    ) select "row", party_id from candidates
    where ${range === undefined ? sql`true` : sql`(${range})`} ${sort.order} limit ${query.limit + 1}`);
  return found.rows;
}

/** What lies behind a party in an order: its ties, and what is beyond. */
async function rangesAfter(tx: Tx, party: string, sort: Sort, seq: number): Promise<SQL[]> {
  const found = await tx.execute<{ key: string }>(
    sql`select ${sort.key}::text as key from ${table} where ${and(eq(table.partyId, party), at(seq))}`,
  );
  const key = first(found.rows)?.key;
  if (key === undefined) return [sql`false`];
  const value = sort.value(key);
  return [sql`(${sort.key} = ${value} and ${ORDER.party} > ${party})`, sql`${sort.key} ${sort.beyond} ${value}`];
}

/** How many there are, one more than `EXACT_TOTAL` at most. */
async function count(tx: Tx, seq: number, filters: readonly (SQL | undefined)[], isBounded: boolean): Promise<number> {
  const limit = EXACT_TOTAL + 1;
  // In the usual order, so that it walks to the limit and collects nothing: any order counts alike.
  const order = isBounded ? undefined : sortOf({ sort: '-composite' }).order;
  const arms = standing(seq).map(
    (version) => sql`(select 1 from ${table} where ${and(version, ...filters)} ${order} limit ${limit})`,
  );
  const counted = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from (select from (${sql.join(arms, sql` union all `)}) each limit ${limit}) counted`,
  );
  return first(counted.rows)?.n ?? 0;
}

/** The party that the page before ended with; its key is that of its version. */
function readCursor(text: string): string {
  const parsed: unknown = JSON.parse(text);
  const [word, partyId] = Array.isArray(parsed) ? parsed : [];
  if (typeof word !== 'string' || typeof partyId !== 'string')
    throw new RegistryError('request_invalid', 'the cursor is not one of ours');
  return partyId;
}
