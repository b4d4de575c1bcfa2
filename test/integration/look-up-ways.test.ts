import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_182_DAYS, certify, headSeq } from '../support/journey.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Look-ups of the past, and such as do not say whom they are about. */
let registry: TestRegistry;
let server: TestServer;
const at: Record<'unknown' | 'proved', number> = { unknown: 0, proved: 0 };

beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_182_DAYS });
  const auditor = await registerAuditor(registry, 'lumen');
  at.unknown = await headSeq(registry);
  const alder = await registerProved(registry, 'alder', { domain: 'alder.example' });
  at.proved = await headSeq(registry);
  await certify(registry, alder, auditor, { days: 182 });
  await registerProved(registry, 'birch', { domain: 'xn--bcher-kva.example' });
  await registerOnly(registry, 'claimant', { domain: 'claimed.example' });
  server = await startServer(registry);
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

type Body = Record<string, unknown>;
const get = async (path: string) => {
  const response = await fetch(`${server.address}${path}`);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
};
const batch = async (body: object, query = '') => {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${server.address}/v1/lookup${query}`, init);
  return { status: response.status, body: (await response.json()) as { items: Body[]; seq: number } };
};
const hashOf = (domain: string) => createHash('sha256').update(domain).digest('hex');

describe('a look-up of the past', () => {
  test('answers as of its position, and whoever was not listed then is unknown', async () => {
    const now = await get('/v1/lookup?domain=alder.example');
    expect(now.body).toMatchObject({ status: 'certified' });
    const then = await get(`/v1/lookup?domain=alder.example&at=${at.proved}`);
    expect(then.body).toMatchObject({ status: 'not_certified', reason: 'no_audit', seq: at.proved });
    const before = await get(`/v1/lookup?domain=alder.example&at=${at.unknown}`);
    expect(before).toMatchObject({ status: 200, body: { status: 'unknown', seq: at.unknown } });
    expect((await get('/v1/lookup?domain=alder.example&at=2030-01-01')).body).toMatchObject({ code: 'at_future' });
  });

  test('goes for a batch too', async () => {
    const queries = [{ domain: 'alder.example' }, { name: 'Company alder' }];
    const then = await batch({ queries, at: String(at.proved) });
    expect(then.body.items.map((item) => item['status'])).toEqual(['not_certified', 'not_certified']);
    expect(then.body.seq).toBe(at.proved);
    expect((await batch({ queries, at: 7 })).status).toBe(400);
    expect((await batch({ queries, at: '' })).status).toBe(400);
  });

  test('is not signed: a signature would be of another time', async () => {
    const refused = { status: 400, body: { code: 'request_invalid', errors: [{ pointer: '/query/at' }] } };
    expect(await get(`/v1/lookup?domain=alder.example&signed=true&at=${at.proved}`)).toMatchObject(refused);
    const queries = [{ domain: 'alder.example' }];
    expect(await batch({ queries, at: String(at.proved) }, '?signed=true')).toMatchObject(refused);
  });
});

describe('a private look-up', () => {
  test.each([4, 5, 6, 7, 8])('by %i digits finds the domain in its bucket', async (digits) => {
    const hash = hashOf('alder.example');
    const { status, headers, body } = await get(`/v1/lookup/prefix/${hash.slice(0, digits)}`);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=60');
    expect(body).toMatchObject({ prefix: hash.slice(0, digits), seq: expect.any(Number) });
    expect(body['items']).toEqual([
      expect.objectContaining({ hash, status: 'certified', tier: 'Bronze', reason: null, state: 'active' }),
    ]);
    expect(JSON.stringify(body['items'])).not.toContain('alder');
  });

  test('hashes the domain as A-labels', async () => {
    const hash = hashOf('xn--bcher-kva.example');
    const { body } = await get(`/v1/lookup/prefix/${hash.slice(0, 4)}`);
    expect(body['items']).toEqual([expect.objectContaining({ hash, status: 'not_certified', reason: 'no_audit' })]);
  });

  test('does not know what is only claimed, nor a longer prefix of another hash', async () => {
    expect((await get(`/v1/lookup/prefix/${hashOf('claimed.example').slice(0, 4)}`)).body['items']).toEqual([]);
    const other = `${hashOf('alder.example').slice(0, 7)}${hashOf('alder.example')[7] === '0' ? '1' : '0'}`;
    expect((await get(`/v1/lookup/prefix/${other}`)).body['items']).toEqual([]);
  });

  test('has one length whatever is in it', async () => {
    const lengthOf = async (prefix: string) => {
      const response = await fetch(`${server.address}/v1/lookup/prefix/${prefix}`);
      return (await response.arrayBuffer()).byteLength;
    };
    const lengths = [hashOf('alder.example').slice(0, 4), '0000', 'ffffffff'].map(lengthOf);
    expect(new Set(await Promise.all(lengths))).toEqual(new Set([4096]));
  });

  test('is looked for by its index', async () => {
    const client = await registry.database.pool.connect();
    await client.query('set enable_seqscan = off');
    const plan = await client.query(
      `explain select 1 from listing where listing_buckets(domains) @> array['0a1b'] and from_seq <= 9`,
    );
    client.release(true);
    expect(JSON.stringify(plan.rows)).toContain('listing_domain_buckets');
  });

  test.each(['abc', 'ABCD', '0123456789', 'zzzz', '0a1b%00', 'alder.example', '..%2f..'])(
    'by %s is not found',
    async (prefix) => {
      expect(await get(`/v1/lookup/prefix/${prefix}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    },
  );
});
