import type { Claims } from '../core/claims.ts';
import type { Countersignature } from '../core/documents/countersignature.ts';
import type { Digest, Kid, PartyId } from '../core/ids.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { KeyUse, PublicKey } from '../core/keys.ts';
import type { GridLookup } from '../core/methodology/reduction.ts';
import type { StatementTyp } from '../core/statement.ts';
import type {
  CertificateState,
  CertificateView,
  HistoryItem,
  ListingQuery,
  ListingRow,
  OrganisationView,
} from '../core/views.ts';
import type { LeafBody, LoggedLeaf } from '../log/leaf.ts';
import type { EvaluatedAudit } from './evaluation.ts';

/**
 * What the use cases need from outside. The interfaces belong to this layer; `store` and `main` implement them.
 * A store method works inside the transaction that handed it out, and promises nothing before that commits.
 */
export interface Deps {
  /** The registry's origin: the one audience of every statement. */
  readonly origin: string;
  readonly mode: 'demo' | 'sandbox' | 'production';
  /** Distinct officer keys an act needs before it takes effect. */
  readonly officersRequired: number;
  readonly methodologySha256: string;
  now(): Date;
  /** A fresh UUIDv7. */
  newId(): string;
  readonly ledger: Ledger;
  readonly gridFiles: GridFiles;
  readonly domainProver: DomainProver;
}

export interface Ledger {
  /** One transaction holding the writers' lock from its start, so that acceptances happen in log order. Durable once it resolves; everything is undone if `work` throws. */
  write<T>(work: (tx: Stores) => Promise<T>): Promise<T>;
  /** One read-only transaction over a single snapshot. */
  read<T>(work: (tx: Stores) => Promise<T>): Promise<T>;
}

/** The operator's files of reference series. */
export interface GridFiles {
  /** Whether `DATA_DIR/grid/<sha256>.csv` exists and has that digest and form. */
  has(sha256: string): Promise<boolean>;
  /** Look-up over series in force, newest last. */
  open(series: readonly { zone: string; sha256: string }[]): Promise<GridLookup | undefined>;
}

/** Asks the outside world whether a party controls a domain. */
export interface DomainProver {
  prove(
    domain: string,
    party: PartyId,
    kids: readonly Kid[],
  ): Promise<{ readonly method: ProofMethod | null; readonly reason?: string }>;
}
export type ProofMethod = 'dns' | 'well-known' | 'sandbox';

export interface Stores {
  readonly log: LogStore;
  readonly statements: StatementStore;
  readonly refusals: RefusalStore;
  readonly parties: PartyStore;
  readonly domains: DomainStore;
  readonly keys: KeyStore;
  readonly accreditations: AccreditationStore;
  readonly register: RegisterStore;
  readonly audits: AuditStore;
  readonly opinions: OpinionStore;
  readonly certificates: CertificateStore;
  readonly cases: CaseStore;
  readonly acts: ActStore;
  readonly history: HistoryStore;
  readonly listing: ListingStore;
}

export interface LogStore {
  /** Gives the leaf the next index and a time not before the last leaf's. */
  append(body: LeafBody, now: Date): Promise<LoggedLeaf>;
  /** The newest leaf; undefined only before the genesis leaf. */
  head(): Promise<{ seq: number; at: Date } | undefined>;
  at(seq: number): Promise<{ seq: number; at: Date } | undefined>;
  /** The last leaf whose `at` is not after the instant. */
  lastUntil(instant: Date): Promise<{ seq: number; at: Date } | undefined>;
}

export interface StoredStatement {
  readonly digest: Digest;
  readonly typ: StatementTyp;
  readonly kid: Kid;
  readonly claims: Pick<Claims, 'iss' | 'jti'>;
  /** The exact request body. */
  readonly jws: string;
  readonly acceptedAt: Date;
  readonly seq: number;
  readonly answer: JsonObject;
}
export interface StatementStore {
  find(digest: Digest): Promise<StoredStatement | undefined>;
  insert(statement: StoredStatement): Promise<void>;
  isJtiUsed(iss: PartyId, jti: string): Promise<boolean>;
  /** Uses up a client assertion's `jti`; false when it was used before. */
  spendAssertion(iss: PartyId, jti: string, expiresAt: Date): Promise<boolean>;
  /** Acceptances of a party since an instant, newest first, without their bytes. */
  since(iss: PartyId, instant: Date): Promise<{ typ: StatementTyp; acceptedAt: Date; digest: Digest }[]>;
}

