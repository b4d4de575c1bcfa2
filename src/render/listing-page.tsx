import type { ListingPage, ListingQuery } from '../core/views.ts';
import type { PageContext } from './page-context.ts';

export interface ListingPageInput extends PageContext {
  readonly page: ListingPage;
  readonly query: ListingQuery;
}

/** The page `/`: who is certified, today. Everything a visitor can ask for is in the address. */
export function renderListingPage(input: ListingPageInput): string {
  return `${input.page.total}`;
}
