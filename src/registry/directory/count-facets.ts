import type { LiveState } from '../../core/freshness.ts';
import { COMPOSITE_STEPS, type Counted, type FacetName, facetsOf, LISTING_FACETS } from '../../core/listing-facets.ts';
import type { ListingFacets } from '../../core/views.ts';
import { at, type Columns, NO_STEP } from './columns.ts';
import { type LiveOf, liveOf, type Test } from './filters.ts';

const LIVE_STATES: readonly LiveState[] = ['live', 'delayed', 'stale', 'silent', 'none'];

/**
 * Counts rows by facet. A row that one filter alone refuses counts for the facet of that filter: each facet is counted as
 * though it had no filter.
 *
 * @param slots those that pass all filters that are no facets
 */
export function countFacets(
  columns: Columns,
  slots: Iterable<number>,
  tests: Readonly<Record<FacetName, Test | undefined>>,
  live: LiveOf,
): ListingFacets {
  const filters = LISTING_FACETS.map((name) => tests[name]);
  const steps: number[] = [];
  const counts = LISTING_FACETS.map((): number[] => []);
  for (const slot of slots) {
    const refusing = firstTwo(filters, slot);
    if (refusing.length > 1) continue;
    const [only] = refusing;
    for (const [index, name] of LISTING_FACETS.entries()) {
      const code = only === undefined || only === index ? codeOf(columns, name, slot, live) : 0;
      if (code !== 0) increment(counts[index], code);
    }
    const step = at(columns.data.step, slot);
    if (only === undefined && step !== NO_STEP) increment(steps, step);
  }
  return facetsOf([
    ...LISTING_FACETS.flatMap((name, index) =>
      counted(name, counts[index] ?? [], (code) => textOf(columns, name, code)),
    ),
    ...counted('composites', steps, (step) => String(Math.min(step, COMPOSITE_STEPS.length - 1))),
  ]);
}

/** Which filters refuse a row, as indexes: none, one, or two of them. */
function firstTwo(filters: readonly (Test | undefined)[], slot: number): readonly number[] {
  const refusing: number[] = [];
  for (let index = 0; index < filters.length && refusing.length < 2; index += 1)
    if (filters[index]?.(slot) === false) refusing.push(index);
  return refusing;
}

function increment(counts: number[] | undefined, code: number): void {
  if (counts !== undefined) counts[code] = (counts[code] ?? 0) + 1;
}

const codeOf = (columns: Columns, name: FacetName, slot: number, live: LiveOf): number =>
  name === 'live' ? LIVE_STATES.indexOf(liveOf(columns, live, slot)) + 1 : at(columns.data[name], slot);

const textOf = (columns: Columns, name: FacetName, code: number): string =>
  (name === 'live' ? LIVE_STATES[code - 1] : columns.codes[name].texts[code]) ?? '';

function counted(facet: string, counts: readonly number[], text: (code: number) => string): readonly Counted[] {
  return counts.flatMap((count, code) => (count > 0 ? [{ facet, value: text(code), count }] : []));
}
