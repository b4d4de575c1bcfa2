import type { FreshnessView } from './freshness.ts';
import type { NamedEntry } from './named-entry.ts';
import type { Trend } from './statistics-view.ts';
import type { ListingFacets, ListingPage } from './views.ts';

/** What the page of the listing shows. */
export interface ListingPageView {
  readonly page: ListingPage;
  /** How fresh the telemetry of each row is, by party. */
  readonly freshness: ReadonlyMap<string, FreshnessView>;
  readonly facets: ListingFacets;
  /** What the search names exactly; null for words. */
  readonly named: NamedEntry | null;
  /** Of the rows that have any, by party. */
  readonly trends: ReadonlyMap<string, Trend>;
  /** Parties among the rows with an objection that is admitted and not decided. */
  readonly disputed: ReadonlySet<string>;
  /** Parties among the rows that have the words of the search as they are written; the others come near. Null without a search. */
  readonly spelt: ReadonlySet<string> | null;
}
