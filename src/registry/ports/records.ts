import type { Claims } from '../../core/claims.ts';
import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { StatementTyp } from '../../core/statement.ts';
import type { HistoryItem, ListingFacets, ListingQuery, ListingRow, StoredOrganisation } from '../../core/views.ts';
import type { LeafBody, LeafType, LoggedLeaf } from '../../log/leaf.ts';

/* What was received and what is shown: the stores of leaves, statements, refusals, history and listing. */

export interface LogStore {
  /** Gives the leaf the next index and a time not before the last leaf's. */
  append(body: LeafBody, now: Date): Promise<LoggedLeaf>;
  /** The newest leaf; undefined only before the genesis leaf. */
  head(): Promise<{ seq: number; at: Date } | undefined>;
  at(seq: number): Promise<{ seq: number; at: Date } | undefined>;
  /** The last leaf whose `at` is not after the instant. */
  lastUntil(instant: Date): Promise<{ seq: number; at: Date } | undefined>;
  /** Index of the first leaf whose `d` is the digest of a credential, a status list or a listing snapshot. */
  naming(digest: Digest): Promise<number | undefined>;
  /** Exact text of the newest leaf that states the registry's policy: the genesis leaf, or a `registry.policy` after it. */
  policy(): Promise<string | undefined>;
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
  /** Index of the statement's own leaf; does not read its bytes. */
  indexOf(digest: Digest): Promise<number | undefined>;
  insert(statement: StoredStatement): Promise<void>;
  /** Uses up a statement's `jti`, undone with its transaction; false when the party used it before, for any class. */
  spendJti(iss: PartyId, jti: string): Promise<boolean>;
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

export interface HistoryStore {
  append(party: PartyId, item: HistoryItem): Promise<void>;
  /** Newest first, up to an index. */
  of(party: PartyId, untilSeq: number, limit: number): Promise<HistoryItem[]>;
  /** Everything of one type about the party, newest first. */
  ofType(party: PartyId, type: LeafType): Promise<HistoryItem[]>;
}

/** A version of an organisation's public entry, valid from a leaf on. */
export interface ListingEntry {
  readonly row: ListingRow;
  readonly view: StoredOrganisation;
  readonly compositeKey: string | null;
  readonly nameSkeleton: string;
  readonly lei: string | null;
  readonly domains: readonly string[];
}

export interface ListingStore {
  /** Closes the version before it, if any. */
  publish(entry: ListingEntry, fromSeq: number): Promise<void>;
  /** Closes the organisation's last version, if it has one, without another: from that leaf on it is not listed. */
  end(party: PartyId, fromSeq: number): Promise<void>;
  find(party: string, seq: number): Promise<ListingEntry | undefined>;
  /**
   * `now` is what the filter `live` measures freshness against; undefined for a past position, where every row says `none`.
   */
  page(
    query: ListingQuery,
    seq: number,
    now: Date | undefined,
  ): Promise<{ rows: ListingRow[]; total: number; totalIsExact: boolean; next: string | null }>;
  /** `now` as in `page`. */
  facets(query: ListingQuery, seq: number, now: Date | undefined): Promise<ListingFacets>;
  /** Entries that match one of the exact keys. */
  match(key: { domain: string } | { lei: string } | { nameSkeleton: string }, seq: number): Promise<ListingEntry[]>;
}
