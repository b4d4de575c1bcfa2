import type { ListingFacets, ListingQuery, ListingRow } from '../../core/views.ts';

/** What a directory holds of a current version of the listing. */
export interface DirectoryVersion {
  readonly row: ListingRow;
  /** Exact decimal, always as many digits; null without a composite. */
  readonly compositeKey: string | null;
  /** Step of the histogram of composites, from 0; null without a composite. */
  readonly step: number | null;
}

/** The orders of the listing, upwards; ties stand by party id in each. */
export const DIRECTORY_ORDERS = ['composite', 'name', 'certified_at', 'valid_to'] as const;
export type DirectoryOrder = (typeof DIRECTORY_ORDERS)[number];

/** What a directory in memory is loaded and kept current from. */
export interface DirectoryStore {
  /** Every version that stands in the transaction's snapshot, by composite. */
  all(): AsyncIterable<readonly DirectoryVersion[]>;
  /** Their party ids in another order. */
  order(order: Exclude<DirectoryOrder, 'composite'>): AsyncIterable<readonly string[]>;
  /** Whoever's version is another at one index than at an earlier one; null where it is listed no more. */
  changed(
    after: number,
    until: number,
    limit: number,
  ): Promise<readonly { readonly party: string; readonly version: DirectoryVersion | null }[]>;
}

/** A page as the ledger gives it. */
export interface DirectoryPage {
  readonly rows: ListingRow[];
  readonly total: number;
  readonly totalIsExact: boolean;
  readonly next: string | null;
}

/** Answers of the listing from memory; undefined where the ledger must be asked, which always knows. */
export interface ListingDirectory {
  page(query: ListingQuery, seq: number, now: Date | undefined): Promise<DirectoryPage | undefined>;
  facets(query: ListingQuery, seq: number, now: Date | undefined): Promise<ListingFacets | undefined>;
  /** Resolves once the present can be answered from memory. */
  readonly ready: Promise<void>;
}
