import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventView } from '../../src/core/event-view.ts';
import { createEventHub, type EventSource, type HubOptions } from '../../src/http/events/event-hub.ts';
import { followFreshness } from '../../src/registry/follow-freshness.ts';
import { EVERY_EVENT, isAsked } from '../../src/registry/read-events.ts';
import { openWorld, type World } from '../e2e/world.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { followEvents } from '../support/event-client.ts';
import { headSeq } from '../support/journey.ts';
import { act, registerOnly, registerProved } from '../support/registry.ts';
import { attestAll, chainWriter, telemetryKey } from '../support/telemetry.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await checkRegistry(world.registry);
  await world.close();
});

const page = async (query: string) => (await world.server.app.inject({ url: `/v1/events${query}` })).json();

describe('a page of events', () => {
  test('has every published leaf, once, in order', async () => {
    const items: EventView[] = [];
    let query = '?limit=7';
    for (;;) {
      const { items: some, next_after, seq } = await page(query);
      items.push(...some);
      query = `?limit=7&after=${next_after}`;
      if (next_after >= seq) break;
    }
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index));
    expect(items.at(-1)?.seq).toBe(await headSeq(world.registry));
  });

  test('tells a certificate as listing and API do', async () => {
    const { items, seq, as_of } = await page('?type=certificate.issued');
    const { composite_percent } = (await world.server.app.inject({ url: '/v1/organisations/acme' })).json();
    expect(items).toMatchObject([
      {
        organisation: { party_id: 'acme', name: 'Acme Energy' },
        certificate_id: world.certificate,
        composite_percent,
        url: 'http://localhost:3000/organisations/acme',
      },
    ]);
    expect([typeof seq, typeof as_of]).toEqual(['number', 'string']);
  });

  test('is filtered by several organisations and types', async () => {
    const { items } = await page('?organisation=acme&organisation=clearwater&type=party.registered');
    expect(items.map((item: EventView) => item.organisation?.party_id)).toEqual(['acme', 'clearwater']);
  });

  test('says nothing of who is not public', async () => {
    await registerOnly(world.registry, 'hidden');
    const { items, next_after } = await page('?organisation=hidden');
    expect([items, next_after]).toEqual([[], await headSeq(world.registry)]);
    const { items: last } = await page(`?after=${next_after - 1}`);
    expect(last).toMatchObject([{ type: 'party.registered', organisation: null }]);
  });

  test.each(['?after=-1', '?after=x', '?limit=0', '?limit=201', '?type=none', '?organisation=A', '?other=1'])(
    'refuses %s',
    async (query) => {
      expect(await page(query)).toMatchObject({ status: 400, code: 'request_invalid' });
    },
  );
});

describe('a stream of events', () => {
  test('goes on where it was left, without loss or repetition', async () => {
    const head = await headSeq(world.registry);
    const first = await followEvents(world.server.address, '/v1/events');
    expect(await first.take(3)).toEqual([0, 1, 2]);
    await first.close();
    const second = await followEvents(world.server.address, '/v1/events?after=7', { 'last-event-id': '2' });
    expect(second.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'access-control-allow-origin': '*',
    });
    const rest = Array.from({ length: head - 2 }, (_, index) => index + 3);
    expect(await second.take(rest.length)).toEqual(rest);
    await registerProved(world.registry, 'newcomer');
    expect(await second.take(1)).toEqual([head + 1]);
    await second.close();
  });

  test('tells what is asked for and nothing else', async () => {
    const after = await headSeq(world.registry);
    const stream = await followEvents(world.server.address, `/v1/events?after=${after}&type=certificate.suspended`);
    await act(world.registry, 0, { action: 'suspend', subject: 'acme', certificate: world.certificate });
    expect(await stream.take(1)).toHaveLength(1);
    expect(stream.events.at(-1)).toMatchObject({ type: 'certificate.suspended', certificate_id: world.certificate });
    await stream.close();
  });

  test('refuses an id that is none', async () => {
    const headers = { accept: 'text/event-stream', 'last-event-id': 'x' };
    const { statusCode } = await world.server.app.inject({ url: '/v1/events', headers });
    expect(statusCode).toBe(400);
  });

  test('reaches a hundred clients', async () => {
    const after = await headSeq(world.registry);
    const streams = await Promise.all(
      Array.from({ length: 100 }, () => followEvents(world.server.address, `/v1/events?after=${after}`)),
    );
    await registerOnly(world.registry, 'for-everybody');
    for (const stream of streams) expect(await stream.take(1)).toEqual([after + 1]);
    await Promise.all(streams.map((stream) => stream.close()));
  });
});

/** An event of some size. */
const eventOf = (seq: number, size = 10): EventView => ({
  seq,
  at: '2026-11-25T12:00:00Z',
  type: 'party.registered',
  organisation: null,
  text: 'x'.repeat(size),
  url: 'http://localhost:3000/',
});

