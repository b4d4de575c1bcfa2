import type { ListingPage, ListingQuery, Position } from '../core/views.ts';
import type { Deps } from './ports.ts';

/** A page of the listing as it stood at a position. `cursor` and `next` are plain keys; whoever hands them out seals them. */
export async function listOrganisations(deps: Deps, query: ListingQuery, position: Position): Promise<ListingPage> {
  const { rows, total, totalIsExact, next } = await deps.ledger.read((tx) => tx.listing.page(query, position.seq));
  return { items: rows, total, total_is_exact: totalIsExact, next, ...position };
}
