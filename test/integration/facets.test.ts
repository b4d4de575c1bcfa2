import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListingQuery } from '../../src/core/views.ts';
import type { Deps } from '../../src/registry/ports.ts';
import { readFacets } from '../../src/registry/read-facets.ts';
import { listingQueries, listingSteps, NEWEST_ENDS, naiveFacets, standing } from '../support/random-listing.ts';
import { createTestRegistry, type TestRegistry } from '../support/registry.ts';

const NOW = new Date('2026-11-25T12:00:00Z');

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry({ now: NOW.toISOString() });
  for (const [party, seconds] of NEWEST_ENDS)
    await registry.database.pool.query('insert into telemetry_sites (party_id, site_id, "end") values ($1, $2, $3)', [
      party,
      'site',
      new Date(NOW.getTime() - seconds * 1000),
    ]);
});
afterAll(() => registry.close());

class Undo extends Error {}

test('facets are what one counts by hand, at the head and before', async () => {
  await fc.assert(
    fc.asyncProperty(listingSteps, listingQueries, fc.nat(), async (steps, query, moment) => {
      const undone = registry.deps.ledger.write(async (tx) => {
        for (const [seq, step] of steps.entries())
          await ('end' in step ? tx.listing.end(step.end, seq) : tx.listing.publish(step.publish, seq));
        const deps: Deps = { ...registry.deps, ledger: { ...registry.deps.ledger, read: (work) => work(tx) } };
        for (const seq of [steps.length - 1, moment % steps.length]) {
          const facets = await readFacets(deps, query, { seq, as_of: NOW.toISOString() });
          expect(facets).toEqual(naiveFacets(standing(steps.slice(0, seq + 1)), query, NOW));
        }
        throw new Undo();
      });
      await undone.catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error;
      });
    }),
    { numRuns: 60 },
  );
});

test('of a past position the freshness is not known', async () => {
  const query: ListingQuery = { tier: [], state: 'all', sort: 'name', limit: 1, at: '0', live: 'live' };
  const facets = await readFacets(registry.deps, query, { seq: 0, as_of: NOW.toISOString() });
  expect(facets).toEqual({
    tier: [],
    state: [],
    country: [],
    sector: [],
    live: [],
    assurance: [],
    composites: Array(20).fill(0),
  });
});
