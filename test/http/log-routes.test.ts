import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { App } from '../../src/http/app-deps.ts';
import { parseBundle } from '../../src/log/bundle.ts';
import { EMPTY_EDGE, edgeRoot, growTree } from '../../src/log/edge.ts';
import { HASH_BYTES, leafHash } from '../../src/log/hash.ts';
import { NOTE_TYPES, verifierKey } from '../../src/log/note.ts';
import type { TreeStore } from '../../src/registry/ports/log.ts';
import { call, jsonOf } from '../e2e/client.ts';
import { stubApp, stubDeps } from './stub-app.ts';

/** 1,001 full tiles of level 0, and 44 leaves. */
const SIZE = 1001 * 256 + 44;
const leafAt = (index: number): string => `{"leaf":${index}}`;
const hashes = Array.from({ length: SIZE }, (_, index) => leafHash(Buffer.from(leafAt(index))));
const { edge, grown } = growTree(EMPTY_EDGE, hashes);
const stored = new Map(grown.map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
const LINE = '— clearwater.example AAAAAAAA';

interface Damage {
  readonly leaf?: number;
  readonly missing?: number;
  readonly tile?: string;
}

/** The published tree as a database would hold it, damaged or not. */
function treeOf({ leaf, missing, tile }: Damage): TreeStore {
  const head = { size: SIZE, root: edgeRoot(edge), note: 'registry.example/log\nthe checkpoint\n\n— its line\n' };
  const flip = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, (byte, at) => (at === 40 ? byte ^ 1 : byte));
  return {
    head: async () => head,
    newest: async () => [head],
    ofSize: async () => head,
    firstCovering: async () => head,
    tiles: async (ids) =>
      ids.map(({ level, index, width }) => {
        const whole = stored.get(`${level}/${index}`) ?? new Uint8Array();
        return (`${level}/${index}` === tile ? flip(whole) : whole).subarray(0, width * HASH_BYTES);
      }),
    leaves: async (from, count) => {
      const all = Array.from({ length: Math.min(count, SIZE - from) }, (_, at) => leafAt(from + at));
      const changed = all.map((text, at) => (from + at === leaf ? text.replace('leaf', 'laef') : text));
      return missing === undefined || missing < from ? changed : changed.slice(0, missing - from);
    },
  };
}

const openApp = (damage: Damage = {}): Promise<App> =>
  stubApp({ stores: { tree: treeOf(damage), cosignatures: { of: async () => [{ line: LINE }] as never } } });

