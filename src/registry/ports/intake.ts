import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import type { RegisterVersion } from '../../core/telemetry/register.ts';
import type { AuditStore, OpinionStore } from './audits.ts';
import type { ActStore } from './officers.ts';
import type { Refusal, StatementStore } from './records.ts';
import type { AttestationRow, ChainHead, CoverageRow, InventoryStore } from './telemetry.ts';

/*
 * Intake of attestations: one transaction beside the writers. Locks are taken in one order everywhere: keys, then sites, then
 * the rest, each in bytewise order of what names it.
 */

/** A site of an organisation: whose chain it is. */
export interface SiteName {
  readonly partyId: PartyId;
  readonly siteId: string;
}

/** One text per site; a space is in no party id. */
export const siteKey = ({ partyId, siteId }: SiteName): string => `${partyId} ${siteId}`;

/** What was accepted at a place in a chain. */
export interface AcceptedLink extends SiteName {
  readonly epoch: number;
  readonly seq: number;
  readonly digest: Digest;
  /** The exact compact JWS. */
  readonly jws: string;
}

/** The locks of a chain, and what they guard. */
export interface ChainStore {
  /** Makes room for intervals of the months that hold these instants. Before any lock of a row. */
  ensureMonths(starts: readonly Date[]): Promise<void>;
  /** Holds keys as they are until the end: a revocation waits. Yields the leaf that revoked each, null where none did. */
  shareKeys(kids: readonly Kid[]): Promise<ReadonlyMap<Kid, number | null>>;
  /** Waits until nobody shares a key and lets nobody share it before the end. */
  holdKey(kid: Kid): Promise<void>;
  /** Takes the row locks of sites and yields their heads by `siteKey`; a site that sent nothing yet has none. */
  lockHeads(sites: readonly SiteName[]): Promise<ReadonlyMap<string, ChainHead>>;
  /** Of the places given those that hold an accepted attestation. */
  acceptedAt(links: readonly Pick<AcceptedLink, 'partyId' | 'siteId' | 'epoch' | 'seq'>[]): Promise<AcceptedLink[]>;
}

export interface PartyJti {
  readonly partyId: PartyId;
  readonly jti: string;
}

/** `jti`s of all statements, unique per party. */
export interface JtiStore {
  /** Uses them up; yields those that nobody had used. */
  spend(jtis: readonly PartyJti[]): Promise<readonly PartyJti[]>;
  /** What was spent in this transaction and came to nothing. */
  giveBack(jtis: readonly PartyJti[]): Promise<void>;
}

/** What the plausibility of an interval is judged by. */
export interface IntakeFacts {
  /** The newest leaf about each party; while it stays the same, so does everything below. */
  stamps(parties: readonly PartyId[]): Promise<ReadonlyMap<PartyId, number>>;
  /** Versions of workloads accepted after an instant, each party's in order of acceptance. */
  register(
    workloads: readonly { readonly partyId: PartyId; readonly workloadId: string }[],
    after: Date,
  ): Promise<(RegisterVersion & { readonly partyId: PartyId })[]>;
}

/** The refused twin of an accepted attestation, kept so that anybody who may read the chain can be shown both. */
export interface ForkRow extends SiteName {
  readonly accepted: Digest;
  readonly refused: Digest;
  /** The exact compact JWS that was refused. */
  readonly jws: string;
  readonly at: Date;
  /** Its `telemetry.fork` leaf. */
  readonly seq: number;
}

/** Where results go. Each call is one statement, whatever the number of rows. */
export interface ArrivalStore {
  /** Stores intervals in order and leaves them to the next window under ids of that order. */
  insert(rows: readonly AttestationRow[]): Promise<void>;
  /** New heads of locked sites. */
  advance(heads: readonly ChainHead[]): Promise<void>;
  /** Adds to the coverage of days; a `received` interval marks its day as changed. */
  count(days: readonly CoverageRow[]): Promise<void>;
  /** Keeps refusals for their owners, the newest 100 of each. */
  refuse(refusals: readonly (Refusal & { readonly id: string })[]): Promise<void>;
}

export interface ForkStore {
  /** Of these digests those that were refused as forks before. */
  known(refused: readonly Digest[]): Promise<ReadonlySet<Digest>>;
  /** Of a party, in log order. */
  of(party: PartyId): Promise<ForkRow[]>;
  insert(fork: ForkRow): Promise<void>;
}

/** One transaction of intake. */
export interface IntakeStore {
  readonly chains: ChainStore;
  readonly jtis: JtiStore;
  readonly facts: IntakeFacts;
  readonly arrivals: ArrivalStore;
  readonly forks: ForkStore;
  /** Only read here. */
  readonly audits: AuditStore;
  readonly opinions: OpinionStore;
  readonly statements: StatementStore;
  readonly inventories: InventoryStore;
  readonly acts: ActStore;
}
