import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import { instant, seq } from './columns.ts';

export const cases = pgTable(
  'cases',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: ['claim_held', 'dissent', 'dispute', 'name', 'review'] }).notNull(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    audit: text('audit').$type<Digest>(),
    openedSeq: seq('opened_seq').notNull(),
    closedSeq: seq('closed_seq'),
    outcome: text('outcome', { enum: ['allow', 'deny'] }),
  },
  (t) => [index('cases_party').on(t.partyId)],
);

export const acts = pgTable('acts', {
  digest: text('digest').$type<Digest>().primaryKey(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  signedAt: instant('signed_at').notNull(),
  effectiveSeq: seq('effective_seq'),
});

export const actSignatures = pgTable(
  'act_signatures',
  {
    act: text('act').$type<Digest>().notNull(),
    kid: text('kid').$type<Kid>().notNull(),
    digest: text('digest').$type<Digest>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.act, t.kid] })],
);

/** Grid series that acts have put into force, newest last. */
export const gridSeries = pgTable('grid_series', {
  effectiveSeq: seq('effective_seq').primaryKey(),
  zone: text('zone').notNull(),
  sha256: text('sha256').notNull(),
});
