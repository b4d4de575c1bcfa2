import { and, arrayContains, eq, isNull, sql } from 'drizzle-orm';
import { parseUtcInstant } from '../core/instant.ts';
import type { ListingEntry, ListingStore } from '../registry/ports/records.ts';
import { first } from './first.ts';
import { facets } from './listing-facets.ts';
import { at } from './listing-filter.ts';
import { page } from './listing-page.ts';
import { folded } from './listing-search.ts';
import { listing as table } from './schema/listing.ts';
import type { Tx } from './tx.ts';

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
