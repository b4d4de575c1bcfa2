import type { FacetCount, ListingFacets } from './views.ts';

/* Facets of the listing, from counts: one rule for every place that counts. */

/** What the listing can be divided by, each with a filter of its own. */
export const LISTING_FACETS = ['tier', 'state', 'country', 'sector', 'live', 'assurance'] as const;
export type FacetName = (typeof LISTING_FACETS)[number];

const STEPS = 20;
const POINTS = 5;

/** Lower bounds of the steps of the histogram, per cent. The last holds 100 too. */
export const COMPOSITE_STEPS: readonly string[] = Array.from({ length: STEPS }, (_, step) => String(step * POINTS));

/** How many organisations have a value of a facet; of `composites` the value is the index of the step. */
export interface Counted {
  readonly facet: string;
  readonly value: string;
  readonly count: number;
}

/** @param counted in any order, each pair of facet and value once */
export function facetsOf(counted: readonly Counted[]): ListingFacets {
  const valuesOf = (name: FacetName): readonly FacetCount[] =>
    counted
      .filter(({ facet, count }) => facet === name && count > 0)
      .map(({ value, count }) => ({ value, count }))
      .sort(mostFirst);
  const steps = new Map(counted.flatMap((one) => (one.facet === 'composites' ? [[one.value, one.count]] : [])));
  return {
    tier: valuesOf('tier'),
    state: valuesOf('state'),
    country: valuesOf('country'),
    sector: valuesOf('sector'),
    live: valuesOf('live'),
    assurance: valuesOf('assurance'),
    composites: COMPOSITE_STEPS.map((_, step) => steps.get(String(step)) ?? 0),
  };
}

/** By count; values alike in it stand in the order of their texts. */
const mostFirst = (a: FacetCount, b: FacetCount): number => b.count - a.count || (a.value < b.value ? -1 : 1);
