import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { PartyId } from '../../core/ids.ts';
import { instant, seq } from './columns.ts';

/** Where parties want to be told. The secret is sealed with a key that is not in the database. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    url: text('url').notNull(),
    events: text('events').array().notNull(),
    organisations: text('organisations').array().notNull(),
    secret: text('secret').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Only what comes after this leaf is told. */
    sinceSeq: seq('since_seq').notNull(),
    failingSince: instant('failing_since'),
    disabledAt: instant('disabled_at'),
    disabledReason: text('disabled_reason'),
  },
  (t) => [index('webhooks_party').on(t.partyId), index('webhooks_organisations').using('gin', t.organisations)],
);

/** The outbox: one row a webhook and event, whatever happens to the process that wrote it. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text('id').primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** Names the event: the same one is never written twice. */
    key: text('key').notNull(),
    type: text('type').notNull(),
    body: text('body').notNull(),
    state: text('state', { enum: ['pending', 'delivered', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull(),
    createdAt: instant('created_at').notNull(),
    nextAt: instant('next_at').notNull(),
    lastAt: instant('last_at'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    response: text('response'),
  },
  (t) => [
    uniqueIndex('webhook_deliveries_key').on(t.webhookId, t.key),
    index('webhook_deliveries_due').on(t.nextAt).where(sql`state = 'pending'`),
  ],
);

/** One row: the first leaf that no notice was derived from yet, and the lock of those who derive. */
export const noticeCursor = pgTable('notice_cursor', {
  id: integer('id').primaryKey(),
  nextSeq: seq('next_seq').notNull(),
});

/** The tier that each holder was last told of; null for none. */
export const noticeTiers = pgTable('notice_tiers', {
  partyId: text('party_id').primaryKey(),
  tier: text('tier'),
});
