import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListingQuery } from '../../src/core/views.ts';
import { followDirectory } from '../../src/registry/directory/follow-directory.ts';
import type { Stores } from '../../src/registry/ports.ts';
import { type ListingStep, listingQueries, listingSteps, NEWEST_ENDS } from '../support/random-listing.ts';
import { createTestRegistry, type TestRegistry } from '../support/registry.ts';

const NOW = new Date('2026-11-25T12:00:00Z');

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry({ now: NOW.toISOString() });
  for (const [party, seconds] of NEWEST_ENDS)
    await registry.database.pool.query(
      'insert into telemetry_sites (party_id, site_id, "end", accepted_at) values ($1, $2, $3, $4)',
      [party, 'site', new Date(NOW.getTime() - seconds * 1000), NOW],
    );
});
afterAll(() => registry.close());

class Undo extends Error {}

/** Within a transaction that is undone, with a log whose head the test says. */
async function inUndone(work: (tx: Stores, headIs: (seq: number) => void) => Promise<void>): Promise<void> {
  let head = -1;
  const undone = registry.deps.ledger.write(async (tx) => {
    const log: Stores['log'] = { ...tx.log, head: async () => ({ seq: head, at: NOW }) };
    await work({ ...tx, log }, (seq) => {
      head = seq;
    });
    throw new Undo();
  });
  await undone.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
}

const take = (tx: Stores, step: ListingStep, seq: number): Promise<void> =>
  'end' in step ? tx.listing.end(step.end, seq) : tx.listing.publish(step.publish, seq);

/** All pages of a query, one after the other. */
async function allPages(query: ListingQuery, read: (query: ListingQuery) => Promise<{ next: string | null }>) {
  const pages: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor === undefined ? query : { ...query, cursor });
    pages.push(page);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return pages;
}

test('memory answers as the ledger does, byte for byte, however the listing came about', async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(
      listingSteps,
      fc.nat(),
      fc.array(listingQueries, { minLength: 3, maxLength: 5 }),
      async (steps, cut, queries) => {
        await inUndone(async (tx, headIs) => {
          const loadedAt = cut % steps.length;
          for (const [seq, step] of steps.entries()) if (seq <= loadedAt) await take(tx, step, seq);
          headIs(loadedAt);
          const { ledger } = registry.deps;
          const directory = followDirectory({ ledger: { ...ledger, read: (inner) => inner(tx) } }, expect.fail);
          await directory.ready;
          for (const [seq, step] of steps.entries()) {
            if (seq <= loadedAt) continue;
            await take(tx, step, seq);
            // Some leaves are taken in together.
            if (seq % 3 === 0) await directory.facets(firstOf(queries), seq, NOW);
          }
          const last = steps.length - 1;
          for (const query of queries) {
            const facets = await directory.facets(query, last, NOW);
            if (facets === undefined) continue;
            answered += 1;
            expect(JSON.stringify(facets)).toBe(JSON.stringify(await tx.listing.facets(query, last, NOW)));
            const inMemory = await allPages(query, async (asked) => {
              const page = await directory.page(asked, last, NOW);
              return page ?? expect.fail(`no page for ${JSON.stringify(asked)}`);
            });
            expect(JSON.stringify(inMemory)).toBe(
              JSON.stringify(await allPages(query, (asked) => orderedPage(tx, asked, last))),
            );
          }
        });
      },
    ),
    { numRuns: 25 },
  );
  expect(answered).toBeGreaterThan(40);
});

/** Members in the order in which the directory names them. */
async function orderedPage(tx: Stores, query: ListingQuery, seq: number) {
  const { rows, next, total, totalIsExact } = await tx.listing.page(query, seq, NOW);
  return { rows, next, total, totalIsExact };
}

const firstOf = (queries: readonly ListingQuery[]): ListingQuery => queries[0] ?? expect.fail('no query');

test('of the past, of searches and of positions it left behind it knows nothing', async () => {
  await inUndone(async (tx, headIs) => {
    headIs(5);
    const { ledger } = registry.deps;
    const directory = followDirectory({ ledger: { ...ledger, read: (inner) => inner(tx) } }, expect.fail);
    const query: ListingQuery = { tier: [], state: 'all', sort: 'name', limit: 5 };
    await directory.ready;
    expect(await directory.page(query, 5, NOW)).toMatchObject({ rows: [], total: 0 });
    expect(await directory.page({ ...query, q: 'a' }, 5, NOW)).toBeUndefined();
    expect(await directory.page({ ...query, at: '5' }, 5, undefined)).toBeUndefined();
    expect(await directory.page(query, 4, NOW)).toBeUndefined();
    expect(await directory.page(query, 6, NOW)).toMatchObject({ rows: [] });
    expect(await directory.page(query, 5, NOW)).toBeUndefined();
  });
});
