import { DOMParser } from '@xmldom/xmldom';
import extractChunks from 'png-chunks-extract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/http/app-deps.ts';
import { ENTRY, ORIGIN, stubApp } from './stub-app.ts';

let app: App;
beforeAll(async () => {
  app = await stubApp({
    stores: { listing: { find: async (id) => (id === 'acme' ? ENTRY : undefined), match: async () => [] } },
  });
});
afterAll(() => app.close());

const get = (url: string) => app.inject({ url });
const oembed = (query: Record<string, string>) => get(`/oembed?${new URLSearchParams(query).toString()}`);
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
const PAGE = `${ORIGIN}/organisations/acme`;

test('an address longer than any is refused', async () => {
  expect((await oembed({ url: `${PAGE}?${'a'.repeat(2_000)}` })).json().code).toBe('request_invalid');
});

describe('cards', () => {
  test.each([
    ['/cards/acme.png', 'public, max-age=300', 'en'],
    ['/cards/acme.png?lang=fr', 'public, max-age=300', 'fr'],
    ['/cards/acme.png?lang=ja', 'public, max-age=300', 'en'],
    ['/cards/registry.png', 'public, max-age=300', 'en'],
    ['/cards/registry.png?lang=de', 'public, max-age=300', 'de'],
    ['/cards/nobody.png', 'no-store', 'en'],
    ['/cards/No%3Cb%3Ebody.png', 'no-store', 'en'],
  ])('%s is 1200 by 630, kept as %s, in %s', async (url, cache, lang) => {
    const { statusCode, headers, rawPayload } = await get(url);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': cache,
      'content-language': lang,
      'registry-seq': '41',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(headers.etag === undefined).toBe(cache === 'no-store');
    expect(sizeOf(rawPayload)).toEqual([1200, 630]);
    expect(extractChunks(rawPayload).filter(({ name }) => name === 'iTXt').length).toBeGreaterThanOrEqual(2);
  });

  test('an option nobody knows is no choice', async () => {
    const [asked, plain] = [await get('/cards/acme.png?theme=dark'), await get('/cards/acme.png')];
    expect([asked.statusCode, asked.rawPayload.equals(plain.rawPayload)]).toEqual([200, true]);
  });
});

describe('oEmbed', () => {
  test.each([
    [{}, '/cards/acme.png', [1200, 630]],
    [{ maxwidth: '1200', maxheight: '630' }, '/cards/acme.png', [1200, 630]],
    [{ maxwidth: '800' }, '/badges/acme.png?style=card&scale=2', [680, 300]],
    [{ maxheight: '150' }, '/badges/acme.png?style=card&scale=1', [340, 150]],
    [{ maxheight: '20' }, '/badges/acme.png?style=compact&scale=1', undefined],
  ])('within %j it is the largest picture that fits: %s', async (limits, path, size) => {
    const answer = (await oembed({ url: PAGE, ...limits })).json();
    expect(answer).toMatchObject({ version: '1.0', type: 'photo', url: `${ORIGIN}${path}`, cache_age: 300, seq: 41 });
    const picture = await get(path);
    expect([answer.width, answer.height]).toEqual(sizeOf(picture.rawPayload));
    if (size !== undefined) expect([answer.width, answer.height]).toEqual(size);
    if (answer.thumbnail_url !== undefined) {
      const thumbnail = await get(answer.thumbnail_url.slice(ORIGIN.length));
      expect([answer.thumbnail_width, answer.thumbnail_height]).toEqual(sizeOf(thumbnail.rawPayload));
    }
  });

  test('where none fits it is a link', async () => {
    const { headers, ...response } = await oembed({ url: PAGE, maxwidth: '50' });
    const answer = response.json();
    expect(answer).toMatchObject({ type: 'link', title: expect.stringContaining('Silver'), author_url: PAGE });
    for (const name of ['url', 'width', 'height', 'thumbnail_url']) expect(answer).not.toHaveProperty(name);
    expect(headers).toMatchObject({ 'surrogate-key': 'org:acme', 'registry-seq': '41' });
  });

  test('as XML it says the same', async () => {
    const { headers, body } = await oembed({ url: PAGE, format: 'xml' });
    expect(headers).toMatchObject({ 'content-type': 'text/xml; charset=utf-8', 'registry-seq': '41' });
    const root = new DOMParser({ onError: fatal }).parseFromString(body, 'text/xml').documentElement;
    const members = Array.from(root?.childNodes ?? [], (node) => [node.nodeName, node.textContent]);
    const { seq, as_of, ...json } = (await oembed({ url: PAGE })).json();
    expect(root?.nodeName).toBe('oembed');
    expect(members).toEqual(Object.entries(json).map(([name, value]) => [name, String(value)]));
  });

  test.each([
    '/organisations/acme',
    '/organisations/acme?lang=de&at=2026-01-01#proofs',
    '/for-sales/acme',
    '/badges/acme.svg?style=card',
    '/badges/acme@2x.png',
    '/badges/acme.baked.svg',
    '/cards/acme.png',
  ])('%s is about acme', async (path) => {
    expect((await oembed({ url: `${ORIGIN}${path}`, dnt: '1', wmode: 'opaque' })).json()).toMatchObject({
      type: 'photo',
    });
  });

  test('its pictures are in the language of the address', async () => {
    expect((await oembed({ url: `${PAGE}?lang=de` })).json().url).toBe(`${ORIGIN}/cards/acme.png?lang=de`);
    expect((await oembed({ url: `${PAGE}?lang=ja` })).json().url).toBe(`${ORIGIN}/cards/acme.png`);
    expect((await oembed({ url: `${PAGE}?lang=tlh` })).json().url).toBe(`${ORIGIN}/cards/acme.png`);
  });

  test.each<readonly [status: number, code: string, query: Record<string, string>]>([
    [404, 'not_found', { url: `${ORIGIN}/organisations/nobody` }],
    [404, 'not_found', { url: `${ORIGIN}/organisations/ACME` }],
    [404, 'not_found', { url: `${ORIGIN}/organisations/acme/keys` }],
    [404, 'not_found', { url: `${ORIGIN}/methodology` }],
    [404, 'not_found', { url: 'https://elsewhere.example/organisations/acme' }],
    [404, 'not_found', { url: `${ORIGIN}@evil.example/organisations/acme` }],
    [404, 'not_found', { url: 'javascript:alert(1)' }],
    [404, 'not_found', { url: 'organisations/acme' }],
    [404, 'not_found', { url: '' }],
    [501, 'format_unsupported', { url: PAGE, format: 'yaml' }],
    [501, 'format_unsupported', { url: PAGE, format: '' }],
    [400, 'request_invalid', {}],
    [400, 'request_invalid', { url: PAGE, maxwidth: '-1' }],
    [400, 'request_invalid', { url: PAGE, maxwidth: '0' }],
    [400, 'request_invalid', { url: PAGE, maxheight: '1e3' }],
  ])('%d %s: %j', async (status, code, query) => {
    const response = await oembed(query);
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  });
});

const fatal = (level: string, message: string): never => {
  throw new Error(`${level}: ${message}`);
};
