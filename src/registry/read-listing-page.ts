import type { ListingPageView } from '../core/listing-page-view.ts';
import type { ListingQuery, Position } from '../core/views.ts';
import { findNamed } from './find-named.ts';
import { listFresh } from './list-organisations.ts';
import type { Deps } from './ports.ts';
import { readFacets } from './read-facets.ts';
import { readTrends } from './read-trends.ts';

/** Everything the page of the listing shows, as of one position. `cursor` and `next` are plain keys. @throws RegistryError request_invalid */
export async function readListingPage(deps: Deps, query: ListingQuery, position: Position): Promise<ListingPageView> {
  const [{ page, freshness }, facets, named] = await Promise.all([
    listFresh(deps, query, position),
    readFacets(deps, query, position),
    findNamed(deps, query.q, position),
  ]);
  const ids = page.items.map((row) => row.party_id);
  const [trends, marks] = await Promise.all([readTrends(deps, ids, position), readMarks(deps, ids, query.q, position)]);
  return { page, freshness, facets, named, trends, ...marks };
}

/** What is said of some rows and not of others. */
const readMarks = (deps: Deps, ids: readonly string[], q: string | undefined, { seq }: Position) =>
  deps.ledger.read(async ({ listingRows }) => ({
    disputed: new Set(await listingRows.disputed(ids, seq)),
    spelt: q === undefined ? null : new Set(await listingRows.spelt(ids, q, seq)),
  }));
