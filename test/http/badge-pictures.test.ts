import { DOMParser } from '@xmldom/xmldom';
import extractChunks from 'png-chunks-extract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/http/app-deps.ts';
import { openRaster } from '../../src/http/raster.ts';
import { ENTRY, stubApp } from './stub-app.ts';

const NAMES: Readonly<Record<string, string>> = { acme: 'Acme', kaisha: '株式会社ミラー', smile: 'Smile 🪞 Ltd' };

let app: App;
beforeAll(async () => {
  const entryOf = (id: string) => ({ ...ENTRY, row: { ...ENTRY.row, party_id: id, name: NAMES[id] ?? id } });
  app = await stubApp({
    stores: {
      listing: {
        find: async (id) => (id in NAMES ? entryOf(id) : undefined),
        match: async (key) => ('domain' in key && key.domain === 'acme.example' ? [ENTRY] : []),
      },
    },
  });
});
afterAll(() => app.close());

const get = (url: string, headers = {}) => app.inject({ url, headers });

/** Width and height by the header of the picture. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

/** The texts of a picture, by keyword. */
function textsOf(png: Buffer): Record<string, string> {
  const texts = extractChunks(png).filter(({ name }) => name === 'iTXt');
  return Object.fromEntries(
    texts.map(({ data }) => {
      const [keyword = '', ...rest] = Buffer.from(data).toString('utf8').split('\0');
      return [keyword, rest.at(-1) ?? ''];
    }),
  );
}

const pixelsOf = (png: Buffer | undefined): string =>
  extractChunks(png ?? Buffer.alloc(0))
    .filter(({ name }) => name === 'IDAT')
    .map(({ data }) => Buffer.from(data).toString('base64'))
    .join();

describe('a badge in pixels', () => {
  test.each([
    ['/badges/acme.png', 1],
    ['/badges/acme.png?scale=1', 1],
    ['/badges/acme.png?scale=2', 2],
    ['/badges/acme@2x.png', 2],
    ['/badges/acme@2x.png?scale=1', 2],
    ['/badges/by-domain/acme.example.png?scale=2', 2],
    ['/badges/by-domain/acme.example@2x.png', 2],
  ])('%s has %d pixels per pixel', async (url, scale) => {
    const { statusCode, headers, rawPayload } = await get(`${url}${url.includes('?') ? '&' : '?'}style=card`);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=300',
      'registry-seq': '41',
      'surrogate-key': 'org:acme',
      'content-language': 'en',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(sizeOf(rawPayload)).toEqual([340 * scale, 150 * scale]);
  });

  test('says in itself what it shows and of which position', async () => {
    const { rawPayload } = await get('/badges/acme.png');
    const { body } = await get('/badges/acme.txt');
    expect(textsOf(rawPayload)).toEqual({
      Title: body.trim(),
      'Registry-Seq': '41',
      as_of: expect.stringMatching(/Z$/),
    });
  });

  test.each([
    ['de', 'de'],
    ['ja', 'en'],
  ])('in %s it is drawn in %s, and says so', async (lang, shown) => {
    const [drawn, expected] = await Promise.all([
      get(`/badges/acme.png?lang=${lang}`),
      get(`/badges/acme.png?lang=${shown}`),
    ]);
    expect(drawn.headers['content-language']).toBe(shown);
    expect(drawn.rawPayload.equals(expected.rawPayload)).toBe(true);
  });

  test.each(['kaisha', 'smile'])('of %s, whose name the fonts lack, it shows the domain', async (party) => {
    const [drawn, byDomain, other] = await Promise.all(
      [party, 'by-domain/acme.example', 'acme'].map(async (path) => (await get(`/badges/${path}.png`)).rawPayload),
    );
    expect(pixelsOf(drawn)).toEqual(pixelsOf(byDomain));
    expect(pixelsOf(drawn)).not.toEqual(pixelsOf(other));
    expect(textsOf(drawn ?? Buffer.alloc(0))['Title']).toContain(NAMES[party]);
  });

  test('theme auto is light, dark is dark', async () => {
    const [light, automatic, dark] = await Promise.all(
      ['light', 'auto', 'dark'].map(async (theme) => (await get(`/badges/acme.png?theme=${theme}`)).rawPayload),
    );
    expect(automatic?.equals(light ?? Buffer.alloc(0))).toBe(true);
    expect(dark?.equals(light ?? Buffer.alloc(0))).toBe(false);
  });

  test('has a validator', async () => {
    const { headers } = await get('/badges/acme.png');
    const again = await get('/badges/acme.png', { 'if-none-match': headers.etag });
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
    expect((await get('/badges/acme.png?scale=2')).headers.etag).not.toBe(headers.etag);
  });

  test.each(['?scale=3', '?scale=0', '?scale=1.5', '?scale=', '?scale=2&scale=1', '?v=2'])(
    '%s is no choice',
    async (query) => {
      const [asked, plain] = [await get(`/badges/acme.png${query}`), await get('/badges/acme.png')];
      expect([asked.statusCode, asked.rawPayload.equals(plain.rawPayload)]).toEqual([200, true]);
    },
  );

  test('a scale is for pixels alone', async () => {
    expect((await get('/badges/acme.svg?scale=2')).body).toBe((await get('/badges/acme.svg')).body);
    expect((await get('/badges/acme@2x.svg')).body).toContain('not in this register');
  });

  test.each(['/badges/nobody.png', '/badges/No%20body.png', '/badges/by-domain/nobody.example.png'])(
    '%s is a neutral picture that nobody keeps',
    async (url) => {
      const { statusCode, headers, rawPayload } = await get(url);
      expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
      expect(headers).not.toHaveProperty('etag');
      expect(headers).not.toHaveProperty('surrogate-key');
      expect(textsOf(rawPayload)).toMatchObject({ Title: expect.stringContaining('not in this register') });
    },
  );
});