export interface Refusal {
  readonly party: PartyId;
  readonly typ: StatementTyp;
  readonly digest: Digest;
  readonly at: Date;
  readonly code: string;
  readonly detail: string;
  readonly issues: readonly unknown[];
}
export interface RefusalStore {
  /** Keeps the newest 100 of a party. */
  insert(id: string, refusal: Refusal): Promise<void>;
  /** Newest first. */
  of(party: PartyId): Promise<Refusal[]>;
}

export interface Party {
  readonly partyId: PartyId;
  readonly kind: 'organisation' | 'auditor';
  readonly legalName: string;
  readonly nameSkeleton: string;
  readonly nameUnderReview: boolean;
  readonly country: string;
  readonly sector: string;
  readonly website: string;
  readonly lei: string | null;
  readonly vat: string | null;
  readonly registeredSeq: number;
  readonly registeredAt: Date;
  readonly keyChainHead: Digest;
  readonly withdrawnAt: Date | null;
}
export interface PartyStore {
  find(id: string): Promise<Party | undefined>;
  insert(party: Party): Promise<void>;
  update(id: PartyId, change: Partial<Pick<Party, 'nameUnderReview' | 'keyChainHead' | 'withdrawnAt'>>): Promise<void>;
  /** Parties whose name has this UTS #39 skeleton. */
  withSkeleton(skeleton: string): Promise<Party[]>;
}

export interface DomainRow {
  readonly partyId: PartyId;
  readonly domain: string;
  readonly proved: boolean;
  readonly method: ProofMethod | null;
  readonly checkedAt: Date | null;
}
export interface DomainStore {
  /** In the order of registration. */
  of(party: PartyId): Promise<DomainRow[]>;
  holder(domain: string): Promise<PartyId | undefined>;
  name(party: PartyId, domains: readonly string[]): Promise<void>;
  record(row: DomainRow, provedSeq: number | null): Promise<void>;
}

export interface KeyRow extends PublicKey {
  readonly partyId: PartyId;
  readonly use: KeyUse;
  readonly siteId: string | null;
  readonly addedSeq: number;
  readonly revokedSeq: number | null;
  readonly compromisedSince: number | null;
}
export interface KeyStore {
  find(kid: string): Promise<KeyRow | undefined>;
  /** In order of addition. */
  of(party: PartyId): Promise<KeyRow[]>;
  insert(key: KeyRow): Promise<void>;
  revoke(kid: Kid, seq: number, compromisedSince: number | null): Promise<void>;
}

export interface Accreditation {
  readonly partyId: PartyId;
  readonly state: 'accredited' | 'suspended' | 'withdrawn';
  readonly levels: readonly number[];
  readonly validTo: Date;
}
export interface AccreditationStore {
  find(party: PartyId): Promise<Accreditation | undefined>;
  put(accreditation: Accreditation): Promise<void>;
}

export interface RegisterStore {
  insert(party: PartyId, digest: Digest, acceptedAt: Date, entries: readonly { workload_id: string }[]): Promise<void>;
  /** First acceptance of each workload id, and of any register statement. */
  firstAccepted(party: PartyId): Promise<{ first: Date | null; byWorkload: ReadonlyMap<string, Date> }>;
}

export interface AuditRow {
  readonly digest: Digest;
  readonly partyId: PartyId;
  readonly acceptedSeq: number;
  readonly acceptedAt: Date;
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly level: number;
  readonly superseded: boolean;
  readonly held: boolean;
  readonly evaluation: EvaluatedAudit;
  readonly certificateId: string | null;
}
export interface CfeUse {
  readonly ref: string;
  readonly partyId: PartyId;
  /** 10^-6 kWh. */
  readonly kwh: bigint;
  readonly windowStart: Date;
  readonly windowEnd: Date;
}
export interface AuditStore {
  find(digest: Digest): Promise<AuditRow | undefined>;
  /** Newest first. */
  of(party: PartyId): Promise<AuditRow[]>;
  insert(audit: AuditRow, cfe: readonly { ref: string; kwh: bigint }[]): Promise<void>;
  update(digest: Digest, change: Partial<Pick<AuditRow, 'superseded' | 'held' | 'certificateId'>>): Promise<void>;
  /**
   * What a new audit of `claimant` must not claim again of these certificates (R11): the claims of every audit ever
   * accepted from others, and of its own audits that the new one does not supersede.
   */
  cfeUses(refs: readonly string[], claimant: PartyId): Promise<CfeUse[]>;
}

