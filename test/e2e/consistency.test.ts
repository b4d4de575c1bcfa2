import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDay } from '../../src/registry/close-day.ts';
import { evaluateParty } from '../../src/registry/evaluate-live.ts';
import { snapshotListing } from '../../src/registry/snapshot-listing.ts';
import { headSeq } from '../support/journey.ts';
import { act, registerProved } from '../support/registry.ts';
import { type Answer, call, jsonOf, jsonTo } from './client.ts';
import { OPERATIONS, type Operation } from './contract.ts';
import { openWorld, type World } from './world.ts';

/** What every surface owes every reader, route by route of the published document. */

let world: World;
/** What a world has once it is open: a position, a snapshot of the listing, a closed day and a grid series. */
let seq: number;
let snapshot: string;
let dayLeaf: number | undefined;
let dispute: string;
const GRID = 'start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh\n2026-01-05T00:00:00Z,0.9,100,50\n';
const gridSha256 = createHash('sha256').update(GRID).digest('hex');
beforeAll(async () => {
  world = await openWorld();
  snapshot = (await snapshotListing(world.registry.deps)).digest;
  await writeFile(path.join(world.registry.gridFolder, `${gridSha256}.csv`), GRID);
  dayLeaf = (await closeDay(world.registry.deps, '2026-03-02', evaluateParty))?.seq;
  dispute = await admittedDispute();
  seq = await headSeq(world.registry);
});

/** Files a dispute and has officers admit it. */
async function admittedDispute(): Promise<string> {
  const body = { organisation: 'acme', grounds: 'The meter was moved.', evidence_sha256: 'ab'.repeat(32) };
  const filed = await call(world.server.address, jsonTo('/v1/disputes', JSON.stringify(body)));
  const id = String(jsonOf(filed)['id']);
  await act(world.registry, 0, { action: 'resolve', subject: 'acme', case: id, outcome: 'allow' });
  return id;
}