test.each([
  ['json', '"schemaVersion":1'],
  ['txt', 'Carbon Mirror: acme.example: '],
])('by domain as %s', async (form, part) => {
  const { headers, body } = await get(`/badges/by-domain/acme.example.${form}`);
  expect(headers).toMatchObject({ 'cache-control': 'public, max-age=300', 'surrogate-key': 'org:acme' });
  expect(body).toContain(part);
});

test('no form of a test registry is without its word', async () => {
  for (const form of ['svg', 'json', 'txt', 'baked.svg']) {
    for (const query of ['', '?lang=ja', '?style=compact&theme=dark&lang=fr'])
      expect((await get(`/badges/acme.${form}${query}`)).body).toContain('TEST');
  }
  for (const url of ['/badges/acme.png', '/badges/acme.baked.png?lang=es', '/badges/nobody.png', '/cards/acme.png'])
    expect(textsOf((await get(url)).rawPayload)['Title']).toContain('TEST');
});

describe('while the register cannot be read', () => {
  let broken: App;
  beforeAll(async () => {
    const fail = async (): Promise<never> => {
      throw new Error('no database');
    };
    broken = await stubApp({ stores: { listing: { find: fail, match: fail } } });
  });
  afterAll(() => broken.close());

  test.each(['svg', 'png', 'json', 'txt', 'baked.svg', 'baked.png'])(
    'the %s says so and is kept nowhere',
    async (form) => {
      for (const path of ['acme', 'by-domain/acme.example']) {
        const { statusCode, headers, rawPayload } = await broken.inject({ url: `/badges/${path}.${form}` });
        expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
        for (const name of ['etag', 'registry-seq', 'surrogate-key']) expect(headers).not.toHaveProperty(name);
        const said = form.endsWith('png') ? textsOf(rawPayload)['Title'] : rawPayload.toString();
        expect(said).toContain('cannot be read now');
        expect(said).not.toMatch(/database|Silver|[0-9]\.[0-9] %|data-seq/);
        if (form.endsWith('svg'))
          new DOMParser({ onError: fatal }).parseFromString(rawPayload.toString(), 'image/svg+xml');
      }
    },
  );

  test('whatever is asked of it', async () => {
    expect((await broken.inject({ url: '/badges/acme.svg?style=huge' })).body).toContain('cannot be read now');
  });
});

const fatal = (level: string, message: string): never => {
  throw new Error(`${level}: ${message}`);
};

describe('the raster', () => {
  const svg = (colour: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="${colour}"/></svg>`;

  test('draws once however many ask, and keeps no more than it may', async () => {
    const raster = openRaster(300);
    const [first, second] = await Promise.all([raster.draw(svg('red'), 1), raster.draw(svg('red'), 1)]);
    expect(second).toBe(first);
    expect(await raster.draw(svg('red'), 1)).toBe(first);
    for (const colour of ['blue', 'green', 'black', 'white']) await raster.draw(svg(colour), 1);
    expect(raster.keptBytes()).toBeLessThanOrEqual(300);
    expect(raster.keptBytes()).toBeGreaterThan(0);
    expect(await raster.draw(svg('red'), 1)).not.toBe(first);
  });

  test('refuses rather than queues without end', async () => {
    const raster = openRaster();
    const drawn = await Promise.allSettled(
      Array.from({ length: 300 }, (_, at) => raster.draw(svg(`rgb(${at % 256},${at >> 8},0)`), 1)),
    );
    const refused = drawn.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBe(300 - 130);
    expect(refused[0]).toMatchObject({ reason: { code: 'overloaded' } });
  });

  test('knows what its fonts have', async () => {
    const covers = await openRaster().covers;
    expect(covers('Zürichberg Łódź Ελλάδα Россия · %')).toBe(true);
    for (const text of ['株', 'ライブ', '🪞', 'a\u0000', 'a\u202e', '\uD800']) expect(covers(text)).toBe(false);
  });
});