let app: App;
let address: string;
beforeAll(async () => {
  app = await openApp();
  address = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url').slice(0, 27);

describe('tiles', () => {
  test.each([
    ['/log/tile/0/000', 256],
    ['/log/tile/0/999', 256],
    ['/log/tile/0/x001/000', 256],
    ['/log/tile/0/x001/001.p/44', 44],
    ['/log/tile/0/x001/001.p/1', 1],
    ['/log/tile/0/007.p/255', 255],
    ['/log/tile/1/003.p/233', 233],
    ['/log/tile/2/000.p/3', 3],
  ])('%s holds %i hashes', async (url, width) => {
    const answer = await app.inject({ url });
    expect(answer.statusCode).toBe(200);
    const [, level, place] = /^\/log\/tile\/(\d)\/(.*?)(\.p.*)?$/.exec(url) ?? [];
    const index = Number(place?.replaceAll(/[x/]/g, ''));
    expect(answer.rawPayload).toEqual(stored.get(`${level}/${index}`)?.subarray(0, width * HASH_BYTES));
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': String(width * HASH_BYTES),
      etag: `"${sha256(answer.rawPayload)}"`,
    });
  });

  test.each([
    ['one digit', '/log/tile/0/0'],
    ['four digits', '/log/tile/0/1000'],
    ['no x', '/log/tile/0/001/000'],
    ['x at the end', '/log/tile/0/x001/x000'],
    ['a group of zeros in front', '/log/tile/0/x000/001'],
    ['capital X', '/log/tile/0/X001/000'],
    ['level with a zero in front', '/log/tile/00/000'],
    ['level 64', '/log/tile/64/000'],
    ['negative level', '/log/tile/-1/000'],
    ['level by name', '/log/tile/leaves/000'],
    ['width 0', '/log/tile/0/000.p/0'],
    ['width 256', '/log/tile/0/000.p/256'],
    ['width with a zero in front', '/log/tile/0/000.p/01'],
    ['no width', '/log/tile/0/000.p/'],
    ['.p alone', '/log/tile/0/000.p'],
    ['a slash more', '/log/tile/0/000/'],
    ['an empty level', '/log/tile//000'],
    ['no index', '/log/tile/0/'],
    ['a percent-encoded digit', '/log/tile/0/%30%30%30'],
    ['a percent-encoded level', '/log/tile/%30/000'],
    ['a percent-encoded slash', '/log/tile/0/x001%2f000'],
    ['a percent-encoded dot', '/log/tile/0/000%2ep/5'],
    ['a percent-encoded prefix', '/log/t%69le/0/000'],
    ['a number no tile can have', `/log/tile/0/${'x999/'.repeat(40)}999`],
    ['entries with a level', '/log/tile/entries/0/000'],
    ['beyond the tree', '/log/tile/0/x001/002'],
    ['a full tile where the edge is', '/log/tile/0/x001/001'],
    ['wider than the edge', '/log/tile/0/x001/001.p/45'],
    ['an empty level above', '/log/tile/3/000.p/1'],
    ['the highest level', '/log/tile/63/000'],
    ['entries beyond the tree', '/log/tile/entries/x001/002'],
    ['entries wider than the edge', '/log/tile/entries/x001/001.p/45'],
  ])('%s is not found', async (_what, url) => {
    const answer = await app.inject({ url });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
    expect(answer.headers['cache-control']).toBe('public, max-age=60');
  });

  test.each(['/log/tile/0/000?', '/log/tile/0/000/../001', '/log/tile/./0/000', '//log/tile/0/000'])(
    '%s on the wire is not found',
    async (path) => {
      const answer = await call(address, { path });
      expect([answer.status, jsonOf(answer)['code']]).toEqual([404, 'not_found']);
    },
  );

  test('data is refused as data, whatever a browser would like', async () => {
    const answer = await app.inject({ url: '/log/tile/0/0', headers: { accept: 'text/html' } });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  test('a query is refused', async () => {
    const answer = await app.inject({ url: '/log/tile/0/000?x=1' });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'request_invalid']);
  });
});

describe('entries', () => {
  test.each([
    ['/log/tile/entries/000', 0, 256],
    ['/log/tile/entries/x001/000', 256_000, 256],
    ['/log/tile/entries/x001/001.p/44', 256_256, 44],
    ['/log/tile/entries/002.p/7', 512, 7],
  ])('%s', async (url, from, count) => {
    const answer = await app.inject({ url });
    expect(answer.statusCode).toBe(200);
    const leaves = parseBundle(answer.rawPayload)?.map((leaf) => Buffer.from(leaf).toString());
    expect(leaves).toEqual(Array.from({ length: count }, (_, at) => leafAt(from + at)));
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['etag']).toBe(`"${sha256(answer.rawPayload)}"`);
  });
});

describe('how they are answered', () => {
  test.each(['/log/tile/0/000', '/log/tile/entries/x001/000', '/log/checkpoint', '/log/vkey'])(
    '%s: HEAD, 304, any origin',
    async (url) => {
      const headers = { origin: 'https://monitor.example' };
      const get = await keyed.inject({ url, headers });
      expect([get.statusCode, get.headers['access-control-allow-origin']]).toEqual([200, '*']);
      const head = await keyed.inject({ method: 'HEAD', url, headers });
      expect([head.statusCode, head.payload]).toEqual([200, '']);
      for (const name of ['etag', 'cache-control', 'content-type', 'content-length', 'access-control-allow-origin'])
        expect(head.headers[name]).toBe(get.headers[name]);
      const again = await keyed.inject({ url, headers: { 'if-none-match': String(get.headers['etag']) } });
      expect([again.statusCode, again.payload]).toEqual([304, '']);
    },
  );

  test.each(['/log/tile/0/000', '/log/tile/entries/000', '/log/checkpoint', '/log/vkey'])(
    'POST %s is 405',
    async (url) => {
      expect((await app.inject({ method: 'POST', url })).statusCode).toBe(405);
    },
  );

  const key = verifierKey('registry.example/log', NOTE_TYPES.ed25519, new Uint8Array(32).fill(9));
  let keyed: App;
  beforeAll(async () => {
    const deps = stubDeps({ stores: { tree: treeOf({}), cosignatures: { of: async () => [] } } });
    const log = { origin: key.name, signers: [{ key, sign: async () => new Uint8Array(64) }] };
    keyed = await createApp({ ...deps, registry: { ...deps.registry, log } });
  });
  afterAll(() => keyed.close());

  test('the key is one line', async () => {
    const answer = await keyed.inject({ url: '/log/vkey' });
    const keyId = Buffer.from(key.keyId).toString('hex');
    expect(answer.payload).toBe(`registry.example/log+${keyId}+AQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJ\n`);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  test('the checkpoint carries the lines of its cosigners', async () => {
    const answer = await app.inject({ url: '/log/checkpoint' });
    expect(answer.payload).toBe(`registry.example/log\nthe checkpoint\n\n— its line\n${LINE}\n`);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=5',
    });
  });
});