export interface OpinionRow {
  readonly digest: Digest;
  readonly audit: Digest;
  readonly auditor: PartyId;
  readonly kid: Kid;
  readonly acceptedSeq: number;
  readonly acceptedAt: Date;
  readonly standing: boolean;
  readonly opinion: Countersignature;
}
export interface OpinionStore {
  /** In log order. */
  of(audit: Digest): Promise<OpinionRow[]>;
  /** The same auditor's earlier opinion on the audit stops standing. */
  insert(opinion: OpinionRow): Promise<void>;
  by(auditor: PartyId): Promise<OpinionRow[]>;
}

export interface CertificateRow {
  readonly id: string;
  readonly partyId: PartyId;
  readonly audit: Digest;
  readonly state: CertificateState;
  readonly reason: string;
  readonly validTo: Date;
  readonly leaf: number;
  readonly record: Omit<CertificateView, 'state' | 'reasons'>;
}
export interface CertificateStore {
  find(id: string): Promise<CertificateRow | undefined>;
  /** Newest first. */
  of(party: PartyId): Promise<CertificateRow[]>;
  insert(certificate: CertificateRow): Promise<void>;
  setState(id: string, state: CertificateState, reason: string): Promise<void>;
  /** Active, watched or suspended ones past their validity. */
  overdue(now: Date): Promise<CertificateRow[]>;
}

export type CaseKind = 'claim_held' | 'dissent' | 'dispute' | 'name' | 'review';
export interface CaseRow {
  readonly id: string;
  readonly kind: CaseKind;
  readonly partyId: PartyId;
  readonly audit: Digest | null;
  readonly openedSeq: number;
  readonly closedSeq: number | null;
  readonly outcome: 'allow' | 'deny' | null;
}
export interface CaseStore {
  find(id: string): Promise<CaseRow | undefined>;
  of(party: PartyId): Promise<CaseRow[]>;
  open(row: CaseRow): Promise<void>;
  close(id: string, seq: number, outcome: 'allow' | 'deny'): Promise<void>;
}

export interface ActRow {
  readonly digest: Digest;
  readonly action: string;
  readonly subject: string;
  readonly body: JsonObject;
  readonly signedAt: Date;
  readonly effectiveSeq: number | null;
}
export interface ActStore {
  find(digest: Digest): Promise<(ActRow & { readonly kids: readonly Kid[] }) | undefined>;
  insert(act: ActRow): Promise<void>;
  sign(act: Digest, kid: Kid, digest: Digest): Promise<void>;
  setEffective(act: Digest, seq: number): Promise<void>;
  /** Grid series in force, oldest first; `put` adds one. */
  readonly grid: {
    all(): Promise<{ zone: string; sha256: string }[]>;
    put(effectiveSeq: number, zone: string, sha256: string): Promise<void>;
  };
}

export interface HistoryStore {
  append(party: PartyId, item: HistoryItem): Promise<void>;
  /** Newest first, up to an index. */
  of(party: PartyId, untilSeq: number, limit: number): Promise<HistoryItem[]>;
}

/** A version of an organisation's public entry, valid from a leaf on. */
export interface ListingEntry {
  readonly row: ListingRow;
  readonly view: Omit<OrganisationView, 'changes'>;
  readonly compositeKey: string | null;
  readonly nameSkeleton: string;
  readonly lei: string | null;
  readonly domains: readonly string[];
}
export interface ListingStore {
  /** Closes the version before it, if any. */
  publish(entry: ListingEntry, fromSeq: number): Promise<void>;
  find(party: string, seq: number): Promise<ListingEntry | undefined>;
  page(
    query: ListingQuery,
    seq: number,
  ): Promise<{ rows: ListingRow[]; total: number; totalIsExact: boolean; next: string | null }>;
  /** Entries that match one of the exact keys. */
  match(key: { domain: string } | { lei: string } | { nameSkeleton: string }, seq: number): Promise<ListingEntry[]>;
}
