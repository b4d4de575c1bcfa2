import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXACT_TOTAL } from '../../src/core/listing-query.ts';
import { LISTING_SORTS, type ListingQuery } from '../../src/core/views.ts';
import { listing } from '../../src/store/listing.ts';
import { BIG_HEAD, seedBigListing } from '../support/big-listing.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { executedBy } from '../support/explain.ts';

/* Plans depend on how much there is. `.ci/run` asks for a million organisations; the same holds of fewer. */

const COUNT = Number(process.env['CMS_LISTING_ROWS'] ?? 50_000);
const NOW = new Date('2026-11-25T12:00:00Z');
/** A page of 50 and its total, twice over, and those that the versions pass over. */
const VISITED = 6 * EXACT_TOTAL;
const SORTED = EXACT_TOTAL + 1;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedBigListing(database.pool, COUNT);
}, 600_000);
afterAll(() => database.drop());

const QUERY: ListingQuery = { tier: [], state: ['active', 'watch'], sort: '-composite', limit: 50 };
const positions = [
  ['at the head', BIG_HEAD],
  ['in the past', BIG_HEAD - 6],
] as const;

async function assertBounded(query: Partial<ListingQuery>, seq: number = BIG_HEAD): Promise<void> {
  const whole = { ...QUERY, ...query };
  const plans = await executedBy(database.pool, (tx) => listing(tx).page(whole, seq, NOW));
  for (const { text, scanned, visited, sorted } of plans) {
    expect(scanned, text).not.toContain('listing');
    expect(visited, text).toBeLessThanOrEqual(VISITED);
    expect(sorted, text).toBeLessThanOrEqual(SORTED);
  }
}

/** The cursor behind an organisation in the middle. */
const deepCursor = JSON.stringify([
  'after',
  `org-${Math.floor(COUNT / 2 + 1)
    .toString(16)
    .padStart(6, '0')}`,
]);

describe.each(positions)('%s, pages begin where the page before ended', (_when, seq) => {
  test.each(LISTING_SORTS)('in the order %s', async (sort) => {
    await assertBounded({ sort }, seq);
    await assertBounded({ sort, state: 'all' }, seq);
    await assertBounded({ sort, cursor: deepCursor }, seq);
    await assertBounded({ sort, state: 'all', cursor: deepCursor }, seq);
  });
});

describe.each(positions)('%s, every filter has its index', (_when, seq) => {
  test.each<[string, Partial<ListingQuery>]>([
    ['a tier', { tier: ['Obsidian Prime'] }],
    ['tiers', { tier: ['Silver', 'Obsidian'] }],
    ['a country', { country: 'AU' }],
    ['a country nobody is in', { country: 'AQ' }],
    ['a sector', { sector: 'K' }],
    ['an assurance level', { assurance: 4 }],
    ['no assurance', { assurance: 0, state: 'all' }],
    ['a rare state', { state: ['withdrawn'] }],
    ['a state nobody is in', { state: ['suspended'] }],
    ['a composite', { minComposite: '97.5' }],
    ['the best composite', { minComposite: '100' }],
    ['three', { country: 'SE', sector: 'K', tier: ['Silver'] }],
    ['live', { live: 'live' }],
    ['without telemetry', { live: 'none' }],
  ])('%s', (_what, query) => assertBounded(query, seq));
});

describe.each(positions)('%s, every search is bounded', (_when, seq) => {
  test.each([
    ['a name', 'nord hafen a1'],
    ['a misspelt name', 'nord hafne cluod'],
    ['what many bear', 'gmbh'],
    ['what nearly all bear, misspelt', 'exampel'],
    ['two letters', 'lt'],
    ['a sign', '%'],
    ['a domain', 'org-000a01.example'],
    ['an LEI', 'LEI00000000000000123'],
    ['nothing anybody bears', 'zzzzqqqq'],
    ['a very long text', 'harbour meridian copper saffron '.repeat(6)],
  ])('%s', (_what, q) => assertBounded({ q }, seq));
});

test.each(positions)('%s, one organisation is looked up by an index', async (_when, seq) => {
  const plans = await executedBy(database.pool, async (tx) => {
    const store = listing(tx);
    await store.find('org-000a01', seq);
    await store.match({ domain: 'org-000a01.example' }, seq);
    await store.match({ lei: 'LEI00000000000000A01' }, seq);
    await store.match({ nameSkeleton: 'nord hafen a1 ltd' }, seq);
  });
  expect(plans).toHaveLength(4);
  for (const { text, scanned, visited } of plans) {
    expect(scanned, text).not.toContain('listing');
    expect(visited, text).toBeLessThanOrEqual(100);
  }
});
