import { afterEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/http/app-deps.ts';
import type { Publication } from '../../src/registry/ports/log.ts';
import { DOMAIN, ENTRY, HEAD, PARTY, stubApp } from './stub-app.ts';

/* Reads that show the present rather than a version: they belong to one position, and run ahead of no checkpoint. */

const URL = '/v1/organisations/acme/audits';
const at = HEAD.at;

let app: App;
let reads = 0;
afterEach(() => app.close());

/** The registry whose newest committed leaves are these, one after the other, and whose published tree ends before `size`. */
async function open(committed: readonly number[], size: number, publication: Partial<Publication> = {}): Promise<void> {
  const heads = [...committed];
  reads = 0;
  app = await stubApp({
    publication,
    stores: {
      log: { head: async () => ({ seq: (heads.length > 1 ? heads.shift() : heads[0]) ?? 0, at }) },
      tree: { head: async () => ({ size, root: new Uint8Array(32), note: '' }) },
      listing: { find: async () => ENTRY },
      parties: { find: async () => PARTY },
      domains: { of: async () => [DOMAIN] },
      audits: {
        of: async () => {
          reads += 1;
          return [];
        },
      },
    },
  });
}

test('a leaf that comes during the read moves the answer with it', async () => {
  await open([41, 42], 43);
  const answer = await app.inject(URL);
  expect(answer.json()).toMatchObject({ items: [], seq: 42 });
  expect(answer.headers['registry-seq']).toBe('42');
  expect(reads).toBe(2);
});

test('where no moment stands still the answer is 503', async () => {
  await open(
    Array.from({ length: 99 }, (_, n) => n),
    100,
  );
  const answer = await app.inject(URL);
  expect([answer.statusCode, answer.json()]).toMatchObject([503, { code: 'overloaded' }]);
});

describe('a leaf that is committed and not published yet', () => {
  test('is waited for, and then shown', async () => {
    const asked: number[] = [];
    const waitFor = async (index: number) => asked.push(index) > 0;
    await open([42], 42, { waitFor });
    const answer = await app.inject(URL);
    expect(answer.json()).toMatchObject({ items: [], seq: 42 });
    expect(asked).toEqual([42]);
  });

  test('is waited for before a 304 as well', async () => {
    await open([42], 43);
    const etag = String((await app.inject(URL)).headers['etag']);
    await app.close();
    await open([42], 42, { waitFor: async () => false });
    const answer = await app.inject({ url: URL, headers: { 'if-none-match': etag } });
    expect(answer.statusCode).toBe(503);
  });

  test('is not shown when that takes too long', async () => {
    await open([42], 42, { waitFor: async () => false });
    const answer = await app.inject(URL);
    expect([answer.statusCode, answer.json()]).toMatchObject([503, { code: 'overloaded' }]);
    expect(answer.headers['registry-seq']).toBeUndefined();
  });

  test('holds no read up while nothing is signed, but nobody may keep the answer', async () => {
    await open([42], 42, { waitFor: async () => false, fault: () => 'leaf 7 is gone' });
    const answer = await app.inject(URL);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { items: [], seq: 41 }]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['etag']).toBeUndefined();
  });
});
