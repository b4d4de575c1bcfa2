import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import type { KeyUse, PublicKey } from '../../core/keys.ts';
import type { RegisterVersion } from '../../core/telemetry/register.ts';

/* Who is known: the stores of parties, domains, keys, accreditations and registers. */

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
  /** The leaf of its last proof; stays when the proof is lost. */
  readonly provedSeq: number | null;
  /** Of a proof that holds one of the two is set: since when every check has found it, or has not. */
  readonly soundSince: Date | null;
  readonly failingSince: Date | null;
}

export type ProofMethod = 'dns' | 'well-known' | 'sandbox';

export interface DomainStore {
  /** In the order of registration. */
  of(party: PartyId): Promise<DomainRow[]>;
  holder(domain: string): Promise<PartyId | undefined>;
  name(party: PartyId, domains: readonly string[]): Promise<void>;
  record(row: DomainRow): Promise<void>;
  /**
   * Proofs that hold and were last checked at or before an instant, the longest ago first: `routine` for every proof,
   * `watched` for those that fail and those whose holder's certificate is suspended for lost domains.
   */
  due(before: { readonly routine: Date; readonly watched: Date }, limit: number): Promise<DomainRow[]>;
}

/** What was found about a domain. */
export interface DomainFinding {
  readonly method: ProofMethod | null;
  readonly reason: string | null;
  /** The answers as JSON text. */
  readonly raw: string | null;
}

export interface DomainCheckStore {
  /** When checks of a domain began, after an instant. */
  begun(domain: string, since: Date): Promise<Date[]>;
  /** The same of names that a party never gave. */
  begunUnnamed(party: PartyId, since: Date): Promise<Date[]>;
  /**
   * Notes that a check begins. Of one domain the newest 20 checks that proved and the newest 20 others are kept; those of
   * names their party never gave only until `forget`.
   */
  begin(check: { id: string; partyId: PartyId; domain: string; at: Date }, forget: Date): Promise<void>;
  finish(id: string, finding: DomainFinding): Promise<void>;
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
  /** Every `cosign` key ever registered, revoked ones included. */
  cosigners(): Promise<KeyRow[]>;
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
  /** Versions of some workloads accepted later than one instant and not after another, in log order. */
  versions(party: PartyId, workloads: readonly string[], after: Date, until: Date): Promise<RegisterVersion[]>;
}
