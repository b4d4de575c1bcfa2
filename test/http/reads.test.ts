import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_CODES } from '../../src/core/errors.ts';
import type { ListingQuery, ListingRow } from '../../src/core/views.ts';
import type { App } from '../../src/http/app-deps.ts';
import { CHANGE, DOMAIN, ENTRY, KID, ORIGIN, PARTY, pageOf, ROW, stubApp } from './stub-app.ts';

let app: App;
let reads = 0;
const asked: { query: ListingQuery; seq: number }[] = [];

const rowNo = (n: number): ListingRow => ({ ...ROW, party_id: `acme-${n}` });

const ids: string[] = [];
/** Finds nothing, and notes what was asked for. */
async function noteId(id: string): Promise<undefined> {
  ids.push(id);
}

/** Three rows, one page each. */
async function page(query: ListingQuery, seq: number) {
  asked.push({ query, seq });
  const n = query.cursor === undefined ? 1 : Number(JSON.parse(query.cursor)[0]) + 1;
  return { ...pageOf([rowNo(n)], n < 3 ? JSON.stringify([String(n), 'acme']) : null), total: 3 };
}

beforeAll(async () => {
  app = await stubApp({
    stores: {
      audits: { of: async () => [], find: noteId },
      certificates: { of: async () => [], find: noteId },
      statements: { since: async () => [] },
      listing: {
        page,
        find: async (id) => (id === 'acme' ? ENTRY : undefined),
        match: async (key) =>
          'nameSkeleton' in key ? [ENTRY, ENTRY] : 'domain' in key && key.domain === 'acme.example' ? [ENTRY] : [],
      },
      parties: { find: async (id) => (id === 'acme' ? PARTY : undefined) },
      domains: {
        of: async () => [DOMAIN],
      },
      history: { of: async () => [CHANGE] },
    },
    onRead: () => {
      reads += 1;
    },
  });
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

describe('the listing', () => {
  test('is a page with its position', async () => {
    const response = await get('/v1/organisations');
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'registry-seq': '41',
      'cache-control': 'public, max-age=5',
      vary: 'accept',
    });
    expect(response.json()).toMatchObject({ items: [rowNo(1)], total: 3, total_is_exact: true, seq: 41 });
  });

  test('goes on by its link, at the position of its first page, until the end', async () => {
    asked.length = 0;
    let url: string | undefined = '/v1/organisations?q=a+%26+b&at=40&limit=1';
    const seen: string[] = [];
    while (url !== undefined) {
      const response = await get(url);
      expect(response.statusCode).toBe(200);
      seen.push(response.json().items[0].party_id);
      const link = /^<([^>]+)>; rel="next"$/.exec(String(response.headers.link ?? ''))?.[1];
      if (link !== undefined) expect(link.startsWith(`${ORIGIN}/v1/organisations?`)).toBe(true);
      expect(response.json().next === null).toBe(link === undefined);
      url = link?.slice(ORIGIN.length);
    }
    expect(seen).toEqual(['acme-1', 'acme-2', 'acme-3']);
    expect(asked.map(({ query, seq }) => [query.q, seq])).toEqual(Array(3).fill(['a & b', 40]));
  });

  test('a cursor does not open another query', async () => {
    const { next } = (await get('/v1/organisations')).json();
    expect((await get(`/v1/organisations?cursor=${next}`)).statusCode).toBe(200);
    const other = await get(`/v1/organisations?sort=name&cursor=${next}`);
    expect(other.json()).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/query/cursor' }] });
  });

  test('as CSV is whole, and no spreadsheet runs it', async () => {
    const response = await get('/v1/organisations?limit=1', { accept: 'text/csv' });
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers['registry-seq']).toBe('41');
    const lines = response.body.split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe(
      'party_id,name,domain,country,sector,tier,composite_percent,composite_6,efficiency,timing,data_diet,circularity,assurance_level,live,state,certificate_id,certified_at,valid_to',
    );
    expect(lines[1]).toContain(
      `acme-1,"'=Acme, ""quoted"" & Co",acme.example,DE,J,Silver,62.6,0.625912,57.2,60.0,61.1,70.0,2,none,active,`,
    );
  });

  test('as JSON Lines has one row a line', async () => {
    const response = await get('/v1/organisations.jsonl');
    expect(
      response.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([rowNo(1), rowNo(2), rowNo(3)]);
  });

  test.each([
    ['/v1/organisations.json', '*/*', 'application/json'],
    ['/v1/organisations.csv', 'application/json', 'text/csv'],
    ['/v1/organisations.html', '*/*', 'text/html'],
    ['/v1/organisations', 'text/html', 'text/html'],
    ['/v1/organisations', 'application/jsonl', 'application/jsonl'],
    ['/', '*/*', 'text/html'],
    ['/v1/organisations/acme', '*/*', 'application/json'],
    ['/v1/organisations/acme', 'text/html', 'text/html'],
    ['/v1/organisations/acme.json', 'text/html', 'application/json'],
    ['/v1/parties/acme.json', 'text/html', 'application/json'],
    ['/v1/organisations/acme.html', '*/*', 'text/html'],
    ['/organisations/acme', '*/*', 'text/html'],
    ['/?q=&utm_source=x', '*/*', 'text/html'],
  ])('%s for %s is %s', async (url, accept, type) => {
    const response = await get(url, { accept });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain(type);
  });
});

