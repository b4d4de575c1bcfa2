import { expect, test } from 'vitest';
import { DOMAIN, ENTRY, PARTY, stubApp } from './stub-app.ts';

test('a leaf that comes during a read of the present moves the answer with it', async () => {
  const heads = [41, 42, 42];
  const at = new Date('2026-11-25T11:59:00Z');
  let reads = 0;
  const app = await stubApp({
    stores: {
      log: { head: async () => ({ seq: heads.shift() ?? 42, at }) },
      listing: { find: async () => ENTRY },
      parties: { find: async () => PARTY },
      domains: {
        of: async () => [DOMAIN],
      },
      audits: {
        of: async () => {
          reads += 1;
          return [];
        },
      },
    },
  });
  const answer = await app.inject('/v1/organisations/acme/audits');
  expect(answer.json()).toMatchObject({ items: [], seq: 42 });
  expect(answer.headers['registry-seq']).toBe('42');
  expect(reads).toBe(2);
  await app.close();
});
