import type { LiveState } from '../../core/freshness.ts';
import type { FacetName } from '../../core/listing-facets.ts';
import type { ListingQuery } from '../../core/views.ts';
import { at, type Coded, type Columns } from './columns.ts';

/** How fresh each party is that measures; all others are `none`. Undefined where nobody's freshness is known. */
export type LiveOf = ((party: string) => LiveState) | undefined;

/** Whether the row in a slot passes. */
export type Test = (slot: number) => boolean;

/** The filters of a query that are facets too; undefined where the query has none. */
export function facetTests(columns: Columns, query: ListingQuery, live: LiveOf): Record<FacetName, Test | undefined> {
  const { state, tier, country, sector, assurance } = query;
  const isOneOf = (column: Coded, texts: readonly string[]): Test => {
    const { of, texts: known } = columns.codes[column];
    const wanted = new Uint8Array(known.length);
    for (const code of texts.map((text) => of.get(text))) if (code !== undefined) wanted[code] = 1;
    const numbers = columns.data[column];
    return (slot) => at(wanted, at(numbers, slot)) === 1;
  };
  return {
    state: state === 'all' ? undefined : isOneOf('state', state),
    tier: tier.length === 0 ? undefined : isOneOf('tier', tier),
    country: country === undefined ? undefined : isOneOf('country', [country]),
    sector: sector === undefined ? undefined : isOneOf('sector', [sector]),
    assurance: assurance === undefined ? undefined : isOneOf('assurance', [String(assurance)]),
    live: query.live === undefined ? undefined : (slot) => liveOf(columns, live, slot) === query.live,
  };
}

/** How fresh the party in a slot is. */
export const liveOf = (columns: Columns, live: LiveOf, slot: number): LiveState =>
  live?.(columns.party(slot).toString('utf8')) ?? 'none';

/** A double is off by less than this share of itself. */
const ERROR = 1e-12;

/**
 * At least a composite in per cent. Undefined where one is so near to it that a double does not tell: the ledger compares
 * exactly.
 */
export function leastOf(percent: string | undefined, composites: Float64Array, slots: number): Test | undefined {
  if (percent === undefined) return () => true;
  const bound = (Number(percent) / 100) ** 4;
  if (bound === 0) return (slot) => at(composites, slot) >= 0;
  const [low, high] = [bound * (1 - ERROR), bound * (1 + ERROR)];
  for (let slot = 0; slot < slots; slot += 1) {
    const composite = at(composites, slot);
    if (composite >= low && composite <= high) return undefined;
  }
  return (slot) => at(composites, slot) > bound;
}
