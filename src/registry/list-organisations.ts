import type { FreshnessView } from '../core/freshness.ts';
import type { ListingPage, ListingQuery, Position } from '../core/views.ts';
import { assertAskable } from './askable-listing.ts';
import { freshnessClock, readFreshness } from './overlay-freshness.ts';
import type { Deps } from './ports.ts';

/** A page, and of each of its rows how fresh the telemetry is. */
export interface FreshPage {
  readonly page: ListingPage;
  readonly freshness: ReadonlyMap<string, FreshnessView>;
}

/**
 * A page of the listing as it stood at a position. `cursor` and `next` are plain keys; whoever hands them out seals them.
 * `live` is of now; of a time that the query names it is `none`, and so it is filtered.
 *
 * @throws RegistryError request_invalid
 */
export async function listFresh(deps: Deps, query: ListingQuery, position: Position): Promise<FreshPage> {
  assertAskable(query);
  const now = freshnessClock(deps, query.at);
  const inMemory = await deps.directory?.page(query, position.seq, now);
  return deps.ledger.read(async (tx) => {
    const { rows, total, totalIsExact, next } = inMemory ?? (await tx.listing.page(query, position.seq, now));
    const ids = rows.map((row) => row.party_id);
    const of = await readFreshness(tx, ids, now);
    const items = rows.map((row) => ({ ...row, live: of(row.party_id).live }));
    const page = { items, total, total_is_exact: totalIsExact, next, ...position };
    return { page, freshness: new Map(ids.map((id) => [id, of(id)])) };
  });
}

/** As `listFresh`, the page alone. @throws RegistryError request_invalid */
export const listOrganisations = async (deps: Deps, query: ListingQuery, position: Position): Promise<ListingPage> =>
  (await listFresh(deps, query, position)).page;
