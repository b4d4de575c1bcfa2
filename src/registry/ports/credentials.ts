import type { Digest, Kid } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { ListingRow } from '../../core/views.ts';

/* Signed forms of decisions: credentials, status lists, snapshots, and what signs them. */

/** Signs compact JWS with one key of the registry; time and content are the caller's. */
export interface JwsSigner {
  readonly kid: Kid;
  readonly alg: 'RS256' | 'EdDSA';
  /** The header is exactly what is given, the payload JSON in the order of its members. */
  sign(header: Readonly<Record<string, string>>, payload: JsonObject): Promise<string>;
}

export interface CredentialRow {
  /** UUID. */
  readonly id: string;
  readonly certificateId: string;
  readonly list: number;
  readonly index: number;
  readonly jwt: string;
  /** Of its signing input. */
  readonly digest: Digest;
  /** The leaf that names the digest. */
  readonly issuedSeq: number;
  readonly validUntil: Date;
  /** The leaf that ended it; null while its status bit is unset. */
  readonly revokedSeq: number | null;
}

export interface CredentialStore {
  /** The one issued last by a leaf up to an index. */
  newest(certificate: string, untilSeq: number): Promise<CredentialRow | undefined>;
  insert(credential: CredentialRow): Promise<void>;
  /** Revokes for good every credential of the certificate that is not revoked yet; the lists whose bits that sets. */
  revoke(certificate: string, seq: number): Promise<readonly number[]>;
  isFree(list: number, index: number): Promise<boolean>;
  /**
   * Certificates that stand at an instant and have no unrevoked credential valid to another one, or as long as the
   * certificate itself where that ends sooner. Oldest first, at most `limit`.
   */
  due(now: Date, until: Date, limit: number): Promise<readonly string[]>;
}

export interface StatusListRow {
  readonly n: number;
  readonly jwt: string;
  /** Of its exact bytes. */
  readonly digest: Digest;
  readonly signedAt: Date;
  /** Its `status.list` leaf. */
  readonly seq: number;
}

export interface StatusListStore {
  find(n: number): Promise<StatusListRow | undefined>;
  /** Replaces what was signed before. */
  put(list: StatusListRow): Promise<void>;
  /** Signs the lists that this transaction has changed so far, which else happens at its end: so that an answer counts their leaves. */
  settle(): Promise<void>;
  /** The list that takes new credentials, and how many it holds; the first one before any. */
  open(): Promise<{ readonly n: number; readonly used: number }>;
  /** Indexes whose bit is set. */
  revoked(n: number): Promise<readonly number[]>;
  /** Lists signed before the instant. */
  signedBefore(instant: Date): Promise<readonly number[]>;
}

export interface SnapshotRow {
  /** Its `listing.snapshot` leaf. */
  readonly seq: number;
  readonly digest: Digest;
  readonly shownSeq: number;
  readonly rows: number;
  readonly at: Date;
}

/** Where a row stands in the order of a snapshot. */
export interface SnapshotPlace {
  readonly compositeKey: string;
  readonly partyId: string;
}

export interface SnapshotStore {
  insert(snapshot: SnapshotRow): Promise<void>;
  /** The newest one with these lines whose leaf is not after an index. */
  byDigest(digest: string, untilSeq: number): Promise<SnapshotRow | undefined>;
  /** The newest one of a UTC day, `YYYY-MM-DD`, whose leaf is not after an index, where one is given. */
  newest(day: string, untilSeq?: number): Promise<SnapshotRow | undefined>;
  /** The next rows certified at a position: exact composite descending, then party id bytewise, behind a place. */
  rows(
    seq: number,
    after: SnapshotPlace | undefined,
    limit: number,
  ): Promise<readonly { readonly row: ListingRow; readonly place: SnapshotPlace }[]>;
}