describe('conditional reads', () => {
  test('a client that has the answer costs one look at the log', async () => {
    const { headers } = await get('/v1/organisations/acme');
    reads = 0;
    const again = await get('/v1/organisations/acme', { 'if-none-match': `"x", W/${headers.etag}` });
    expect([again.statusCode, again.body, reads]).toEqual([304, '', 1]);
    expect(again.headers).toMatchObject({
      etag: headers.etag,
      'cache-control': 'public, max-age=5',
      'registry-seq': '41',
    });
  });

  test('* asks whether there is anything', async () => {
    expect((await get('/v1/organisations/acme', { 'if-none-match': '*' })).statusCode).toBe(304);
    expect((await get('/v1/organisations/none', { 'if-none-match': '*' })).statusCode).toBe(404);
  });

  test('HEAD is GET without the body', async () => {
    const head = await app.inject({ method: 'HEAD', url: '/v1/organisations/acme' });
    const full = await get('/v1/organisations/acme');
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(head.headers.etag).toBe(full.headers.etag);
    expect(head.headers['content-length']).toBe(full.headers['content-length']);
  });

  test('a refusal has no validator', async () => {
    const { headers } = await get('/v1/organisations/none');
    expect(headers).not.toHaveProperty('etag');
    expect(headers).not.toHaveProperty('registry-seq');
  });
});

