import fc from 'fast-check';
import { CERTIFICATE_STATES } from '../../src/core/certificate-state.ts';
import { freshnessOf, LIVE_STATES } from '../../src/core/freshness.ts';
import { isPartyId, type PartyId } from '../../src/core/ids.ts';
import { LISTING_FACETS } from '../../src/core/listing-facets.ts';
import { TIER_NAMES } from '../../src/core/methodology/cms-1.ts';
import { LISTING_SORTS, type ListingFacets, type ListingQuery, type ListingRow } from '../../src/core/views.ts';
import type { ListingEntry } from '../../src/registry/ports/records.ts';

/* Listings that no run of audits would make so quickly, queries of them, and what they must be answered, counted naively. */

const PARTIES = Array.from({ length: 24 }, (_, index) => `p-${index.toString().padStart(2, '0')}`).filter(isPartyId);
const NAMES = ['Nordhafen Cloud', 'Löwen & Söhne', 'Acme', 'acme', 'Zebra', 'Firm 100%', 'Ünder'];
const COUNTRIES = ['DE', 'SE', 'JP'];
const SECTORS = ['J', 'K'];
const DAY_MS = 86_400_000;

/** A composite in per cent with two digits, and its exact fourth power. */
const compositeOf = (hundredths: number) => ({
  composite_percent: (hundredths / 100).toFixed(1),
  key: `${BigInt(hundredths) ** 4n}`.padStart(17, '0').replace(/(.{16})$/, '.$1'),
});

const entry = fc
  .record({
    id: fc.constantFrom(...PARTIES),
    name: fc.constantFrom(...NAMES),
    country: fc.constantFrom(...COUNTRIES),
    sector: fc.constantFrom(...SECTORS),
    hundredths: fc.oneof(
      fc.constant(null),
      fc.integer({ min: 0, max: 10_000 }),
      fc.constantFrom(0, 500, 499, 9500, 10_000),
    ),
    certified: fc.option(
      fc.record({
        tier: fc.constantFrom(...TIER_NAMES),
        state: fc.constantFrom(...CERTIFICATE_STATES),
        level: fc.integer({ min: 1, max: 4 }),
        from: fc.integer({ min: 0, max: 5 }),
      }),
    ),
  })
  .map(({ id, name, country, sector, hundredths, certified }): ListingEntry => {
    const composite = hundredths === null ? null : compositeOf(hundredths);
    const row: ListingRow = {
      party_id: id,
      name,
      domain: `${id}.example`,
      country,
      sector,
      tier: certified?.tier ?? null,
      composite_percent: composite?.composite_percent ?? null,
      composite_6: null,
      mirrors: null,
      assurance_level: certified?.level ?? 0,
      live: 'none',
      state: certified?.state ?? null,
      certificate_id: null,
      certified_at: certified === null ? null : new Date(certified.from * DAY_MS).toISOString().replace('.000', ''),
      valid_to: certified === null ? null : new Date((365 - certified.from) * DAY_MS).toISOString().replace('.000', ''),
    };
    const rest = {
      website: `https://${id}.example/`,
      legal_ids: {},
      certificate: null,
      submetrics: null,
      scope: null,
      invisible_workloads: [],
      failing: null,
      audit: null,
      live_evaluation: null,
      disputes: [],
    };
    const key = composite?.key ?? null;
    return {
      row,
      view: { ...row, ...rest },
      compositeKey: key,
      nameSkeleton: name,
      lei: null,
      domains: [`${id}.example`],
    };
  });

/** What happens to a listing at one leaf. */
export type ListingStep = { readonly publish: ListingEntry } | { readonly end: PartyId };

/** Changes of a listing, one a leaf. */
export const listingSteps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: entry.map((publish): ListingStep => ({ publish })) },
    { weight: 1, arbitrary: fc.constantFrom(...PARTIES).map((end): ListingStep => ({ end })) },
  ),
  { minLength: 1, maxLength: 60 },
);

const some = <T>(...values: readonly T[]) => fc.subarray([...values]);

