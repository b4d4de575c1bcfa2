import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LIVE_STATES, type LiveState } from '../../src/core/freshness.ts';
import type { ListingQuery } from '../../src/core/views.ts';
import { listOrganisations } from '../../src/registry/list-organisations.ts';
import { findForBadge, lookUp } from '../../src/registry/look-up.ts';
import { readOrganisation } from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
import { createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

const QUERY: ListingQuery = { tier: [], state: 'all', sort: 'name', limit: 50 };
const END = new Date('2026-03-03T11:00:00Z');
const sinceEnd = (seconds: number): Date => new Date(END.getTime() + seconds * 1000);
const HOUR = 3_600;
const DAY = 24 * HOUR;

let registry: TestRegistry;
let server: TestServer;

beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  const auditor = await registerAuditor(registry, 'lumen');
  for (const id of ['measured', 'unmeasured']) await certify(registry, await registerProved(registry, id), auditor);
  // The newest end of any site counts; a row that is only a lock has none.
  await chainHead('measured', 'first', new Date('2026-02-01T00:00:00Z'));
  await chainHead('measured', 'second', END);
  await chainHead('measured', 'third', null);
  await chainHead('unmeasured', 'only', null);
}, 120_000);
beforeEach(() => registry.setNow(sinceEnd(60)));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const chainHead = (party: string, site: string, end: Date | null) =>
  registry.database.pool.query('insert into telemetry_sites (party_id, site_id, "end") values ($1, $2, $3)', [
    party,
    site,
    end,
  ]);

const AGES: readonly (readonly [seconds: number, state: LiveState])[] = [
  [60, 'live'],
  [2 * HOUR, 'live'],
  [2 * HOUR + 1, 'delayed'],
  [72 * HOUR, 'delayed'],
  [72 * HOUR + 1, 'stale'],
  [7 * DAY, 'stale'],
  [7 * DAY + 1, 'silent'],
];

const get = (url: string, headers: Readonly<Record<string, string>> = {}) => server.app.inject({ url, headers });
const listed = async (live: LiveState): Promise<string[]> => {
  const page = await listOrganisations(registry.deps, { ...QUERY, live }, await readPosition(registry.deps));
  return page.items.filter((row) => row.live === live).map((row) => row.party_id);
};

describe.each(AGES)('%i s after the last interval telemetry is %s', (age, state) => {
  beforeEach(() => registry.setNow(sinceEnd(age)));

  test('in the listing, and its filter finds it there and nowhere else', async () => {
    for (const live of LIVE_STATES) {
      const expected = [...(live === state ? ['measured'] : []), ...(live === 'none' ? ['unmeasured'] : [])];
      expect(await listed(live), live).toEqual(expected);
    }
  });

  test('on the organisation, in a look-up and on its badge', async () => {
    const position = await readPosition(registry.deps);
    expect(await readOrganisation(registry.deps, 'measured', position)).toMatchObject({
      live: state,
      freshness: { live: state, age_seconds: age, last_interval_end: '2026-03-03T11:00:00Z' },
    });
    const answer = await lookUp(registry.deps, { domain: 'measured.example' }, position);
    expect(answer).toMatchObject({ status: 'certified', certificate: { live: state } });
    for (const wanted of [{ party: 'measured' }, { domain: 'measured.example' }]) {
      expect(await findForBadge(registry.deps, wanted, position)).toMatchObject({ row: { live: state } });
    }
  });
});

describe('over HTTP', () => {
  test('every form of the listing says it', async () => {
    const row = JSON.parse((await get('/v1/organisations?q=measured')).payload).items[0];
    expect(row).toMatchObject({ party_id: 'measured', live: 'live' });
    expect((await get('/v1/organisations.jsonl')).payload).toContain('"live":"live"');
    expect((await get('/v1/organisations.csv')).payload).toMatch(/^measured,.*,live,active,/m);
    expect((await get('/')).payload).toContain('live-live');
  });

  test('JSON has one validator per position; pictures and pages change with the words', async () => {
    const urls = [
      '/v1/organisations',
      '/v1/organisations/measured',
      '/badges/measured.svg',
      '/',
      '/organisations/measured',
    ];
    const tags = async () =>
      Promise.all(
        urls.map(async (url) => (await get(url, { accept: url.startsWith('/v1') ? '*/*' : 'text/html' })).headers.etag),
      );
    const early = await tags();
    expect(await tags()).toEqual(early);
    registry.setNow(sinceEnd(3 * HOUR));
    const late = await tags();
    expect(late.map((tag, index) => tag === early[index])).toEqual([true, true, false, false, false]);
  });

  test('a badge nobody measures keeps its validator', async () => {
    const { etag } = (await get('/badges/unmeasured.svg')).headers;
    registry.setNow(sinceEnd(9 * DAY));
    const again = await get('/badges/unmeasured.svg', { 'if-none-match': String(etag) });
    expect(again.statusCode).toBe(304);
  });

  test('a cached picture stops being live', async () => {
    const first = await get('/badges/measured.txt');
    expect(first.payload).toContain('live · 1 min ago');
    registry.setNow(sinceEnd(8 * DAY));
    const again = await get('/badges/measured.txt', { 'if-none-match': String(first.headers.etag) });
    expect([again.statusCode, again.payload]).toEqual([200, expect.stringContaining('silent · no data for 8 d')]);
  });

  test('the filter has the minute in its validator', async () => {
    const first = await get('/v1/organisations?live=live');
    registry.setNow(sinceEnd(3 * HOUR));
    const again = await get('/v1/organisations?live=live', { 'if-none-match': String(first.headers.etag) });
    expect(JSON.parse(again.payload)).toMatchObject({ items: [], total: 0 });
  });
});

describe('of the past no freshness is known', () => {
  test.each(['2026-03-03', '2026-03-03T12:30:00Z'])('at %s', async (at) => {
    registry.setNow(sinceEnd(90_000));
    const { items } = JSON.parse((await get(`/v1/organisations?state=all&at=${at}`)).payload);
    expect(items.map((row: { live: string }) => row.live)).toEqual(['none', 'none']);
  });

  test('the filter agrees with what is shown', async () => {
    const { seq } = await readPosition(registry.deps);
    const total = async (live: string) =>
      JSON.parse((await get(`/v1/organisations?at=${seq}&live=${live}`)).payload).total;
    expect([await total('live'), await total('none')]).toEqual([0, 2]);
    const past = JSON.parse((await get(`/v1/organisations/measured?at=${seq}`)).payload);
    expect(past).toMatchObject({ live: 'none', freshness: { live: 'none', last_interval_end: null } });
  });
});