describe('an organisation', () => {
  test('of one seq has one validator, however it was asked for; a page says that it shows the past', async () => {
    const etagOf = async (url: string, accept = 'application/json') => (await get(url, { accept })).headers['etag'];
    expect(await etagOf('/v1/organisations/acme?at=41')).toBe(await etagOf('/v1/organisations/acme'));
    expect(await etagOf('/v1/organisations/acme?at=40')).not.toBe(await etagOf('/v1/organisations/acme'));
    expect(await etagOf('/v1/organisations/acme?at=41', 'text/html')).not.toBe(
      await etagOf('/v1/organisations/acme', 'text/html'),
    );
  });

  test('as it stood at a seq may be kept longer', async () => {
    const response = await get('/v1/organisations/acme?at=40');
    expect(response.headers['cache-control']).toBe('public, max-age=3600');
    expect(response.json()).toMatchObject({ party_id: 'acme', changes: [CHANGE], seq: 40 });
  });

  test.each([
    ['at=42', 'at_future'],
    ['at=2999-01-01', 'at_future'],
    ['at=infinity', 'request_invalid'],
    ['at=NaN', 'request_invalid'],
    ['at=-1', 'request_invalid'],
  ])('?%s is %s', async (query, code) => {
    expect((await get(`/v1/organisations/acme?${query}`)).json()).toMatchObject({ code, status: 400 });
  });

  test('says that its form follows Accept, and has a validator for each', async () => {
    const [data, page] = await Promise.all(
      ['application/json', 'text/html'].map((accept) => get('/v1/organisations/acme?at=40', { accept })),
    );
    expect(data?.headers['vary']).toBe('accept');
    expect(String(page?.headers['vary']).split(', ')).toEqual(expect.arrayContaining(['accept', 'accept-encoding']));
    expect(data?.headers['etag']).not.toBe(page?.headers['etag']);
    expect(page?.headers['content-security-policy']).toContain("script-src 'self'");
  });

  test('its history is a list with a position', async () => {
    expect((await get('/v1/organisations/acme/history')).json()).toEqual({
      items: [CHANGE],
      seq: 41,
      as_of: '2026-11-25T11:59:00Z',
    });
  });

  test.each(['/v1/organisations/acme/audits', '/v1/organisations/acme/certificates', '/v1/parties/acme'])(
    '%s shows the present and takes no earlier position',
    async (url) => {
      expect((await get(url)).statusCode).toBe(200);
      const refused = (await get(`${url}?at=40`)).json();
      expect(refused).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/query/at' }] });
    },
  );

  test('that does not exist is a page for people and a problem for machines', async () => {
    const page = await get('/organisations/none', { accept: 'text/html,*/*;q=0.8' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect((await get('/organisations/none')).headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect((await get('/v1/organisations/none', { accept: 'text/html' })).headers['content-type']).toBe(
      'application/problem+json; charset=utf-8',
    );
  });
});

test.each([
  `/v1/audits/${KID}`,
  `/v1/audits/${KID}.json`,
  '/v1/certificates/0192f1a0-7c00-7000-8000-000000000001',
  '/v1/certificates/0192f1a0-7c00-7000-8000-000000000001.json',
])('%s asks for the id alone', async (url) => {
  ids.length = 0;
  expect((await get(url)).statusCode).toBe(404);
  expect(ids).toEqual([url.replace('.json', '').split('/').at(-1)]);
});

describe('look-ups', () => {
  test.each([
    ['domain=acme.example', 'certified'],
    ['domain=other.example', 'unknown'],
    ['lei=5299000J2N45DDNE4Y28', 'unknown'],
  ])('%s is %s', async (query, status) => {
    expect((await get(`/v1/lookup?${query}`)).json()).toMatchObject({ status, seq: 41 });
  });

  test.each([
    ['', 400, 'request_invalid'],
    ['domain=a.example&lei=x', 400, 'request_invalid'],
    ['domain=a%00.example', 400, 'request_invalid'],
    ['name=Acme', 409, 'name_ambiguous'],
  ])('?%s is %i', async (query, status, code) => {
    expect((await get(`/v1/lookup?${query}`)).json()).toMatchObject({ status, code });
  });

  const batch = (queries: unknown) =>
    app.inject({
      method: 'POST',
      url: '/v1/lookup',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ queries }),
    });

  test('in a batch an ambiguous name spoils only itself', async () => {
    const response = await batch([{ domain: 'acme.example' }, { name: 'Acme' }, { domain: 'other.example' }]);
    expect(response.json()).toMatchObject({
      items: [
        { query: { domain: 'acme.example' }, status: 'certified' },
        { query: { name: 'Acme' }, code: 'name_ambiguous', candidates: [{ party_id: 'acme' }, { party_id: 'acme' }] },
        { status: 'unknown' },
      ],
      seq: 41,
    });
  });

  test.each([
    [[{}], 400, '/queries/0'],
    [[{ domain: 'a.example' }, { domain: 'a.example', name: 'x' }], 400, '/queries/1'],
    [[{ name: 'a\u0000b' }], 400, '/queries/0'],
    [[{ foo: 'x' }], 400, '/queries/0/foo'],
    ['x', 400, '/queries'],
  ])('%j is refused', async (queries, status, pointer) => {
    const response = await batch(queries);
    expect(response.json()).toMatchObject({ status, code: 'request_invalid', errors: [{ pointer }] });
  });

  test('of more than a thousand is too large', async () => {
    expect((await batch(Array(1001).fill({ name: 'x' }))).json()).toMatchObject({ status: 413, code: 'too_large' });
  });
});

describe('what stands at fixed addresses', () => {
  test('the registry’s keys', async () => {
    expect((await get(`/keys/${KID}`)).json()).toEqual({ kty: 'OKP', crv: 'Ed25519', x: 'AAAA', kid: KID });
    expect((await get('/.well-known/jwks.json')).json().keys).toHaveLength(1);
  });

  test('security.txt, robots.txt', async () => {
    const text = (await get('/.well-known/security.txt')).body;
    expect(text).toContain('Contact: mailto:security@registry.example\nExpires: 2027-11-25T12:00:00Z\n');
    expect((await get('/robots.txt')).statusCode).toBe(200);
  });

  test('the methodology, with its digest', async () => {
    const { items } = (await get('/v1/methodologies')).json();
    expect(items).toEqual([
      { id: 'CMS-1.0.0', document_sha256: 'ab'.repeat(32), effective_at: '2026-11-25T11:59:00Z' },
    ]);
    expect((await get('/v1/methodologies/CMS-1.0.0')).json().parameters.methodology).toBe('CMS-1.0.0');
    expect((await get('/methodology')).headers['content-type']).toBe('text/html; charset=utf-8');
  });

  test.each(['/problems', ...ERROR_CODES.map((code) => `/problems/${code}`)])('%s', async (url) => {
    const response = await get(url);
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('no page for a code nobody gives', async () => {
    expect((await get('/problems/nonsense')).statusCode).toBe(404);
  });

  test('the API and its browser', async () => {
    const document = (await get('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const browser = await get('/docs/');
    expect(browser.statusCode).toBe(200);
    expect(browser.headers['content-security-policy']).not.toMatch(/https?:/);
    expect((await get('/docs/static/swagger-ui-bundle.js')).statusCode).toBe(200);
  });
});