/** Queries of such a listing, without search. */
export const listingQueries: fc.Arbitrary<ListingQuery> = fc.record(
  {
    tier: fc.oneof(fc.constant([]), some(...TIER_NAMES)),
    state: fc.oneof(
      fc.constant('all' as const),
      fc.constant(['active' as const, 'watch' as const]),
      some(...CERTIFICATE_STATES),
    ),
    country: fc.constantFrom(...COUNTRIES),
    sector: fc.constantFrom(...SECTORS),
    assurance: fc.integer({ min: 0, max: 4 }),
    live: fc.constantFrom(...LIVE_STATES),
    minComposite: fc.constantFrom('0', '5', '4.99', '50', '95', '100', '99.999999'),
    sort: fc.constantFrom(...LISTING_SORTS),
    limit: fc.integer({ min: 1, max: 9 }),
  },
  { requiredKeys: ['tier', 'state', 'sort', 'limit'] },
);

/** The organisations that measure, and when their newest interval ended before the registry's now. */
export const NEWEST_ENDS: ReadonlyMap<string, number> = new Map(
  PARTIES.slice(0, 12).map((party, index) => [party, [600, 7_200, 7_201, 172_800, 172_801, 700_000][index % 6] ?? 0]),
);

/** The entries that stand after the first steps. */
export function standing(steps: readonly ListingStep[]): readonly ListingEntry[] {
  const entries = new Map<string, ListingEntry>();
  for (const step of steps) {
    if ('end' in step) entries.delete(step.end);
    else entries.set(step.publish.row.party_id, step.publish);
  }
  return [...entries.values()];
}

const liveOf = (party: string, now: Date) => {
  const seconds = NEWEST_ENDS.get(party);
  return freshnessOf(seconds === undefined ? undefined : new Date(now.getTime() - seconds * 1000), now);
};

/** Facets counted one organisation at a time. The per cent figures have two digits, so that hundredths compare exactly. */
export function naiveFacets(entries: readonly ListingEntry[], query: ListingQuery, now: Date): ListingFacets {
  const rows = entries.map(({ row, compositeKey }) => ({
    ...row,
    live: liveOf(row.party_id, now),
    hundredths: compositeKey === null ? null : Math.round(Number(compositeKey) ** 0.25 * 10_000),
  }));
  type Row = (typeof rows)[number];
  const least = query.minComposite === undefined ? undefined : Number(query.minComposite) * 100;
  const passes: Record<(typeof LISTING_FACETS)[number], (row: Row) => boolean> = {
    tier: (row) => query.tier.length === 0 || query.tier.some((tier) => tier === row.tier),
    state: (row) => query.state === 'all' || query.state.some((state) => state === row.state),
    country: (row) => query.country === undefined || query.country === row.country,
    sector: (row) => query.sector === undefined || query.sector === row.sector,
    live: (row) => query.live === undefined || query.live === row.live,
    assurance: (row) => query.assurance === undefined || query.assurance === row.assurance_level,
  };
  const admitted = rows.filter((row) => least === undefined || (row.hundredths !== null && row.hundredths >= least));
  const count = (name: keyof typeof passes, read: (row: Row) => string | null) => {
    const counts = new Map<string, number>();
    for (const row of admitted) {
      const value = read(row);
      if (value === null || LISTING_FACETS.some((other) => other !== name && !passes[other](row))) continue;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts]
      .map(([value, n]) => ({ value, count: n }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  };
  const composites = Array.from({ length: 20 }, () => 0);
  for (const row of admitted) {
    if (row.hundredths === null || LISTING_FACETS.some((name) => !passes[name](row))) continue;
    const step = Math.min(19, Math.floor(row.hundredths / 500));
    composites[step] = (composites[step] ?? 0) + 1;
  }
  return {
    tier: count('tier', (row) => row.tier),
    state: count('state', (row) => row.state),
    country: count('country', (row) => row.country),
    sector: count('sector', (row) => row.sector),
    live: count('live', (row) => row.live),
    assurance: count('assurance', (row) => String(row.assurance_level)),
    composites,
  };
}
