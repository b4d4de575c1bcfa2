import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventView } from '../../src/core/event-view.ts';
import { createEventHub, type EventSource, type HubOptions } from '../../src/http/events/event-hub.ts';
import { followFreshness } from '../../src/registry/follow-freshness.ts';
import { EVERY_EVENT, isAsked } from '../../src/registry/read-events.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { followEvents } from '../support/event-client.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { attestAll, chainWriter, telemetryKey } from '../support/telemetry.ts';

let registry: TestRegistry;
let acme: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  acme = await registerProved(registry, 'acme');
  await certify(registry, acme, await registerAuditor(registry, 'clearwater'));
});
afterAll(async () => {
  await checkRegistry(registry);
  await registry.close();
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
    const freshness = followFreshness(registry.deps);
    expect(await freshness()).toEqual([]);
    const device = await telemetryKey(registry, acme, 'acme-1');
    const chain = chainWriter(registry, device, registry.deps.now());
    const send = async () => {
      registry.setNow(new Date(chain.start.getTime() + 3_600_000));
      expect(await attestAll(registry, [await chain.next()])).toEqual([201]);
    };
    await send();
    // Asked once everybody is there.
    let isBegun = false;
    const { hub, address, close } = await serveHub(3, { freshnessMs: 10 }, 10, async () =>
      isBegun ? freshness() : [],
    );
    const [all, one, other] = [
      await followEvents(address, '/'),
      await followEvents(address, '/?organisation=acme'),
      await followEvents(address, '/?organisation=clearwater'),
    ];
    isBegun = true;
    for (let n = 0; n < 2; n++) {
      const newest_interval_end = chain.start.toISOString().replace('.000Z', 'Z');
      const data = { party_id: 'acme', live: 'live', newest_interval_end };
      for (const stream of [all, one])
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