/** A hub on a log of its own, behind a real socket. */
async function serveHub(
  leaves: number,
  options: HubOptions,
  size?: number,
  freshness: EventSource['freshness'] = async () => [],
) {
  const reads = { most: 0, count: 0 };
  const source: EventSource = {
    head: async () => leaves - 1,
    read: async (query, { after, limit, seq }) => {
      const length = Math.min(limit, seq - after);
      reads.most = Math.max(reads.most, length);
      reads.count += 1;
      const items = Array.from({ length }, (_, index) => eventOf(after + 1 + index, size));
      return { items: items.filter((item) => isAsked(query, item)), next_after: after + length };
    },
    waitFor: (_index, ms) => new Promise((resolve) => setTimeout(() => resolve(false), ms)),
    freshness,
  };
  const hub = createEventHub(source, options);
  const server = createServer((request, response) => {
    const after = Number(request.headers['last-event-id'] ?? -1);
    try {
      const organisations = new URL(request.url ?? '', 'http://a.example').searchParams.getAll('organisation');
      hub.open(response, { after, query: { ...EVERY_EVENT, organisations }, address: 'one' }, () =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(),
      );
    } catch {
      response.writeHead(503).end();
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { hub, reads, address: `http://127.0.0.1:${port}`, close };
}

describe('the hub', () => {
  test('reads a long backlog in pages', async () => {
    const { hub, reads, address, close } = await serveHub(10_000, {});
    const stream = await followEvents(address, '/');
    expect(await stream.take(10_000)).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
    expect([reads.most, reads.count]).toEqual([200, 50]);
    await stream.close();
    hub.close();
    await close();
  });

  test('ends a client that takes nothing, who goes on where it was', async () => {
    const { hub, address, close } = await serveHub(2_000, { slowMs: 50, graceMs: 20_000 }, 20_000);
    const left = hub.left();
    const stream = await followEvents(address, '/');
    stream.pause();
    await left;
    stream.resume();
    expect(await stream.ended).toEqual({ reason: 'slow' });
    const last = stream.ids.at(-1) ?? -1;
    expect(last).toBeLessThan(1_999);
    const again = await followEvents(address, '/', { 'last-event-id': String(last) });
    expect(await again.take(1)).toEqual([last + 1]);
    await again.close();
    hub.close();
    await close();
  });

  test('tells that telemetry came in, beside the log and to whoever asked for its holder', async () => {
    const freshness = followFreshness(world.registry.deps);
    expect(await freshness()).toEqual([]);
    const device = await telemetryKey(world.registry, world.acme, 'acme-1');
    const chain = chainWriter(world.registry, device, world.registry.deps.now());
    const send = async () => {
      world.registry.setNow(new Date(chain.start.getTime() + 3_600_000));
      expect(await attestAll(world.registry, [await chain.next()])).toEqual([201]);
    };
    await send();
    // Asked once everybody is there.
    let isBegun = false;
    const { hub, address, close } = await serveHub(3, { freshnessMs: 10 }, 10, async () =>
      isBegun ? freshness() : [],
    );
    const [all, acme, other] = [
      await followEvents(address, '/'),
      await followEvents(address, '/?organisation=acme'),
      await followEvents(address, '/?organisation=clearwater'),
    ];
    isBegun = true;
    for (let n = 0; n < 2; n++) {
      const newest_interval_end = chain.start.toISOString().replace('.000Z', 'Z');
      const data = { party_id: 'acme', live: 'live', newest_interval_end };
      for (const stream of [all, acme])
        expect(await stream.takeNamed('freshness')).toEqual({ name: 'freshness', id: undefined, data });
      if (n === 0) await send();
    }
    hub.close();
    const named = [await all.takeNamed('close'), await other.takeNamed('close')].map(({ data }) => data);
    expect(named).toEqual([{ reason: 'shutdown' }, { reason: 'shutdown' }]);
    expect([all.named, other.named]).toEqual([[], []]);
    await close();
  });

  test('has room for so many and no more, and makes room when one leaves', async () => {
    const { hub, address, close } = await serveHub(1, { perAddress: 2 });
    const [one, two] = [await followEvents(address, '/'), await followEvents(address, '/')];
    expect((await fetch(address)).status).toBe(503);
    const left = hub.left();
    await one.close();
    await left;
    const three = await followEvents(address, '/');
    hub.close();
    expect(await two.ended).toEqual({ reason: 'shutdown' });
    expect(await three.ended).toEqual({ reason: 'shutdown' });
    expect(() => hub.close()).not.toThrow();
    await close();
  });
});

test('a stopping registry ends its streams and says so', async () => {
  const other = await openWorld();
  const stream = await followEvents(other.server.address, '/v1/events');
  await stream.take(1);
  await other.close();
  expect(await stream.ended).toEqual({ reason: 'shutdown' });
});
