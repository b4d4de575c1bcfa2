import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { between } from '../../src/demo/story/random.ts';
import { type Answer, call, jsonOf } from '../e2e/client.ts';
import { DECISIONS, type Decisions, openDecisions, published } from '../support/random-decisions.ts';
import { startServer, type TestServer } from '../support/server.ts';

/* What is asked for with `?at=` is what was served then: 200 moments of a registry's life, recorded while it lived. */

const SEED = 11;
const MOMENTS = 200;
const PARTIES = ['north', 'south', 'east'] as const;
/** What is recorded: the address without `at`. */
const RECORDED = [
  '/v1/organisations?state=all&limit=200',
  '/v1/organisations.csv?state=all',
  '/v1/organisations.jsonl?sort=name',
  '/v1/organisations/north',
  '/v1/organisations/south',
  '/v1/lookup?domain=north.com',
  '/v1/lookup?name=Company%20east',
  '/v1/facets?state=all',
  '/v1/statistics',
] as const;
/** How much of a day may lie between two moments, minutes. */
const STEP_MINUTES = [1, 40] as const;

interface Served {
  readonly status: number;
  readonly bytes: string;
}
interface Moment {
  readonly at: string;
  readonly seq: number;
  readonly served: ReadonlyMap<string, Served>;
}

let decisions: Decisions;
let server: TestServer;
const moments: Moment[] = [];

const get = (path: string): Promise<Answer> => call(server.address, { path });
const nowText = (): string => decisions.registry.deps.now().toISOString().replace('.000Z', 'Z');
const pass = (minutes: number): void =>
  decisions.registry.setNow(new Date(decisions.registry.deps.now().getTime() + minutes * 60_000));

async function record(): Promise<void> {
  expect(await published(decisions.registry)).toBe(true);
  const served = new Map<string, Served>();
  for (const path of RECORDED) {
    const { status, text } = await get(path);
    served.set(path, { status, bytes: text });
  }
  const { headers } = await get('/v1/organisations');
  moments.push({ at: nowText(), seq: Number(headers['registry-seq']), served });
}

/** Decides something that is possible, about anybody; the dice are thrown again where it is not. */
async function decideSomething(index: number): Promise<void> {
  for (let throwing = 0; throwing < 6; throwing++) {
    const decision = DECISIONS[between(0, DECISIONS.length - 1, SEED, index, throwing)];
    const party = PARTIES[between(0, PARTIES.length - 1, SEED, index, throwing, 1)];
    if (decision === undefined || party === undefined) throw new Error('the dice fell off the table');
    if ((await decisions.decide(party, decision)) === undefined) return;
  }
}

/** A life: something is decided, some minutes pass, somebody looks. Now and then two look at one state. */
async function live(): Promise<void> {
  for (const party of PARTIES) {
    await decisions.newcomer(party);
    pass(1);
    await record();
    pass(1);
  }
  for (let index = PARTIES.length; index < MOMENTS; index++) {
    if (index % 4 !== 0) await decideSomething(index);
    pass(between(...STEP_MINUTES, SEED, index, 2));
    await record();
    pass(1);
  }
}

beforeAll(async () => {
  decisions = await openDecisions('2026-03-03T12:00:00Z');
  server = await startServer(decisions.registry, 'sandbox');
  await live();
}, 240_000);
afterAll(async () => {
  await server?.close();
  await decisions?.close();
});

/** The address asked as of a moment. */
const asOf = (path: string, at: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}at=${encodeURIComponent(at)}`;

async function expectServed(moment: Moment, paths: readonly string[], at: string): Promise<void> {
  for (const path of paths) {
    const { status, text } = await get(asOf(path, at));
    expect({ path, at, status, bytes: comparable(text) }).toEqual({
      path,
      at,
      ...moment.served.get(path),
      bytes: comparable(moment.served.get(path)?.bytes ?? ''),
    });
  }
}

/** A problem document names the request it answers. */
const comparable = (bytes: string): string => bytes.replace(/"instance":"[^"]*",?/, '');

describe('?at= is what was served then', () => {
  test('by seq', async () => {
    expect(moments).toHaveLength(MOMENTS);
    for (const [index, moment] of moments.entries()) {
      const paths = RECORDED.filter((_path, at) => (at + index) % 2 === 0);
      await expectServed(moment, paths, String(moment.seq));
    }
  }, 120_000);

  test('by time', async () => {
    for (const [index, moment] of moments.entries()) {
      const path = RECORDED[index % RECORDED.length] ?? RECORDED[0];
      await expectServed(moment, [path], moment.at);
    }
  }, 60_000);

  test('by day: its last leaf', async () => {
    const lastOfDay = moments.filter((moment, index) => moments[index + 1]?.at.slice(0, 10) !== moment.at.slice(0, 10));
    expect(lastOfDay.length).toBeGreaterThan(100);
    for (const [index, moment] of lastOfDay.entries()) {
      const path = RECORDED[index % RECORDED.length] ?? RECORDED[0];
      await expectServed(moment, [path], moment.at.slice(0, 10));
    }
  }, 60_000);

  test('a history has changed enough to tell', () => {
    const states = new Set(moments.map(({ served }) => served.get('/v1/organisations/north')?.bytes));
    expect(states.size).toBeGreaterThan(30);
    expect(new Set(moments.map(({ seq }) => seq)).size).toBeGreaterThan(60);
  });
});

describe('what cannot be said', () => {
  test('of who was unknown then', async () => {
    const before = moments[0];
    const answer = await get(asOf('/v1/organisations/south', String(before?.seq)));
    expect([answer.status, jsonOf(answer)['code']]).toEqual([404, 'not_found']);
    expect(jsonOf(await get(asOf('/v1/lookup?domain=south.com', String(before?.seq))))['status']).toBe('unknown');
  });

  test.each(['999999', '2999-01-01', '2999-01-01T00:00:00Z'])('of the future: %s', async (at) => {
    for (const path of RECORDED) {
      const answer = await get(asOf(path, at));
      expect([path, answer.status, jsonOf(answer)['code']]).toEqual([path, 400, 'at_future']);
    }
  });
});
