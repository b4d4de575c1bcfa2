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

/** Versions that stand, and those that others took the place of. */
export const CURRENT = sql`to_seq is null`;
const STATED = sql`to_seq is null and state is not null`;
export const REPLACED = sql`to_seq is not null`;

/**
 * What the listing is sorted by; ties stand by party id. Queries name these very expressions, so that an index serves them.
 * None is ever null: keyset paging sees every row. Texts compare bytewise, whatever the database's own collation.
 */
export const ORDER = {
  composite: sql`(coalesce(composite_key, -1))`,
  name: sql`(name collate "C")`,
  certified_at: sql`(coalesce(certified_at, '-infinity'::timestamptz))`,
  valid_to: sql`(coalesce(valid_to, '-infinity'::timestamptz))`,
  party: sql`(party_id collate "C")`,
} as const;

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
    uniqueIndex('listing_current').on(t.partyId).where(CURRENT),
    index('listing_composite_down').on(sql`${ORDER.composite} desc`, ORDER.party).where(CURRENT),
    index('listing_composite_up').on(ORDER.composite, ORDER.party).where(CURRENT),
    index('listing_name_down').on(sql`${ORDER.name} desc`, ORDER.party).where(CURRENT),
    index('listing_name_up').on(ORDER.name, ORDER.party).where(CURRENT),
    index('listing_certified_down').on(sql`${ORDER.certified_at} desc`, ORDER.party).where(CURRENT),
    index('listing_certified_up').on(ORDER.certified_at, ORDER.party).where(CURRENT),
    index('listing_valid_down').on(sql`${ORDER.valid_to} desc`, ORDER.party).where(CURRENT),
    index('listing_valid_up').on(ORDER.valid_to, ORDER.party).where(CURRENT),
    index('listing_certified_stated').on(ORDER.certified_at, ORDER.party).where(STATED),
    index('listing_valid_stated').on(ORDER.valid_to, ORDER.party).where(STATED),
    index('listing_state').on(t.state, sql`${ORDER.composite} desc`, ORDER.party).where(CURRENT),
    index('listing_tier').on(t.tier, sql`${ORDER.composite} desc`, ORDER.party).where(CURRENT),
    index('listing_country').on(t.country, sql`${ORDER.composite} desc`, ORDER.party).where(CURRENT),
    index('listing_sector').on(t.sector, sql`${ORDER.composite} desc`, ORDER.party).where(CURRENT),
    index('listing_assurance').on(t.assurance, sql`${ORDER.composite} desc`, ORDER.party).where(CURRENT),
    index('listing_replaced').on(t.toSeq).where(REPLACED),
    index('listing_replaced_composite').on(sql`${ORDER.composite} desc`, ORDER.party).where(REPLACED),
    index('listing_from').on(t.fromSeq),
    index('listing_lei').on(t.lei).where(sql`lei is not null`),
    index('listing_skeleton').on(t.nameSkeleton),
    index('listing_domains').using('gin', t.domains),
    index('listing_search').using('gin', sql`${t.searchText} gin_trgm_ops`),
  ],
);