describe('before the first checkpoint', () => {
  test.each(['/log/checkpoint', '/log/tile/0/000.p/1', '/log/tile/entries/000.p/1', '/log/vkey'])(
    '%s is not found',
    async (url) => {
      const empty = await stubApp({ stores: { tree: { head: async () => undefined } } });
      expect((await empty.inject({ url })).json()).toMatchObject({ status: 404, code: 'not_found' });
      await empty.close();
    },
  );
});

describe('damage', () => {
  const cases: [string, Damage, string, string][] = [
    ['a changed leaf', { leaf: 300 }, '/log/tile/entries/001', 'leaf 300'],
    ['a changed leaf at the edge', { leaf: 256_270 }, '/log/tile/entries/x001/001.p/44', 'leaf 256270'],
    ['a changed leaf, in a narrower bundle', { leaf: 300 }, '/log/tile/entries/001.p/3', 'leaf 300'],
    ['a leaf taken away', { missing: 515 }, '/log/tile/entries/002', 'leaf 515'],
    ['a changed tile', { tile: '0/1' }, '/log/tile/0/001', 'tile/0/001'],
    ['a changed tile, cut before the change', { tile: '0/1' }, '/log/tile/0/001.p/1', 'tile/0/001'],
    ['a changed tile above', { tile: '1/0' }, '/log/tile/1/000', 'tile/1/000'],
    ['entries below a changed tile', { tile: '0/1' }, '/log/tile/entries/001', 'tile/0/001'],
  ];
  test.each(cases)('%s is named and not served', async (_what, damage, url, name) => {
    const damaged = await openApp(damage);
    const answer = await damaged.inject({ url });
    expect(answer.json()).toMatchObject({ status: 503, code: 'log_damaged' });
    expect(answer.json().detail).toContain(name);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(answer.headers).not.toHaveProperty('etag');
    await damaged.close();
  });

  test.each([
    ['other entries', { leaf: 300 }, '/log/tile/entries/000'],
    ['the tile over a changed leaf', { leaf: 300 }, '/log/tile/0/001'],
    ['entries beside a changed tile', { tile: '0/1' }, '/log/tile/entries/002'],
    ['the edge', { tile: '0/1' }, '/log/tile/entries/x001/001.p/44'],
    ['the checkpoint', { leaf: 300, tile: '0/1' }, '/log/checkpoint'],
  ])('%s: still served', async (_what, damage, url) => {
    const damaged = await openApp(damage);
    expect((await damaged.inject({ url })).statusCode).toBe(200);
    await damaged.close();
  });
});

test('tiles are counted for themselves, cosignatures have a limit where it matters', async () => {
  const limited = await stubApp({ mode: 'production', stores: { tree: treeOf({}) } });
  const headers = async (url: string) => (await limited.inject({ url })).headers;
  expect((await headers('/log/tile/0/000'))['ratelimit-limit']).toBe('6000');
  expect((await headers('/log/tile/0/x001/000'))['ratelimit-limit']).toBe('6000');
  expect((await headers('/log/vkey'))['ratelimit-limit']).toBe('600');
  const post = { method: 'POST', url: '/log/cosignatures' } as const;
  for (let n = 0; n < 60; n += 1) expect((await limited.inject(post)).statusCode).toBe(415);
  const refused = await limited.inject(post);
  expect([refused.statusCode, refused.json().code]).toEqual([429, 'rate_limited']);
  expect(refused.headers).toHaveProperty('retry-after');
  await limited.close();
});
