import { sql } from 'drizzle-orm';
import { index, integer, numeric, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant, seq } from './columns.ts';

/** What changed about a party, one row a leaf. */
export const history = pgTable(
  'history',
  {
    seq: seq('seq').notNull(),
    partyId: text('party_id').notNull(),
    item: text('item').notNull(),
  },
  (t) => [primaryKey({ columns: [t.partyId, t.seq] })],
);

/** Every version of every public organisation's entry; `toSeq` null is the current one. Reads at any `seq` are one range test. */
export const listing = pgTable(
  'listing',
  {
    partyId: text('party_id').notNull(),
    fromSeq: seq('from_seq').notNull(),
    toSeq: seq('to_seq'),
    name: text('name').notNull(),
    nameSkeleton: text('name_skeleton').notNull(),
    country: text('country').notNull(),
    sector: text('sector').notNull(),
    lei: text('lei'),
    tier: text('tier'),
    state: text('state'),
    live: text('live').notNull(),
    assurance: integer('assurance').notNull(),
    /** Exact composite order: the fourth power floored to 200 decimals. */
    compositeKey: numeric('composite_key', { precision: 220, scale: 200 }),
    certifiedAt: instant('certified_at'),
    validTo: instant('valid_to'),
    /** Lower-case words that a search looks in. */
    searchText: text('search_text').notNull(),
    domains: text('domains').array().notNull(),
    row: text('row').notNull(),
    view: text('view').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.partyId, t.fromSeq] }),
    uniqueIndex('listing_current').on(t.partyId).where(sql`to_seq is null`),
    index('listing_by_composite').on(t.compositeKey, t.partyId).where(sql`to_seq is null`),
    index('listing_by_name').on(t.name, t.partyId).where(sql`to_seq is null`),
    index('listing_domains').using('gin', t.domains),
    index('listing_search').using('gin', sql`${t.searchText} gin_trgm_ops`).where(sql`to_seq is null`),
  ],
);
