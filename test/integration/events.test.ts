import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventView } from '../../src/core/event-view.ts';
import { openWorld, type World } from '../e2e/world.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { followEvents } from '../support/event-client.ts';
import { headSeq } from '../support/journey.ts';
import { act, registerOnly, registerProved } from '../support/registry.ts';

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

test('a stopping registry ends its streams and says so', async () => {
  const other = await openWorld();
  const stream = await followEvents(other.server.address, '/v1/events');
  await stream.take(1);
  await other.close();
  expect(await stream.ended).toEqual({ reason: 'shutdown' });
});
