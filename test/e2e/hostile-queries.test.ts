import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, jsonOf, type Request } from './client.ts';
import { expectRefused } from './refusal.ts';
import { openWorld, stateDigest, type World } from './world.ts';

/** Queries of somebody who means harm, or cannot type. */

let world: World;
let state: string;
beforeAll(async () => {
  world = await openWorld();
  state = await stateDigest(world.registry);
});
afterAll(() => world.close());

const refused = (request: Request) => expectRefused(world, request, state);
/** Long addresses have short names. */
const labelled = (path: string): [string, string] => [path.slice(0, 80), path];
const get = (path: string): Request => ({ path });

describe('queries', () => {
  const list = '/v1/organisations';
  test.each(
    [
      ...[
        '0',
        '-1',
        '201',
        '1e1',
        '0x5',
        '5.5',
        '',
        '5&limit=6',
        '9007199254740993',
        '%205',
        '5%0a',
        'abc',
        '%D9%A5',
        '05',
      ].map((limit) => `${list}?limit=${limit}`),
      ...['x=1', 'tier=obsidian', 'tier=Gold', 'tier[$ne]=gold', 'tier%5B%5D=Bronze', '__proto__[tier]=gold'].map(
        (query) => `${list}?${query}`,
      ),
      ...['__proto__=1', 'constructor=1', 'q=a&q=b', 'q=', 'q=%00', 'q=%ff', '%ff=1', 'q=%ed%a0%80', 'country=de'].map(
        (query) => `${list}?${query}`,
      ),
      ...['country=DEU', 'sector=Z', 'live=dead', 'state=gone', 'state=active,', 'assurance=5', 'sort=tier'].map(
        (query) => `${list}?${query}`,
      ),
      ...['min_composite=NaN', 'min_composite=1e2', 'min_composite=-1', 'min_composite=101', 'offset=100000000'].map(
        (query) => `${list}?${query}`,
      ),
      `${list}?q=${'a'.repeat(201)}`,
      `${list}?${'tier=Bronze&'.repeat(5)}`,
      ...['AAAA', 'eyJpZCI6MX0', "'%20OR%201=1", '../..', '', '%00', 'A'.repeat(2049), 'A'.repeat(400)].map(
        (cursor) => `${list}?cursor=${cursor}`,
      ),
      ...[
        'infinity',
        'NaN',
        'now',
        'tomorrow',
        '-1',
        '1.5',
        '2026-02-30',
        '2026-13-01',
        '2026-11-25T24:00:00Z',
        '%00',
      ].map((at) => `${list}?at=${at}`),
      ...['2026-11-25T12:00:00', '2026-11-25t12:00:00z', '2026-1-1', '1&at=2', '%2b1', '', '1e3', '0x1', 'epoch'].map(
        (at) => `${list}/acme?at=${at}`,
      ),
      ...['', '?domain=', '?domain=a.example&lei=x', '?name=a&name=b', '?x=1', '?name=%00', '?url='].map(
        (query) => `/v1/lookup${query}`,
      ),
      '/v1/organisations.csv?limit=0',
      '/v1/organisations.jsonl?at=infinity',
      '/v1/me?access_token=x',
      '/v1/methodologies?x=1',
      '/health/live?x=1',
      '/.well-known/jwks.json?x=1',
    ].map(labelled),
  )('%s is refused', async (_label, path) => {
    expect(await refused(get(path))).toMatchObject({ code: 'request_invalid', status: 400 });
  });

  test.each([
    ['svg', '?style=../../x'],
    ['svg', '?label=%3Cscript%3E'],
    ['svg', '?color=red%22/%3E%3Cscript%3E'],
    ['json', '?callback=alert(1)//'],
  ])('a badge as %s leaves out %s', async (form, query) => {
    const plain = await call(world.server.address, get(`/badges/acme.${form}`));
    const asked = await call(world.server.address, get(`/badges/acme.${form}${query}`));
    expect([asked.status, asked.text]).toEqual([200, plain.text]);
  });

  test.each(['999999', '99999999999999999999999999', '2999-01-01T00:00:00Z', '2999-01-01', '9999-12-31T23:59:59Z'])(
    'at %s has not come',
    async (at) => {
      expect(await refused(get(`/v1/organisations/acme?at=${at}`))).toMatchObject({ code: 'at_future', status: 400 });
    },
  );

  test.each(['2001-01-01', '0001-01-01T00:00:00Z', '0'])('at %s there was no such organisation', async (at) => {
    expect(await refused(get(`/v1/organisations/acme?at=${at}`))).toMatchObject({ code: 'not_found', status: 404 });
  });

  test('a cursor fits only the query it was given for, to the last bit', async () => {
    const first = jsonOf(await call(world.server.address, get('/v1/organisations?state=all&limit=1')));
    const cursor = String(first['next']);
    expect((await call(world.server.address, get(`/v1/organisations?state=all&limit=1&cursor=${cursor}`))).status).toBe(
      200,
    );
    const flipped = `${cursor.slice(0, -6)}${cursor.at(-6) === 'A' ? 'B' : 'A'}${cursor.slice(-5)}`;
    for (const query of [
      `state=all&cursor=${flipped}`,
      `state=all&cursor=${cursor}A`,
      `state=all&cursor=${cursor}%3D`,
      `state=all&country=DE&cursor=${cursor}`,
      `state=all&sort=name&cursor=${cursor}`,
      `state=all&at=1&cursor=${cursor}`,
      `cursor=${cursor}`,
    ]) {
      expect(await refused(get(`/v1/organisations?${query}`))).toMatchObject({ code: 'request_invalid' });
    }
  });
});
