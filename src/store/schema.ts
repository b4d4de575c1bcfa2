import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

/**
 * The tables. Verbatim statements, answers and rendered views are `text`, never `jsonb`: stored bytes are served bytes.
 * `seq` columns are leaf indexes. Every instant is `timestamptz`, written from parsed Dates only.
 */
const seq = (name: string) => bigint(name, { mode: 'number' });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** One row: the writers' lock and the next leaf index. Taking it `FOR UPDATE` puts acceptances in log order. */
export const logHead = pgTable('log_head', {
  id: integer('id').primaryKey(),
  nextSeq: seq('next_seq').notNull(),
  lastAt: instant('last_at').notNull(),
});

/** Leaves in log order. Append-only by trigger. */
export const logPending = pgTable(
  'log_pending',
  {
    seq: seq('seq').primaryKey(),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    leaf: text('leaf').notNull(),
  },
  (t) => [index('log_pending_at').on(t.at)],
);

export const parties = pgTable('parties', {
  partyId: text('party_id').primaryKey(),
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
  keyChainHead: text('key_chain_head').notNull(),
  /** `at` of the last withdrawal of one of its certificates. */
  withdrawnAt: instant('withdrawn_at'),
});

export const domains = pgTable(
  'domains',
  {
    partyId: text('party_id').notNull(),
    domain: text('domain').notNull(),
    position: integer('position').notNull(),
    proved: boolean('proved').notNull(),
    method: text('method', { enum: ['dns', 'well-known', 'sandbox'] }),
    provedSeq: seq('proved_seq'),
    checkedAt: instant('checked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.partyId, t.domain] }),
    uniqueIndex('domains_holder').on(t.domain).where(sql`proved`),
  ],
);

export const keys = pgTable(
  'keys',
  {
    kid: text('kid').primaryKey(),
    partyId: text('party_id').notNull(),
    use: text('use', { enum: ['statements', 'telemetry', 'cosign', 'recovery', 'officer'] }).notNull(),
    algorithm: text('algorithm', { enum: ['Ed25519', 'ES256'] }).notNull(),
    jwk: text('jwk').notNull(),
    siteId: text('site_id'),
    addedSeq: seq('added_seq').notNull(),
    revokedSeq: seq('revoked_seq'),
    compromisedSince: seq('compromised_since'),
  },
  (t) => [index('keys_party').on(t.partyId)],
);

export const statements = pgTable(
  'statements',
  {
    digest: text('digest').primaryKey(),
    iss: text('iss').notNull(),
    jti: text('jti').notNull(),
    typ: text('typ').notNull(),
    kid: text('kid').notNull(),
    /** The exact request body. */
    jws: text('jws').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
    seq: seq('seq').notNull(),
    /** The answer first given, as JSON text: a replay gets it again. */
    answer: text('answer').notNull(),
  },
  (t) => [
    unique('statements_iss_jti').on(t.iss, t.jti),
    index('statements_kid').on(t.kid),
    index('statements_iss_typ').on(t.iss, t.typ, t.acceptedAt),
  ],
);

/** Refused attempts of known keys, the newest 100 of a party. */
export const refusals = pgTable(
  'refusals',
  {
    id: text('id').primaryKey(),
    partyId: text('party_id').notNull(),
    typ: text('typ').notNull(),
    digest: text('digest').notNull(),
    at: instant('at').notNull(),
    code: text('code').notNull(),
    detail: text('detail').notNull(),
    issues: text('issues').notNull(),
  },
  (t) => [index('refusals_party').on(t.partyId, t.at)],
);

/** `jti`s of client assertions: each buys one token. */
export const assertions = pgTable(
  'assertions',
  { iss: text('iss').notNull(), jti: text('jti').notNull(), expiresAt: instant('expires_at').notNull() },
  (t) => [primaryKey({ columns: [t.iss, t.jti] })],
);

export const registerEntries = pgTable(
  'register_entries',
  {
    partyId: text('party_id').notNull(),
    workloadId: text('workload_id').notNull(),
    digest: text('digest').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
    entry: text('entry').notNull(),
  },
  (t) => [primaryKey({ columns: [t.partyId, t.workloadId, t.digest] })],
);

export const audits = pgTable(
  'audits',
  {
    digest: text('digest').primaryKey(),
    partyId: text('party_id').notNull(),
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
    digest: text('digest').notNull(),
    partyId: text('party_id').notNull(),
    kwh: numeric('kwh', { precision: 24, scale: 6 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.ref, t.digest] })],
);

export const opinions = pgTable(
  'opinions',
  {
    digest: text('digest').primaryKey(),
    audit: text('audit').notNull(),
    auditor: text('auditor').notNull(),
    kid: text('kid').notNull(),
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
    partyId: text('party_id').notNull(),
    audit: text('audit').notNull(),
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

export const cases = pgTable(
  'cases',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: ['claim_held', 'dissent', 'dispute', 'name', 'review'] }).notNull(),
    partyId: text('party_id').notNull(),
    audit: text('audit'),
    openedSeq: seq('opened_seq').notNull(),
    closedSeq: seq('closed_seq'),
    outcome: text('outcome', { enum: ['allow', 'deny'] }),
  },
  (t) => [index('cases_party').on(t.partyId)],
);

export const acts = pgTable('acts', {
  digest: text('digest').primaryKey(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  signedAt: instant('signed_at').notNull(),
  effectiveSeq: seq('effective_seq'),
});

export const actSignatures = pgTable(
  'act_signatures',
  { act: text('act').notNull(), kid: text('kid').notNull(), digest: text('digest').notNull() },
  (t) => [primaryKey({ columns: [t.act, t.kid] })],
);

export const accreditations = pgTable('accreditations', {
  partyId: text('party_id').primaryKey(),
  state: text('state', { enum: ['accredited', 'suspended', 'withdrawn'] }).notNull(),
  levels: text('levels').notNull(),
  validTo: instant('valid_to').notNull(),
});

/** Grid series that acts have put into force, newest last. */
export const gridSeries = pgTable('grid_series', {
  effectiveSeq: seq('effective_seq').primaryKey(),
  zone: text('zone').notNull(),
  sha256: text('sha256').notNull(),
});

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
