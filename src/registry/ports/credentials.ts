import type { Digest, Kid } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json-value.ts';

/* Signed forms of decisions: credentials, status lists, snapshots, and what signs them. */

/** Signs compact JWS with one key; time and content are the caller's. */
export interface JwsSigner {
  readonly kid: Kid;
  readonly alg: 'RS256' | 'EdDSA';
  /** The header is exactly what is given. */
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
  readonly issuedSeq: number;
  readonly validUntil: Date;
  readonly revokedSeq: number | null;
}

export interface CredentialStore {
  /** Newest first. */
  of(certificate: string): Promise<readonly CredentialRow[]>;
  insert(credential: CredentialRow): Promise<void>;
  /** Sets the status bit of every credential of the certificate for good. */
  revoke(certificate: string, seq: number): Promise<void>;
  /** A list with room and whether an index in it is free; lists fill only half, so that random indexes are found. */
  isFree(list: number, index: number): Promise<boolean>;
  /** Certificates that stand and have no unrevoked credential valid past the instant. */
  due(until: Date): Promise<readonly string[]>;
}

export interface StatusListRow {
  readonly n: number;
  readonly jwt: string;
  readonly digest: Digest;
  readonly signedAt: Date;
  readonly seq: number;
}

export interface StatusListStore {
  find(n: number): Promise<StatusListRow | undefined>;
  put(list: StatusListRow): Promise<void>;
  /** The list that takes new credentials, and how many it holds. */
  open(): Promise<{ readonly n: number; readonly used: number }>;
  /** Indexes whose bit is set. */
  revoked(n: number): Promise<readonly number[]>;
  /** Lists never signed, signed before their newest revocation, or signed before the instant. */
  stale(signedBefore: Date): Promise<readonly number[]>;
}

export interface SnapshotRow {
  /** Its `listing.snapshot` leaf. */
  readonly seq: number;
  readonly digest: Digest;
  readonly shownSeq: number;
  readonly rows: number;
  readonly at: Date;
}

export interface SnapshotStore {
  insert(snapshot: SnapshotRow): Promise<void>;
  byDigest(digest: string): Promise<SnapshotRow | undefined>;
  /** The newest one of a UTC day; of all days where none is given. */
  newest(day?: string): Promise<SnapshotRow | undefined>;
}
