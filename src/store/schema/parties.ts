import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import { instant, seq } from './columns.ts';

export const parties = pgTable('parties', {
  partyId: text('party_id').$type<PartyId>().primaryKey(),
  kind: text('kind', { enum: ['organisation', 'auditor'] }).notNull(),
  legalName: text('legal_name').notNull(),
  nameSkeleton: text('name_skeleton').notNull(),
  /** True while an officer has yet to allow a confusable name. */
  nameUnderReview: boolean('name_under_review').notNull(),
  country: text('country').notNull(),
  sector: text('sector').notNull(),
  website: text('website').notNull(),
  lei: text('lei'),
  vat: text('vat'),
  registeredSeq: seq('registered_seq').notNull(),
  registeredAt: instant('registered_at').notNull(),
  /** Digest of the newest key operation, or of the registration: the head of the party's key chain. */
  keyChainHead: text('key_chain_head').$type<Digest>().notNull(),
  /** `at` of the last withdrawal of one of its certificates. */
  withdrawnAt: instant('withdrawn_at'),
});

export const domains = pgTable(
  'domains',
  {
    partyId: text('party_id').$type<PartyId>().notNull(),
    domain: text('domain').notNull(),
    position: integer('position').notNull(),
    proved: boolean('proved').notNull(),
    method: text('method', { enum: ['dns', 'well-known', 'sandbox'] }),
    provedSeq: seq('proved_seq'),
    checkedAt: instant('checked_at'),
    /** Of a proof that holds one of the two is set: since when every check has found it, or has not. */
    soundSince: instant('sound_since'),
    failingSince: instant('failing_since'),
  },
  (t) => [
    primaryKey({ columns: [t.partyId, t.domain] }),
    uniqueIndex('domains_holder').on(t.domain).where(sql`proved`),
    index('domains_by_check').on(t.checkedAt).where(sql`proved`),
  ],
);

/** What the outside world was asked about a domain, and what it said. A check that was cut off has neither method nor reason. */
export const domainChecks = pgTable(
  'domain_checks',
  {
    id: text('id').primaryKey(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    domain: text('domain').notNull(),
    at: instant('at').notNull(),
    method: text('method', { enum: ['dns', 'well-known', 'sandbox'] }),
    proved: boolean('proved').notNull(),
    reason: text('reason'),
    /** The answers as JSON text. */
    raw: text('raw'),
  },
  (t) => [index('domain_checks_domain').on(t.domain, t.at), index('domain_checks_party').on(t.partyId, t.at)],
);

export const keys = pgTable(
  'keys',
  {
    kid: text('kid').$type<Kid>().primaryKey(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    use: text('use', { enum: ['statements', 'telemetry', 'cosign', 'recovery', 'officer'] }).notNull(),
    algorithm: text('algorithm', { enum: ['Ed25519', 'ES256'] }).notNull(),
    jwk: text('jwk').notNull(),
    siteId: text('site_id'),
    addedSeq: seq('added_seq').notNull(),
    revokedSeq: seq('revoked_seq'),
    compromisedSince: seq('compromised_since'),
  },
  (t) => [index('keys_party').on(t.partyId), index('keys_cosign').on(t.kid).where(sql`use = 'cosign'`)],
);

export const accreditations = pgTable('accreditations', {
  partyId: text('party_id').$type<PartyId>().primaryKey(),
  state: text('state', { enum: ['accredited', 'suspended', 'withdrawn'] }).notNull(),
  levels: text('levels').notNull(),
  validTo: instant('valid_to').notNull(),
});

export const registerEntries = pgTable(
  'register_entries',
  {
    partyId: text('party_id').$type<PartyId>().notNull(),
    workloadId: text('workload_id').notNull(),
    digest: text('digest').$type<Digest>().notNull(),
    acceptedAt: instant('accepted_at').notNull(),
    entry: text('entry').notNull(),
  },
  (t) => [primaryKey({ columns: [t.partyId, t.workloadId, t.digest] })],
);