afterAll(() => world.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  call(world.server.address, { path, headers });

/** An address of the operation that exists in the world. */
function addressOf({ path: address }: Operation): string {
  const values: Readonly<Record<string, string>> = {
    '/v1/audits/{digest}': world.audit,
    '/v1/statements/{digest}.jws': world.audit,
    '/v1/certificates/{id}': world.certificate,
    '/v1/certificates/{id}.jwt': world.certificate,
    '/v1/certificates/{id}.zip': world.certificate,
    '/v1/receipts/{digest}': world.audit,
    '/v1/receipts/{digest}.tlog-proof': world.audit,
    '/v1/grid/{sha256}.csv': gridSha256,
    '/log/rows/{index}.jsonl': String(dayLeaf),
    '/status/{n}': '1',
    '/snapshot/{digest}.jsonl': snapshot,
    '/snapshot/listing-{day}.jsonl.gz': world.registry.deps.now().toISOString().slice(0, 10),
    // A young log has partial tiles only, one for each checkpoint.
    '/log/tile/{level}/{index}': `0/000.p/${seq + 1}`,
    '/log/tile/entries/{index}': `000.p/${seq + 1}`,
    '/v1/methodologies/{id}': 'CMS-1.0.0',
    '/keys/{thumbprint}': world.server.publishedKid,
    '/v1/lookup/prefix/{prefix}': createHash('sha256').update('acme.example').digest('hex').slice(0, 4),
    '/v1/disputes/{id}': dispute,
  };
  const value = values[address] ?? (address.startsWith('/badges/by-domain/') ? 'acme.example' : 'acme');
  return `${address.replace(/\{.+\}/, value)}${QUERIES[address] ?? ''}`;
}

/** What an address needs to be asked. */
const QUERIES: Readonly<Record<string, string>> = {
  '/v1/lookup': '?domain=acme.example',
  '/v1/compare': '?ids=acme,acme.example',
  '/oembed': '?url=http%3A%2F%2Flocalhost%3A3000%2Forganisations%2Facme',
};

const READS = OPERATIONS.filter(({ method, secured }) => method === 'GET' && !secured);
const HEALTH = /^\/health\//;
/** No log position, or one of its own that stays: what follows none, evidence, and the badge for shields, whose schema is closed. */
const FIXED = /^\/(keys|\.well-known|log|issuer|snapshot|v1\/(receipts|grid))(\/|$)|^\/v1\/certificates\/.*\.zip$/;
const STATIC = new RegExp(`${FIXED.source}|\\.json$`);
/** Counts by freshness, and pictures that name an age. */
const AGEING = /^\/(v1\/(facets|statistics|status)|oembed)(\?|$)/;
const PAGES = [
  '/',
  '/organisations/acme',
  '/methodology',
  '/v1/organisations.html',
  '/log',
  '/log/entries/0',
  '/problems',
  '/problems/not_found',
  '/verify',
];
/** The first of them follow the log. */
const POSITIONED = PAGES.slice(0, 6);
const EXPORTS = ['/v1/organisations.csv', '/v1/organisations.jsonl', '/v1/organisations.json'];

describe.each(READS)('$method $path', (operation) => {
  test('keeps its promise', async () => {
    const answer = await get(addressOf(operation));
    expect(answer.status, answer.text).toBe(200);
    expect(operation.produces.map((type) => type.split(';')[0])).toContain(
      answer.headers['content-type']?.split(';')[0],
    );
    if (operation.faults === undefined) return;
    const body = jsonOf(answer);
    expect(operation.faults(body)).toEqual([]);
    if (HEALTH.test(operation.path) || STATIC.test(operation.path)) return;
    expect(operation.positioned, 'the document promises seq and as_of').toBe(true);
    expect(body['seq']).toBe(seq);
    expect(body['as_of']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test('answers 304 to who has it, and the same bytes at the same seq', async () => {
    const path = addressOf(operation);
    const [one, two] = [await get(path), await get(path)];
    if (!HEALTH.test(path)) expect(one.text).toBe(two.text);
    if (HEALTH.test(path)) return;
    const { etag } = one.headers;
    expect(etag).toMatch(/^"[A-Za-z0-9_-]+"$/);
    expect(two.headers.etag).toBe(etag);
    for (const condition of [etag ?? '', `W/${etag}`, `"x", ${etag}`, `"x",W/${etag} , "y"`, '*']) {
      const answer = await get(path, { 'if-none-match': condition });
      expect([condition, answer.status, answer.text]).toEqual([condition, 304, '']);
      expect(answer.headers.etag).toBe(etag);
      expect(answer.headers['cache-control']).toBe(one.headers['cache-control']);
      expect(answer.headers['content-type']).toBeUndefined();
    }
    for (const condition of ['"x"', `"x${etag?.slice(1)}`, etag?.slice(1, -1) ?? '']) {
      expect((await get(path, { 'if-none-match': condition })).status).toBe(200);
    }
  });

  test('HEAD is GET without the body', async () => {
    const path = addressOf(operation);
    const [read, head] = [await get(path), await call(world.server.address, { method: 'HEAD', path })];
    expect([head.status, head.text]).toEqual([read.status, '']);
    for (const name of ['content-type', 'etag', 'cache-control', 'registry-seq', 'vary'] as const) {
      expect([name, head.headers[name]]).toEqual([name, read.headers[name]]);
    }
  });

  test('is open to every origin and says nothing of what it runs on', async () => {
    for (const origin of ['null', 'https://evil.test', 'http://localhost:3000.evil.test']) {
      const { headers } = await get(addressOf(operation), { origin });
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      for (const name of ['server', 'x-powered-by', 'set-cookie', 'x-request-id', 'via']) {
        expect([name, headers[name]]).toEqual([name, undefined]);
      }
    }
  });
});

/** A page tells its script the registry's clock, from which ages go on; nothing else of it is the hour's. */
const still = (answer: Answer | undefined): string | undefined =>
  answer?.text.replace(/&quot;now&quot;:&quot;[^&]*&quot;/g, '');

describe('every surface shows one position', () => {
  const surfaces = () => [
    ...READS.filter(({ path }) => !HEALTH.test(path) && !FIXED.test(path)).map(addressOf),
    ...POSITIONED,
    ...EXPORTS,
  ];

  test('in the header, and in the text where it has a place for it', async () => {
    for (const path of surfaces()) {
      const answer = await get(path);
      expect([path, answer.headers['registry-seq']]).toEqual([path, String(seq)]);
      if (path.endsWith('.svg')) expect(answer.text).toContain(`data-seq="${seq}"`);
    }
  });

  test('changes everywhere with the next leaf, and the past stays', async () => {
    const before = await Promise.all(surfaces().map((path) => get(path)));
    await registerProved(world.registry, `late-${Date.now() % 100_000}`);
    for (const [index, path] of surfaces().entries()) {
      const after = await get(path);
      expect(Number(after.headers['registry-seq'])).toBeGreaterThan(seq);
      expect(after.headers.etag).not.toBe(before[index]?.headers.etag);
    }
    const then = await get(`/v1/organisations?at=${seq}`);
    const first = before[surfaces().indexOf('/v1/organisations')];
    expect(jsonOf(then)).toEqual(jsonOf(first ?? then));
  });

  test('time alone changes nothing', async () => {
    const now = world.registry.deps.now();
    const before = await Promise.all(surfaces().map((path) => get(path)));
    try {
      world.registry.setNow(new Date(now.getTime() + 3 * 365 * 86_400_000));
      for (const [index, path] of surfaces().entries()) {
        const after = await get(path);
        // The status counts minutes.
        if (path !== '/v1/status') expect([path, still(after)]).toEqual([path, still(before[index])]);
        // Pages print ages, counts by freshness follow the clock: their validators know the minute.
        if (!after.headers['content-type']?.startsWith('text/html') && !AGEING.test(path))
          expect([path, after.headers.etag]).toEqual([path, before[index]?.headers.etag]);
      }
    } finally {
      world.registry.setNow(now);
    }
  });

  test('a suspension is on every surface at once', async () => {
    await act(world.registry, 0, { action: 'suspend', subject: 'acme', certificate: world.certificate });
    expect(jsonOf(await get('/v1/organisations/acme'))).toMatchObject({ state: 'suspended' });
    expect(jsonOf(await get('/v1/lookup?domain=acme.example'))).toMatchObject({
      status: 'not_certified',
      reason: 'suspended',
    });
    expect((await get('/badges/acme.txt')).text).toMatch(/suspended/i);
    expect((await get('/organisations/acme')).text).toMatch(/suspended/i);
    expect((await get('/v1/organisations.csv')).text).not.toContain('acme.example');
    expect(jsonOf(await get(`/v1/certificates/${world.certificate}`))).toMatchObject({ state: 'suspended' });
  });
});

describe('headers', () => {
  test.each(PAGES)('%s runs nothing from elsewhere', async (path) => {
    const { headers, text } = await get(path, {
      accept: 'text/html',
      'x-forwarded-host': 'evil.test',
      host: 'evil.test',
    });
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe|\*|http:/);
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(text).not.toContain('evil.test');
    // JSON for machines is data: nothing runs it.
    expect(text).not.toMatch(/<script(?![^>]* src=)(?! type="application\/ld\+json">)[^>]*>[^<]/);
    expect(text).not.toMatch(/\son[a-z]+\s*=\s*"/i);
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\/(?!localhost:3000)[^"]*\.(js|css|woff2?)"/);
  });

  test('badges are for any site, the rest is not', async () => {
    for (const path of [
      '/badges/acme.svg',
      '/badges/acme.json',
      '/badges/acme.txt',
      '/badges/by-domain/acme.example.svg',
    ]) {
      expect((await get(path)).headers['cross-origin-resource-policy']).toBe('cross-origin');
    }
    expect((await get('/v1/organisations/acme')).headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  test('the document has a validator too', async () => {
    const { etag } = (await get('/openapi.json')).headers;
    expect((await get('/openapi.json', { 'if-none-match': etag ?? '' })).status).toBe(304);
  });

  test('writes are for no foreign page', async () => {
    const { address } = world.server;
    const origin = 'https://evil.test';
    const write = await call(address, {
      ...jsonTo('/v1/acts', 'x'),
      headers: { origin, 'content-type': 'application/jose' },
    });
    expect(write.headers['access-control-allow-origin']).toBeUndefined();
    for (const path of ['/v1/acts', '/v1/me', '/v1/parties', '/v1/organisations']) {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      };
      const preflight = await call(address, { method: 'OPTIONS', path, headers });
      expect(preflight.status).toBeLessThan(500);
      expect(String(preflight.headers['access-control-allow-methods'] ?? '')).not.toMatch(/POST|DELETE|PUT|\*/);
      expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    }
  });
});
