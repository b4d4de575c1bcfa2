import { parseMicro } from '../core/decimal.ts';
import { assertThat } from '../core/errors.ts';
import type { ListingPage, ListingQuery, Position } from '../core/views.ts';
import type { Deps } from './ports.ts';

/**
 * A page of the listing as it stood at a position. `cursor` and `next` are plain keys; whoever hands them out seals them.
 *
 * @throws RegistryError request_invalid
 */
export async function listOrganisations(deps: Deps, query: ListingQuery, position: Position): Promise<ListingPage> {
  assertAskable(query);
  const { rows, total, totalIsExact, next } = await deps.ledger.read((tx) => tx.listing.page(query, position.seq));
  return { items: rows, total, total_is_exact: totalIsExact, next, ...position };
}

function assertAskable({ q, country, sector, minComposite }: ListingQuery): void {
  const words = [q, country, sector].filter((word) => word !== undefined);
  assertThat(!words.some((word) => word.includes('\u0000')), 'request_invalid', 'no text contains U+0000');
  const isDecimal = minComposite === undefined || parseMicro(minComposite) !== undefined;
  assertThat(isDecimal, 'request_invalid', 'min_composite is a per cent figure such as "75" or "74.5"');
}
