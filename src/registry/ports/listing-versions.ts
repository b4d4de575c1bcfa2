import type { ListingRow } from '../../core/views.ts';
import type { ListingEntry } from './records.ts';

/** What a version tells of an organisation. */
export type ListedVersion = Pick<ListingEntry, 'row' | 'view' | 'domains'>;

/** One proved domain of a listed organisation, and the SHA-256 of its name in lower-case hexadecimal. */
export interface HashedDomain extends ListedVersion {
  readonly hash: string;
}

/** The versions of the listing, for questions about many organisations or about all that was ever shown of one. */
export interface ListingVersionStore {
  /**
   * Each different row shown of a party up to an index, first shown first.
   *
   * @param domain only those versions that held it
   */
  rowsOf(party: string, untilSeq: number, domain?: string): Promise<ListingRow[]>;
  /** Who held a domain last, up to an index. */
  lastHolder(domain: string, untilSeq: number): Promise<string | undefined>;
  /** Those that hold one of the domains or bear one of the ids at an index, in no order. */
  named(
    names: { readonly domains: readonly string[]; readonly parties: readonly string[] },
    seq: number,
  ): Promise<ListedVersion[]>;
  /**
   * Proved domains at an index whose hash begins with the prefix, by hash.
   *
   * @param prefix at least four hexadecimal digits, lower case
   */
  hashed(prefix: string, seq: number): Promise<HashedDomain[]>;
}
