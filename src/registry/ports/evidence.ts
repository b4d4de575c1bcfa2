import type { Digest, PartyId } from '../../core/ids.ts';

/* What a certificate rests on: where its evidence lies. */

/**
 * Finds the statements behind a certificate. An index bounds what is found, so that later leaves change nothing. Digests come
 * in log order.
 */
export interface EvidenceStore {
  /** Registration and key operations of a party, accepted up to an index. */
  keyStatements(party: PartyId, untilSeq: number): Promise<readonly Digest[]>;
  /** Acts of these kinds about a party that took effect up to an index, each followed by its confirmations. */
  acts(subject: string, actions: readonly string[], untilSeq: number): Promise<readonly Digest[]>;
  /** An act and its confirmations; nothing where the digest is of no act. */
  signatures(act: Digest): Promise<readonly Digest[]>;
  /** Acts that put series of these zones into force before an index. */
  gridActs(
    zones: ReadonlySet<string>,
    beforeSeq: number,
  ): Promise<readonly { readonly act: Digest; readonly sha256: string }[]>;
  /** Indexes of the leaves about a certificate. */
  changes(party: PartyId, certificate: string): Promise<readonly number[]>;
}
