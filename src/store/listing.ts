import { and, arrayContains, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { RegistryError } from '../core/errors.ts';
import { parseUtcInstant } from '../core/instant.ts';
import type { ListingQuery, ListingRow } from '../core/views.ts';
import type { ListingEntry, ListingStore } from '../registry/ports/records.ts';
import { first } from './first.ts';
import { facets } from './listing-facets.ts';
import { at, filtersOf, folded } from './listing-filter.ts';
import { listing as table } from './schema/listing.ts';
import type { Tx } from './tx.ts';

/** Totals are counted this far; beyond it they are a lower bound (api, "Conventions"). */
const EXACT_TOTAL = 10_000;

export const listing = (tx: Tx): ListingStore => ({
  publish: async (entry, fromSeq) => {
    const { row, view, compositeKey, nameSkeleton, lei, domains } = entry;
    await end(tx, row.party_id, fromSeq);
    await tx.insert(table).values({
      partyId: row.party_id,
      fromSeq,
      name: row.name,
      nameSkeleton,
      country: row.country,
      sector: row.sector,
      lei,
      tier: row.tier,
      state: row.state,
      live: row.live,
      assurance: row.assurance_level,
      compositeKey,
      certifiedAt: instant(row.certified_at),
      validTo: instant(row.valid_to),
      searchText: folded([row.name, row.party_id, ...domains, ...Object.values(view.legal_ids)].join(' ')),
      domains: [...domains],
      row: JSON.stringify(row),
      view: JSON.stringify(view),
    });
  },
  end: (party, fromSeq) => end(tx, party, fromSeq),
  find: async (party, seq) =>
    first(
      (
        await tx
          .select()
          .from(table)
          .where(and(eq(table.partyId, party), at(seq)))
      ).map(asEntry),
    ),
  match: async (key, seq) => {
    const found =
      'domain' in key
        ? arrayContains(table.domains, [key.domain])
        : 'lei' in key
          ? eq(table.lei, key.lei)
          : eq(table.nameSkeleton, key.nameSkeleton);
    return (
      await tx
        .select()
        .from(table)
        .where(and(found, at(seq)))
        .orderBy(firstListed, table.partyId)
    ).map(asEntry);
  },
  page: (query, seq, now) => page(tx, query, seq, now),
  facets: (query, seq, now) => facets(tx, query, seq, now),
});

/** A version that began with the same leaf was never seen by anybody. */
async function end(tx: Tx, party: string, fromSeq: number): Promise<void> {
  await tx.delete(table).where(and(eq(table.partyId, party), eq(table.fromSeq, fromSeq)));
  await tx
    .update(table)
    .set({ toSeq: fromSeq })
    .where(and(eq(table.partyId, party), isNull(table.toSeq)));
}

/** When a row's organisation first came into the listing. */
const firstListed = sql`(select min(first.from_seq) from listing first where first.party_id = ${table.partyId})`;

const instant = (text: string | null): Date | null => (text === null ? null : (parseUtcInstant(text) ?? null));

const asEntry = (row: typeof table.$inferSelect): ListingEntry => ({
  row: JSON.parse(row.row),
  view: JSON.parse(row.view),
  compositeKey: row.compositeKey,
  nameSkeleton: row.nameSkeleton,
  lei: row.lei,
  domains: row.domains,
});

/** Ties stand in this order whatever the database's own collation, as in every listing worked out elsewhere. */
const bytewise = sql`${table.partyId} collate "C"`;

/** The sort keys. None is ever null, so that keyset paging sees every row. */
const SORT_KEYS = {
  composite: { value: sql`coalesce(${table.compositeKey}, -1)`, type: sql`numeric` },
  name: { value: sql`${table.name}`, type: sql`text` },
  certified_at: { value: sql`coalesce(${table.certifiedAt}, '-infinity'::timestamptz)`, type: sql`timestamptz` },
  valid_to: { value: sql`coalesce(${table.validTo}, '-infinity'::timestamptz)`, type: sql`timestamptz` },
};

function sortOf(query: ListingQuery): { value: SQL; type: SQL; descending: boolean } {
  const descending = query.sort.startsWith('-');
  const name = query.sort.replace('-', '');
  if (name === 'name' || name === 'certified_at' || name === 'valid_to') return { ...SORT_KEYS[name], descending };
  return { ...SORT_KEYS.composite, descending };
}

async function page(tx: Tx, query: ListingQuery, seq: number, now: Date | undefined) {
  const filter = and(at(seq), ...Object.values(filtersOf(query, now)));
  const sort = sortOf(query);
  const direction = sort.descending ? sql`desc` : sql`asc`;
  const found = await tx
    .select({ row: table.row, partyId: table.partyId, key: sql<string>`${sort.value}::text` })
    .from(table)
    .where(and(filter, after(query, sort)))
    .orderBy(sql`${sort.value} ${direction}`, bytewise)
    .limit(query.limit + 1);
  const shown = found.slice(0, query.limit);
  const last = found.length > query.limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map((one): ListingRow => JSON.parse(one.row)),
    next: last === undefined ? null : JSON.stringify([last.key, last.partyId]),
    ...(await total(tx, filter)),
  };
}

async function total(tx: Tx, filter: SQL | undefined): Promise<{ total: number; totalIsExact: boolean }> {
  const some = tx
    .select({ one: sql`1`.as('one') })
    .from(table)
    .where(filter)
    .limit(EXACT_TOTAL + 1)
    .as('some');
  const counted = first(await tx.select({ n: sql<number>`count(*)::int` }).from(some))?.n ?? 0;
  return { total: Math.min(counted, EXACT_TOTAL), totalIsExact: counted <= EXACT_TOTAL };
}

/** Rows behind the cursor: keyset paging, never an offset. */
function after(query: ListingQuery, { value, type, descending }: ReturnType<typeof sortOf>): SQL | undefined {
  if (query.cursor === undefined) return undefined;
  const [key, partyId] = readCursor(query.cursor);
  const beyond = descending ? sql`<` : sql`>`;
  return sql`(${value} ${beyond} ${key}::${type} or (${value} = ${key}::${type} and ${bytewise} > ${partyId}))`;
}

function readCursor(text: string): [string, string] {
  const parsed: unknown = JSON.parse(text);
  const [key, partyId] = Array.isArray(parsed) ? parsed : [];
  if (typeof key !== 'string' || typeof partyId !== 'string')
    throw new RegistryError('request_invalid', 'the cursor is not one of ours');
  return [key, partyId];
}
