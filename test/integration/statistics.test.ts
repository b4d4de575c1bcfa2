import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { add, compare, div, formatPercent, parseRational, rational } from '../../src/core/rational.ts';
import type { StatisticsView } from '../../src/core/statistics-view.ts';
import { addDays } from '../../src/core/telemetry/day.ts';
import type { ListingFacets, ListingPage, Position } from '../../src/core/views.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { readStatistics } from '../../src/registry/read-statistics.ts';
import { readTrends } from '../../src/registry/read-trends.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { createDemoRegistry, type DemoRegistry } from '../support/demo-registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Statistics = StatisticsView & Position;

let registry: DemoRegistry;
let server: TestServer;
beforeAll(async () => {
  registry = await createDemoRegistry({
    now: '2026-11-25T12:07:00Z',
    measures: (party) => party === 'velocitytech' || party === 'marram-cloud',
  });
  server = await startServer(registry);
}, 240_000);
afterAll(async () => {
  await server?.close();
  await registry?.close();
});

async function read<T>(path: string): Promise<T> {
  const answer = await fetch(`${server.address}${path}`);
  expect(answer.status, path).toBe(200);
  return JSON.parse(await answer.text());
}

const sum = (counts: readonly { readonly count: number }[]): number =>
  counts.reduce((all, { count }) => all + count, 0);

describe.each(['', '?at=2026-08-31', '?at=2026-05-01', '?at=0'])('GET /v1/statistics%s', (at) => {
  test('has the numbers of the listing at the same seq', async () => {
    const statistics = await read<Statistics>(`/v1/statistics${at}`);
    const { facets, seq } = await read<{ facets: ListingFacets; seq: number }>(`/v1/facets${at}`);
    expect(statistics).toMatchObject({
      seq,
      tiers: facets.tier,
      states: facets.state,
      countries: facets.country,
      sectors: facets.sector,
      live: facets.live,
      assurance: facets.assurance,
      composites: facets.composites,
    });
    const both = at === '' ? '?' : `${at}&`;
    expect(statistics.certified).toBe((await read<ListingPage>(`/v1/organisations${at}`)).total);
    expect(statistics.organisations).toBe((await read<ListingPage>(`/v1/organisations${both}state=all`)).total);
    expect(sum(statistics.live)).toBe(statistics.certified);
  });

  test('ends its months with the tiers of that seq', async () => {
    const { months, tiers, as_of } = await read<Statistics>(`/v1/statistics${at}`);
    const byName = (a: { value: string }, b: { value: string }) => (a.value < b.value ? -1 : 1);
    expect([...(months.at(-1)?.certified ?? [])].sort(byName)).toEqual([...tiers].sort(byName));
    expect(months.at(-1)?.month).toBe(as_of.slice(0, 7));
  });
});

test('every month has the certified of its last leaf, and the changes that its leaves record', async () => {
  const { months } = await read<Statistics>('/v1/statistics');
  expect(months.length).toBeGreaterThan(6);
  for (const { month, certified } of months.slice(0, -1)) {
    const end = new Date(`${addDays(`${month}-28`, 4).slice(0, 7)}-01T00:00:00Z`);
    const last = new Date(end.getTime() - 1_000).toISOString().replace('.000Z', 'Z');
    const then = await read<Statistics>(`/v1/statistics?at=${last}`);
    expect(
      [...then.tiers].sort((a, b) => (a.value < b.value ? -1 : 1)),
      month,
    ).toEqual([...certified].sort((a, b) => (a.value < b.value ? -1 : 1)));
  }
  const events = await read<{ items: unknown[] }>('/v1/events?type=certificate.suspended&limit=200');
  expect(months.reduce((all, { changes }) => all + changes.suspended, 0)).toBe(events.items.length);
});

test('medians are exact, by the rounding of the standard', async () => {
  const { medians, certified } = await read<Statistics>('/v1/statistics');
  const { items } = await read<ListingPage>('/v1/organisations?limit=200');
  expect(items.length).toBe(certified);
  for (const mirror of ['efficiency', 'timing', 'data_diet', 'circularity'] as const) {
    const values = [];
    for (const { certificate_id } of items) {
      const certificate = await read<{ score: { mirrors: Record<string, { value: string }> } }>(
        `/v1/certificates/${certificate_id}`,
      );
      values.push(parseRational(certificate.score.mirrors[mirror]?.value ?? '') ?? rational(0n));
    }
    values.sort(compare);
    const [low, high] = [values[Math.ceil(values.length / 2) - 1], values[Math.floor(values.length / 2)]];
    const median = low && high && div(add(low, high), rational(2n));
    expect(medians?.[mirror]).toBe(median && formatPercent(median));
  }
}, 60_000);

test('energy is that of the holders who measure, within the whole', async () => {
  const { energy } = await read<Statistics>('/v1/statistics');
  expect(energy?.organisations).toBe(2);
  const [all, unattributed] = [parseRational(energy?.it_kwh ?? ''), parseRational(energy?.unattributed_kwh ?? '')];
  expect(all && unattributed && compare(unattributed, all)).toBe(-1);
});

describe('trends', () => {
  test('have 56 days, the last one closed, as evaluated then', async () => {
    const { deps } = registry;
    const position = await readPosition(deps);
    const trends = await readTrends(deps, ['velocitytech', 'marram-cloud', 'blueglade', "o'hara"], position);
    expect([...trends.keys()].sort()).toEqual(['marram-cloud', 'velocitytech']);
    const days = trends.get('velocitytech') ?? [];
    expect(days).toHaveLength(56);
    expect(days.at(-1)).toBe('92.4');
    const earlier = await readPosition(deps, '2026-11-20');
    const before = (await readTrends(deps, ['velocitytech'], earlier)).get('velocitytech') ?? [];
    expect(before.slice(5)).toEqual(days.slice(0, 51));
    expect(await readTrends(deps, [], position)).toEqual(new Map());
  });
});

test('an empty register has numbers too, and a time to come is refused', async () => {
  const empty = await readStatistics(registry.deps, '0', { seq: 0, as_of: '2026-01-01T00:00:00Z' });
  expect(empty).toMatchObject({ organisations: 0, certified: 0, tiers: [], medians: null, energy: null });
  const future = await fetch(`${server.address}/v1/statistics?at=2999-01-01`);
  expect([future.status, JSON.parse(await future.text()).code]).toEqual([400, 'at_future']);
});

test('the registry stays sound', () => checkRegistry(registry), 120_000);
