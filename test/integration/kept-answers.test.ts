import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPosition } from '../../src/registry/read-position.ts';
import { type FollowedHead, followPublishedHead } from '../../src/store/published-head.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
import { act, createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

let registry: TestRegistry;
let head: FollowedHead;
let server: TestServer;
let certificate: string;
let reads = 0;

beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  const auditor = await registerAuditor(registry, 'lumen');
  const holder = await registerProved(registry, 'nordhafen');
  ({ certificate } = await certify(registry, holder, auditor));
  head = followPublishedHead(registry.database.url);
  const { ledger } = registry.deps;
  const counting: typeof ledger = {
    ...ledger,
    read: (work) => {
      reads += 1;
      return ledger.read(work);
    },
  };
  server = await startServer({ ...registry, deps: { ...registry.deps, ledger: counting, head } });
  await headIs((await readPosition(registry.deps)).seq);
});
afterAll(async () => {
  await server.close();
  await head.close();
  await registry.close();
});

const headIs = (seq: number): Promise<void> =>
  new Promise((resolve) => {
    if ((head.known()?.seq ?? -1) >= seq) resolve();
    head.onMoved((position) => {
      if (position.seq >= seq) resolve();
    });
  });

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.address}${path}`, { headers: { 'accept-encoding': 'identity', ...headers } });

/** What of an answer must not depend on whether it was kept. */
async function answerTo(path: string, headers: Record<string, string> = {}) {
  const answer = await get(path, headers);
  const shown: Record<string, string> = {};
  answer.headers.forEach((value, name) => {
    if (!/^(ratelimit|date|connection|keep-alive)/.test(name)) shown[name] = value;
  });
  return { status: answer.status, headers: shown, body: await answer.text() };
}

const PATHS = [
  '/',
  '/organisations/nordhafen',
  '/v1/organisations?limit=1',
  '/v1/organisations/nordhafen',
  '/v1/facets',
  '/v1/lookup?domain=nordhafen.example',
  '/badges/nordhafen.svg',
  '/badges/nordhafen.json?lang=de',
  '/badges/by-domain/nordhafen.example.svg',
];

test.each(PATHS)('%s is read once, and given again byte for byte', async (path) => {
  const first = await answerTo(path);
  expect(first.status).toBe(200);
  const before = reads;
  expect(await answerTo(path)).toEqual(first);
  expect(reads).toBe(before);
  const known = await get(path, { 'if-none-match': first.headers['etag'] ?? '' });
  expect([known.status, known.headers.get('etag'), await known.text()]).toEqual([304, first.headers['etag'], '']);
  expect(known.headers.get('registry-seq')).toBe(first.headers['registry-seq']);
  expect(reads).toBe(before);
});

test('many who ask at once have it made once', async () => {
  registry.setNow(new Date('2026-11-25T12:34:56Z'));
  const before = reads;
  await answerTo('/v1/organisations?limit=2');
  const one = reads - before;
  const answers = await Promise.all(Array.from({ length: 20 }, () => answerTo('/v1/organisations?limit=3')));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect(reads - before).toBe(2 * one);
});

test('forms, languages and unknown names are answered each for themselves', async () => {
  const json = await answerTo('/v1/organisations/nordhafen', { accept: 'application/json' });
  const html = await answerTo('/v1/organisations/nordhafen', { accept: 'text/html' });
  expect([json.headers['content-type'], html.headers['content-type']]).toEqual([
    'application/json; charset=utf-8',
    'text/html; charset=utf-8',
  ]);
  for (let round = 0; round < 2; round += 1) {
    expect((await get('/v1/organisations/nobody')).status).toBe(404);
    expect((await get('/v1/organisations?limit=0')).status).toBe(400);
    expect((await get('/badges/nobody.svg')).headers.get('cache-control')).toBe('no-store');
  }
});

test('those who have an answer already are told so without a look, though nobody asked for it anew', async () => {
  registry.setNow(new Date('2026-11-25T13:00:00Z'));
  const { headers } = await answerTo('/v1/organisations?limit=7');
  registry.setNow(new Date('2026-11-25T13:00:01Z'));
  const known = { 'if-none-match': headers['etag'] ?? '' };
  const first = await answerTo('/v1/organisations?limit=7', known);
  const before = reads;
  expect(await answerTo('/v1/organisations?limit=7', known)).toEqual(first);
  expect([first.status, reads]).toEqual([304, before]);
  expect((await get('/v1/organisations?limit=7')).status).toBe(200);
});

test('the past and streams are not kept', async () => {
  for (const path of ['/v1/organisations?at=1', '/v1/organisations.csv']) {
    await answerTo(path);
    const before = reads;
    await answerTo(path);
    expect(reads).toBeGreaterThan(before);
  }
});

test('pages come compressed to whoever takes that, with a validator of their own', async () => {
  for (let round = 0; round < 2; round += 1) {
    const plain = await answerTo('/');
    const packed = await get('/', { 'accept-encoding': 'br, gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('vary')).toContain('accept-encoding');
    expect(plain.headers['vary']).toContain('accept-encoding');
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(plain.body.length);
    expect(await packed.text()).toBe(plain.body);
    const etag = packed.headers.get('etag') ?? '';
    expect(etag).not.toBe(plain.headers['etag']);
    expect((await get('/', { 'accept-encoding': 'gzip', 'if-none-match': etag })).status).toBe(304);
    expect((await get('/', { 'accept-encoding': 'gzip;q=0' })).headers.get('content-encoding')).toBeNull();
  }
});

test('a decision is seen as soon as its position is known', async () => {
  for (const path of PATHS) await answerTo(path);
  await act(registry, 0, { action: 'suspend', subject: 'nordhafen', certificate });
  const { seq } = await readPosition(registry.deps);
  await headIs(seq);
  for (const path of PATHS) {
    const answer = await answerTo(path);
    expect(answer.headers['registry-seq'], path).toBe(String(seq));
  }
  expect(JSON.parse((await answerTo('/v1/organisations/nordhafen')).body)).toMatchObject({ state: 'suspended', seq });
});

test('every answer says what a shared cache may purge it by', async () => {
  const keys = Object.fromEntries(
    await Promise.all(
      ['/', '/v1/organisations', '/v1/organisations/nordhafen', `/v1/certificates/${certificate}`, '/v1/facets'].map(
        async (path) => [path, (await get(path)).headers.get('surrogate-key')],
      ),
    ),
  );
  expect(keys).toEqual({
    '/': 'listing',
    '/v1/organisations': 'listing',
    '/v1/organisations/nordhafen': 'org:nordhafen',
    [`/v1/certificates/${certificate}`]: `cert:${certificate}`,
    '/v1/facets': 'listing',
  });
  expect((await get('/v1/lookup?domain=nordhafen.example')).headers.get('surrogate-key')).toBe('listing');
});
