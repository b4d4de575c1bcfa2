import { sql } from 'drizzle-orm';
import { index, pgTable, text } from 'drizzle-orm/pg-core';
import type { PartyId } from '../../core/ids.ts';
import { instant } from './columns.ts';

/** Objections, from their filing on. Grounds and contact are for officers alone; a trigger lets a row only go on. */
export const disputes = pgTable(
  'disputes',
  {
    id: text('id').primaryKey(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    certificateId: text('certificate_id'),
    evidenceSha256: text('evidence_sha256').notNull(),
    grounds: text('grounds').notNull(),
    contact: text('contact'),
    filedBy: text('filed_by').$type<PartyId>(),
    filedAt: instant('filed_at').notNull(),
    state: text('state', { enum: ['filed', 'refused', 'admitted', 'closed'] }).notNull(),
    admittedAt: instant('admitted_at'),
    admissionReason: text('admission_reason'),
    closedAt: instant('closed_at'),
    decisionReason: text('decision_reason'),
  },
  (t) => [
    index('disputes_party').on(t.partyId, t.state),
    index('disputes_filed').on(t.filedAt).where(sql`state = 'filed'`),
  ],
);
