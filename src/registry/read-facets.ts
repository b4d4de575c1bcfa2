import type { ListingFacets, ListingQuery, Position } from '../core/views.ts';
import { assertAskable } from './askable-listing.ts';
import { freshnessClock } from './overlay-freshness.ts';
import type { Deps } from './ports.ts';

/**
 * How the listing divides under a query, as it stood at a position. `cursor`, `limit` and `sort` play no part. `live` is of
 * now; of a time that the query names it is `none`.
 *
 * @throws RegistryError request_invalid
 */
export async function readFacets(deps: Deps, query: ListingQuery, position: Position): Promise<ListingFacets> {
  assertAskable(query);
  const now = freshnessClock(deps, query.at);
  const inMemory = await deps.directory?.facets(query, position.seq, now);
  return inMemory ?? deps.ledger.read((tx) => tx.listing.facets(query, position.seq, now));
}
