import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListingVersionStore } from '../../src/registry/ports/listing-versions.ts';
import { listingVersions } from '../../src/store/listing-versions.ts';
import { BIG_HEAD, seedBigListing } from '../support/big-listing.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { executedBy } from '../support/explain.ts';

/* What buyers ask costs what they ask about, not what is listed. `CMS_LISTING_ROWS=1000000` shows it at full size. */

const COUNT = Number(process.env['CMS_LISTING_ROWS'] ?? 20_000);
/** Vendors of one batch, their versions, and what a bucket holds beside them at a million. */
const VISITED = 1_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedBigListing(database.pool, COUNT);
}, 600_000);
afterAll(() => database.drop());

const idOf = (number: number) => `org-${number.toString(16).padStart(6, '0')}`;
const ids = Array.from({ length: 100 }, (_, index) => idOf(index * 100));
const domains = ids.map((id) => `${id}.example`);
const prefix = createHash('sha256')
  .update(domains[7] ?? '')
  .digest('hex')
  .slice(0, 4);

test.each<[string, (store: ListingVersionStore) => Promise<unknown>]>([
  ['a hundred domains', (store) => store.named({ domains, parties: [] }, BIG_HEAD)],
  ['a hundred ids', (store) => store.named({ domains: [], parties: ids }, BIG_HEAD)],
  ['both', (store) => store.named({ domains, parties: ids }, BIG_HEAD)],
  ['domains of the past', (store) => store.named({ domains, parties: ids }, BIG_HEAD - 6)],
  ['nobody', (store) => store.named({ domains: ['nobody.example'], parties: ['nobody'] }, BIG_HEAD)],
  ['all that was shown of one', (store) => store.rowsOf(idOf(100), BIG_HEAD)],
  ['all that was shown under a domain', (store) => store.rowsOf(idOf(100), BIG_HEAD, domains[1])],
  ['the last holder', (store) => store.lastHolder('nobody.example', BIG_HEAD)],
  ['a bucket', (store) => store.hashed(prefix, BIG_HEAD)],
  ['a longer prefix', (store) => store.hashed(`${prefix}0000`, BIG_HEAD)],
])('%s: by an index, few rows', async (_what, ask) => {
  const plans = await executedBy(database.pool, (tx) => ask(listingVersions(tx)));
  expect(plans).toHaveLength(1);
  for (const { text, scanned, visited, sorted } of plans) {
    expect(scanned, text).not.toContain('listing');
    expect(visited, text).toBeLessThanOrEqual(VISITED);
    expect(sorted, text).toBeLessThanOrEqual(VISITED);
  }
});

test('a bucket holds its domain', async () => {
  const hash = createHash('sha256')
    .update(domains[7] ?? '')
    .digest('hex');
  await executedBy(database.pool, async (tx) => {
    const found = await listingVersions(tx).hashed(prefix, BIG_HEAD);
    expect(found.map((one) => one.hash)).toContain(hash);
    expect(found.map((one) => one.hash)).toEqual(found.map((one) => one.hash).toSorted());
  });
});
