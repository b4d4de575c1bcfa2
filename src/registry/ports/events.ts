import type { PartyId } from '../../core/ids.ts';
import type { LeafType } from '../../log/leaf.ts';

/* What follows the log: leaves by whom they are about and by type, and telemetry that came in. */

/** Which leaves are meant; an empty list means all. */
export interface EventQuery {
  readonly organisations: readonly string[];
  readonly types: readonly LeafType[];
}

/** A leaf as it is stored. */
export interface StoredLeaf {
  readonly seq: number;
  /** Its exact text, not judged. */
  readonly leaf: string;
}

/** A party whose newest interval came in since an instant. */
export interface Measured {
  readonly partyId: PartyId;
  /** End of its newest interval. */
  readonly end: Date;
  /** When the newest of its sites was heard last. */
  readonly acceptedAt: Date;
}

export interface EventStore {
  /** In log order, `from <= seq < below`. Each filter is a walk along an index, however long the log is. */
  from(
    query: EventQuery,
    range: { readonly from: number; readonly below: number; readonly limit: number },
  ): Promise<StoredLeaf[]>;
  /** Newest first, `seq < below`. */
  newest(query: EventQuery, range: { readonly below: number; readonly limit: number }): Promise<StoredLeaf[]>;
  /** Names of those parties that are organisations with a public entry now. */
  listed(parties: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Composites in per cent of certificates, by id. */
  composites(certificates: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Parties with a site whose last attestation was accepted at an instant or later. */
  measuredSince(since: Date): Promise<readonly Measured[]>;
}
