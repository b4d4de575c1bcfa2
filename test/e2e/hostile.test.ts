import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, jsonOf, jsonTo, type Request, statementTo } from './client.ts';
import { expectProblem, expectRefused } from './refusal.ts';
import { openWorld, stateDigest, type World } from './world.ts';

/** Requests that carry no signature, sent by somebody who means harm. */

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
const get = (path: string, headers: Request['headers'] = {}): Request => ({ path, headers });

describe('addresses', () => {
  test.each(
    [
      '/nowhere',
      '/v1',
      '//v1/organisations',
      '/v1//organisations',
      '/v1/./organisations',
      '/v1/organisations/',
      '/V1/organisations',
      '/v1/organisations;jsessionid=1',
      '/v1/organisations%2facme',
      '/v1%2forganisations',
      '/v1/organisations\\acme',
      '/v1/organisations/%00',
      '/v1/organisations/acme%00',
      '/v1/organisations/%2e%2e',
      '/v1/organisations/..%2f..%2fetc%2fpasswd',
      '/v1/organisations/ACME',
      '/v1/organisations/acme/nothing',
      '/v1/organisations/nobody',
      `/v1/organisations/${'a'.repeat(64)}`,
      `/v1/organisations/${'a'.repeat(9_000)}`,
      '/v1/organisations/__proto__',
      '/v1/organisations/constructor/keys',
      '/v1/parties/nobody',
      '/v1/parties/nobody/keys',
      `/v1/audits/${'A'.repeat(43)}`,
      `/v1/audits/${'A'.repeat(42)}B`,
      '/v1/certificates/0',
      '/v1/certificates/..%2f',
      `/v1/statements/${'A'.repeat(43)}.jws`,
      `/v1/statements/${'A'.repeat(43)}.jws.txt`,
      '/v1/methodologies/CMS-9',
      '/v1/organisations.xml',
      '/badges/acme.exe',
      '/badges/acme.svg/',
      '/badges/acme%2esvg%00',
      '/badges/by-domain/acme%2eexample.svg%20',
      '/keys/short',
      `/keys/${'A'.repeat(43)}`,
      '/.git/config',
      '/.env',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/docs/static/..%2f..%2fpackage.json',
      '/problems/..%2f',
      '/metrics',
    ].map(labelled),
  )('%s is not found', async (_label, path) => {
    const { code, status, answer } = await refused(get(path));
    expect([status, code]).toEqual([404, 'not_found']);
    expect(answer.headers['cache-control']).toBe('public, max-age=60');
  });

  test.each([
    '/%',
    '/%ff',
    '/v1/organisations/%c0%ae%c0%ae',
    '/v1/organisations/%ed%a0%80',
    '/badges/%ff.svg',
    '/keys/%e0%80',
  ])('%s is no path', async (path) => {
    expect(await refused(get(path))).toMatchObject({ code: 'request_invalid', status: 400 });
  });

  test('a page that is not there is a page for people, and still a 404', async () => {
    const answer = await call(world.server.address, get('/organisations/nobody', { accept: 'text/html' }));
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  });
});

describe('methods', () => {
  test.each([
    ['DELETE', '/v1/organisations', 'GET, HEAD'],
    ['PUT', '/v1/organisations/acme', 'GET, HEAD'],
    ['POST', '/v1/certificates/x', 'GET, HEAD'],
    ['PATCH', '/v1/parties/acme', 'GET, HEAD'],
    ['GET', '/v1/parties', 'POST'],
    ['GET', '/v1/token', 'POST'],
    ['POST', '/v1/me', 'GET, HEAD'],
    ['DELETE', '/v1/lookup', 'GET, HEAD, POST'],
    ['POST', '/organisations/acme', 'GET, HEAD'],
    ['PUT', '/badges/acme.svg', 'GET, HEAD'],
    ['DELETE', '/health/live', 'GET, HEAD'],
  ])('%s %s is 405', async (method, path, allow) => {
    const { code, status, answer } = await refused({ method, path });
    expect([status, code, answer.headers.allow]).toEqual([405, 'method_not_allowed', allow]);
  });

  test.each(['x-http-method-override', 'x-http-method', 'x-method-override'])('%s overrides nothing', async (name) => {
    const answer = await call(world.server.address, get('/v1/organisations/acme', { [name]: 'DELETE' }));
    expect(answer.status).toBe(200);
    expect(await refused({ method: 'POST', path: '/v1/organisations/acme', headers: { [name]: 'GET' } })).toMatchObject(
      {
        status: 405,
      },
    );
  });
});

