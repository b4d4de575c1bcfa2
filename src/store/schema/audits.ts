import { sql } from 'drizzle-orm';
import { boolean, index, integer, numeric, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import { instant, seq } from './columns.ts';

export const audits = pgTable(
  'audits',
  {
    digest: text('digest').$type<Digest>().primaryKey(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    acceptedSeq: seq('accepted_seq').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
    windowStart: instant('window_start').notNull(),
    windowEnd: instant('window_end').notNull(),
    level: integer('level').notNull(),
    superseded: boolean('superseded').notNull().default(false),
    /** The claim is held: nothing is issued until a case allows it. */
    held: boolean('held').notNull(),
    /** What the methodology made of it (EvaluatedAudit), as JSON text. */
    evaluation: text('evaluation').notNull(),
    certificateId: text('certificate_id'),
  },
  (t) => [index('audits_party').on(t.partyId, t.acceptedSeq)],
);

/** Cancelled certificates an audit claims, for the double-selling check R11. */
export const cfeClaims = pgTable(
  'cfe_claims',
  {
    ref: text('ref').notNull(),
    digest: text('digest').$type<Digest>().notNull(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    kwh: numeric('kwh', { precision: 24, scale: 6 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.ref, t.digest] })],
);

export const opinions = pgTable(
  'opinions',
  {
    digest: text('digest').$type<Digest>().primaryKey(),
    audit: text('audit').$type<Digest>().notNull(),
    auditor: text('auditor').$type<PartyId>().notNull(),
    kid: text('kid').$type<Kid>().notNull(),
    acceptedSeq: seq('accepted_seq').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
    standing: boolean('standing').notNull(),
    /** The `cms-countersignature/1` body, as JSON text. */
    opinion: text('opinion').notNull(),
  },
  (t) => [index('opinions_audit').on(t.audit)],
);

export const certificates = pgTable(
  'certificates',
  {
    id: text('id').primaryKey(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    audit: text('audit').$type<Digest>().notNull(),
    state: text('state', { enum: ['active', 'watch', 'suspended', 'superseded', 'withdrawn', 'expired'] }).notNull(),
    /** ASCII reason code of the last change of state. */
    reason: text('reason').notNull(),
    validTo: instant('valid_to').notNull(),
    leaf: seq('leaf').notNull(),
    /** The CertificateView as issued, less state and reasons, as JSON text. */
    record: text('record').notNull(),
  },
  (t) => [
    index('certificates_party').on(t.partyId),
    uniqueIndex('certificates_current').on(t.partyId).where(sql`state in ('active', 'watch', 'suspended')`),
    index('certificates_expiry').on(t.validTo).where(sql`state in ('active', 'watch', 'suspended')`),
  ],
);