describe('bodies', () => {
  const long = 'a'.repeat(262_145);
  test.each<[string, Request]>([
    ['a statement', statementTo('/v1/acts', long)],
    [
      'a statement in chunks',
      {
        ...statementTo('/v1/acts', long),
        headers: { 'content-type': 'application/jose', 'transfer-encoding': 'chunked' },
      },
    ],
    [
      'a form',
      {
        method: 'POST',
        path: '/v1/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `scope=${long}`,
      },
    ],
    ['a batch', jsonTo('/v1/lookup', `{"queries":["${'a'.repeat(1_100_000)}"]}`)],
    ['1,001 look-ups', jsonTo('/v1/lookup', JSON.stringify({ queries: Array(1_001).fill({ name: 'x' }) }))],
    ['a body where none belongs', { ...statementTo('/v1/parties/acme/domains/acme.example/check', 'a'.repeat(2_000)) }],
  ])('%s too long', async (_what, request) => {
    expect(await refused(request)).toMatchObject({ code: 'too_large', status: 413 });
  });

  test.each([
    'application/json',
    'application/jose; charset=utf-8',
    'application/jose;',
    'application/jose+json',
    'application/jose, application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    '*/*',
    '',
  ])('a statement as "%s"', async (type) => {
    const request = { ...statementTo('/v1/audits', 'a.b.c'), headers: { 'content-type': type } };
    expect(await refused(request)).toMatchObject({ code: 'media_type', status: 415 });
  });

  test.each(['gzip', 'br', 'deflate', 'gzip, gzip', 'zstd', 'GZIP', 'unknown'])('coded as %s', async (coding) => {
    for (const path of ['/v1/score', '/v1/lookup']) {
      const request = {
        ...jsonTo(path, '{}'),
        headers: { 'content-type': 'application/json', 'content-encoding': coding },
      };
      expect(await refused(request)).toMatchObject({ code: 'media_type', status: 415 });
    }
  });

  test.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a number', '1'],
    ['duplicate members', '{"queries":[],"queries":[]}'],
    ['an escaped duplicate', '{"queries":[],"querie\\u0073":[]}'],
    ['a byte order mark', '\ufeff{"queries":[]}'],
    ['a prototype', '{"__proto__":{"queries":[]},"queries":[]}'],
    ['an unknown member', '{"queries":[],"admin":true}'],
    ['a query with two criteria', '{"queries":[{"name":"a","lei":"b"}]}'],
    ['an empty query', '{"queries":[{}]}'],
    ['a NUL', '{"queries":[{"name":"a\\u0000"}]}'],
    ['half a surrogate', '{"queries":[{"name":"\\ud800"}]}'],
    ['too deep', `{"queries":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['no JSON at all', '{"queries":[{"name":NaN}]}'],
    ['two documents', '{"queries":[]}{"queries":[]}'],
  ])('a look-up batch of %s', async (_what, body) => {
    expect(await refused(jsonTo('/v1/lookup', body))).toMatchObject({ code: 'request_invalid', status: 400 });
    expect(await refused(jsonTo('/v1/score', body))).toMatchObject({ code: 'document_invalid', status: 400 });
  });
});

test('namesakes are an ambiguity, with candidates', async () => {
  const { code, status, answer } = await refused(get('/v1/lookup?name=ACME%20energy'));
  expect([status, code]).toEqual([409, 'name_ambiguous']);
  expect(jsonOf(answer)['candidates']).toMatchObject([{ party_id: 'acme' }, { party_id: 'acme-too' }]);
});

test('HEAD of what is not there has the headers of a refusal and no body', async () => {
  const answer = await call(world.server.address, { method: 'HEAD', path: '/v1/organisations/nobody' });
  expect([answer.status, answer.text]).toEqual([404, '']);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
});

test('ranges, odd Accept headers and conditions change nothing', async () => {
  const plain = await call(world.server.address, get('/v1/organisations/acme'));
  for (const headers of [
    { range: 'bytes=0-10' },
    { range: 'bytes=-1,0-99999999,5-2' },
    { 'if-range': '"x"', range: 'bytes=1-' },
    { accept: '' },
    { accept: ';;;q=NaN,*/*;q=-1' },
    { accept: `${'a/b;q=0.1,'.repeat(900)}x/y` },
    { 'if-none-match': '"a", W/"b", c, ,"' },
    { 'if-none-match': `${'"x",'.repeat(2_500)}"y"` },
    { 'if-match': '"nope"' },
    { 'if-modified-since': 'Wed, 25 Nov 2099 00:00:00 GMT' },
    { 'if-unmodified-since': 'garbage' },
    { cookie: '__proto__=1; token=x', 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'javascript' },
    { 'x-forwarded-for': '127.0.0.1, 10.0.0.1', forwarded: 'for=127.0.0.1', 'x-real-ip': '::1' },
    { expect: 'nothing' },
  ]) {
    const answer = await call(world.server.address, get('/v1/organisations/acme', headers));
    expect([headers, answer.status, answer.text]).toEqual([headers, 200, plain.text]);
  }
});

test('the last answer is as good as the first', async () => {
  expect(await stateDigest(world.registry)).toBe(state);
  expect(expectProblem(await call(world.server.address, get('/nowhere')))).toBe('not_found');
});
