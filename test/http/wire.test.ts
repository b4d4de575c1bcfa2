import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/http/app-deps.ts';
import { ORIGIN, stubApp } from './stub-app.ts';

let app: App;
let broken: App;
beforeAll(async () => {
  app = await stubApp();
  broken = await stubApp({
    onRead: () => {
      throw new Error('password=hunter2 at /srv/db.ts:12');
    },
  });
});
afterAll(async () => {
  await app.close();
  await broken.close();
});

const post = (url: string, payload: string | Buffer, headers: Record<string, string>) =>
  app.inject({ method: 'POST', url, payload, headers });

describe('media types', () => {
  const signed = ['/v1/parties', '/v1/parties/acme/keys', '/v1/workloads', '/v1/inventories', '/v1/audits', '/v1/acts'];

  test.each(signed)('%s takes bare application/jose only', async (url) => {
    for (const type of [
      'application/json',
      'application/jose; charset=utf-8',
      'application/jose;',
      'application/jose+json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]) {
      const response = await post(url, 'a.b.c', { 'content-type': type });
      expect([type, response.statusCode, response.json().code]).toEqual([type, 415, 'media_type']);
    }
    const upper = await post(url, 'a.b', { 'content-type': 'APPLICATION/JOSE' });
    expect(upper.json()).toMatchObject({ code: 'jws_structure' });
  });

  test.each([
    ['application/json', 'document_invalid'],
    ['application/json; charset=utf-8', 'document_invalid'],
    ['application/json; charset=utf-16', 'media_type'],
    ['application/json\t; a=b', 'media_type'],
    ['application/vnd.api+json', 'media_type'],
    ['application/jose', 'media_type'],
  ])('POST /v1/score as %s: %s', async (type, code) => {
    expect((await post('/v1/score', '{"a":1,"a":2}', { 'content-type': type })).json()).toMatchObject({ code });
  });

  test('a coded body is not unpacked', async () => {
    const headers = { 'content-type': 'application/jose', 'content-encoding': 'gzip' };
    expect((await post('/v1/audits', 'x', headers)).json()).toMatchObject({ code: 'media_type', status: 415 });
  });
});

describe('sizes', () => {
  const jose = { 'content-type': 'application/jose' };

  test.each([
    ['/v1/parties', 262_144, jose],
    ['/v1/workloads', 262_144, jose],
    ['/v1/inventories', 262_144, jose],
    ['/v1/acts', 262_144, jose],
    ['/v1/audits', 8_388_608, jose],
    ['/v1/score', 8_388_608, { 'content-type': 'application/json' }],
  ])('%s takes %i bytes', async (url, limit, headers) => {
    const over = await post(url, Buffer.alloc(limit + 1, 'a'), headers);
    expect(over.statusCode).toBe(413);
    expect(over.json()).toMatchObject({ code: 'too_large' });
    expect((await post(url, Buffer.alloc(limit, 'a'), headers)).statusCode).toBe(400);
  });

  test.each(['/v1/parties', '/v1/parties/acme/keys', '/v1/audits', '/v1/acts', '/v1/score', '/v1/lookup', '/v1/token'])(
    '%s looks at the size before the media type',
    async (url) => {
      const coded = { 'content-type': 'text/odd', 'content-encoding': 'gzip' };
      const over = await post(url, '', { ...coded, 'content-length': '8388609' });
      expect([over.statusCode, over.json().code, over.headers.connection]).toEqual([413, 'too_large', 'close']);
      expect((await post(url, 'a.b.c', coded)).json()).toMatchObject({ code: 'media_type', status: 415 });
    },
  );

  test('a domain check takes no body to speak of', async () => {
    const response = await post('/v1/parties/acme/domains/acme.example/check', 'a'.repeat(2000), jose);
    expect(response.statusCode).toBe(413);
  });
});

describe('methods', () => {
  test.each([
    ['DELETE', '/v1/organisations', 'GET, HEAD'],
    ['PUT', '/v1/audits', 'POST'],
    ['GET', '/v1/audits', 'POST'],
    ['HEAD', '/v1/acts', 'POST'],
    ['POST', '/v1/organisations/acme', 'GET, HEAD'],
    ['PATCH', '/v1/lookup', 'GET, HEAD, POST'],
    ['POST', '/badges/acme.svg', 'GET, HEAD'],
    ['DELETE', '/', 'GET, HEAD'],
  ] as const)('%s %s is 405', async (method, url, allow) => {
    const response = await app.inject({ method, url, headers: { 'content-type': 'text/odd' } });
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe(allow);
    if (method !== 'HEAD') expect(response.json()).toMatchObject({ code: 'method_not_allowed' });
  });

  test('an override header is not looked at', async () => {
    const headers = { 'x-http-method-override': 'DELETE' };
    expect((await app.inject({ method: 'POST', url: '/v1/organisations/acme', headers })).statusCode).toBe(405);
  });
});

describe('addresses', () => {
  test.each([
    '/nowhere',
    '//v1/organisations',
    '/v1/organisations/',
    '/V1/ORGANISATIONS',
    '/v1/organisations;x=1',
    '/v1/organisations/%00',
    '/v1/organisations/Acme',
    '/v1/organisations/..%2f..%2fetc%2fpasswd',
    `/v1/organisations/${'a'.repeat(300)}`,
    '/v1/audits/short',
    '/v1/statements/short.jws',
    '/v1/statements/abc',
    '/v1/certificates/%2e%2e',
    '/v1/methodologies/CMS-2.0.0',
    '/badges/acme.gif',
    '/badges/by-domain/localhost.gif',
    '/keys/AAAA',
  ])('%s is 404', async (url) => {
    const response = await app.inject({ url });
    expect([response.statusCode, response.json().code]).toEqual([404, 'not_found']);
    expect(response.headers['cache-control']).toBe('public, max-age=60');
  });

  test.each(['/v1/organisations/%ff', '/v1/organisations/%c0%ae', '/%'])('%s is 400', async (url) => {
    const response = await app.inject({ url });
    expect([response.statusCode, response.json().code]).toEqual([400, 'request_invalid']);
  });

  test('a name nobody could have asks no database', async () => {
    expect((await broken.inject({ url: '/v1/organisations/A_B' })).statusCode).toBe(404);
    expect((await broken.inject({ url: '/v1/organisations/ab' })).statusCode).toBe(500);
  });

  test('parameters nobody knows are refused on every read', async () => {
    for (const url of [
      '/v1/organisations/acme',
      '/v1/methodologies',
      '/health/live',
      '/keys/AAAA',
      '/v1/certificates/x',
    ]) {
      const response = await app.inject({ url: `${url}?x=1` });
      expect([400, 404]).toContain(response.statusCode);
    }
  });
});

describe('surprises', () => {
  test('are opaque', async () => {
    const response = await broken.inject({ url: '/v1/organisations' });
    expect(response.statusCode).toBe(500);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(Object.keys(response.json()).sort()).toEqual([
      'code',
      'detail',
      'errors',
      'instance',
      'status',
      'title',
      'type',
    ]);
    expect(response.body).not.toMatch(/hunter2|srv|stack/);
    expect(response.json().instance).toMatch(/^urn:uuid:0192f1a0-/);
  });

  test('are pages for people', async () => {
    const response = await broken.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(response.statusCode).toBe(500);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.body).not.toContain('hunter2');
  });

  test('readiness says so instead', async () => {
    const response = await broken.inject({ url: '/health/ready' });
    const state = { ready: false, database: false, seq: null, log: 'ok', high_water_mark: null };
    expect([response.statusCode, response.json()]).toEqual([503, state]);
  });
});

describe('headers', () => {
  test.each(['/', '/v1/organisations', '/nowhere', '/badges/acme.svg', '/assets/style.css'])(
    '%s is guarded',
    async (url) => {
      const { headers } = await app.inject({ url });
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    },
  );

  test('pages load from here only', async () => {
    const policy = (await app.inject({ url: '/' })).headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-inline');
  });

  test('badges may be shown anywhere, the rest may not', async () => {
    const corp = async (url: string) => (await app.inject({ url })).headers['cross-origin-resource-policy'];
    expect(await corp('/badges/acme.svg')).toBe('cross-origin');
    expect(await corp('/v1/organisations')).toBe('same-origin');
  });

  test('any origin may read, none may write', async () => {
    const headers = { origin: 'https://evil.example' };
    const read = await app.inject({ url: '/v1/organisations', headers });
    expect(read.headers['access-control-allow-origin']).toBe('*');
    expect(read.headers).not.toHaveProperty('access-control-allow-credentials');
    const head = await app.inject({ method: 'HEAD', url: '/v1/organisations', headers });
    for (const name of ['access-control-allow-origin', 'access-control-expose-headers']) {
      expect(head.headers[name]).toBe(read.headers[name]);
    }
    const own = await app.inject({ method: 'HEAD', url: '/v1/me', headers });
    expect(own.headers).not.toHaveProperty('access-control-allow-origin');
    const write = await app.inject({ method: 'POST', url: '/v1/audits', headers });
    expect(write.headers).not.toHaveProperty('access-control-allow-origin');
    const preflight = await app.inject({
      method: 'OPTIONS',
      url: '/v1/organisations',
      headers: {
        ...headers,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'if-none-match',
      },
    });
    expect([preflight.statusCode, preflight.headers['access-control-allow-methods']]).toEqual([204, 'GET, HEAD']);
  });
});

describe('rates', () => {
  test('are counted by address, and told', async () => {
    const limited = await stubApp({ mode: 'production' });
    const register = (remoteAddress: string) =>
      limited.inject({ method: 'POST', url: '/v1/parties', remoteAddress, headers: { 'x-forwarded-for': '10.0.0.1' } });
    for (let i = 0; i < 5; i += 1) expect((await register(`2001:db8::${i}`)).statusCode).toBe(415);
    const refused = await register('2001:db8::99');
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'rate_limited' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3600);
    expect(refused.headers['ratelimit-limit']).toBe('5');
    expect((await register('2001:db8:0:1::1')).statusCode).toBe(415);
    expect((await limited.inject({ url: '/health/live', remoteAddress: '2001:db8::99' })).statusCode).toBe(200);
    await limited.close();
  });

  test('a sandbox knows no daily cap', async () => {
    const { headers } = await app.inject({ method: 'POST', url: '/v1/parties' });
    expect(headers['ratelimit-limit']).toBe('1200');
  });

  test('asking for what is not there counts too', async () => {
    expect((await app.inject({ url: '/nowhere' })).headers).toHaveProperty('ratelimit-remaining');
  });
});

describe('on the socket', () => {
  let port: number;
  beforeAll(async () => {
    port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  });

  test('a client that sends too much hears why, however it sends', async () => {
    const bytes = Buffer.alloc(9 * 1024 * 1024, 'a');
    const chunked = () =>
      new ReadableStream({
        start: (controller) => {
          for (let at = 0; at < bytes.length; at += 65_536) controller.enqueue(bytes.subarray(at, at + 65_536));
          controller.close();
        },
      });
    for (const path of ['/v1/audits', '/v1/acts', '/v1/score', '/v1/lookup']) {
      const type = path === '/v1/audits' || path === '/v1/acts' ? 'application/jose' : 'application/json';
      for (const body of [bytes, chunked()]) {
        const init = { method: 'POST', body, headers: { 'content-type': type }, duplex: 'half' };
        expect([path, (await fetch(`http://127.0.0.1:${port}${path}`, init)).status]).toEqual([path, 413]);
      }
    }
  });

  const exchange = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
      });
      socket.on('close', () => resolve(answer)).on('error', reject);
    });

  const CLOSE = 'Connection: close\r\n\r\n';
  test.each([
    ['not HTTP', 'hello\r\n\r\n', 400],
    ['no Host', `GET /health/live HTTP/1.1\r\n${CLOSE}`, 400],
    ['two Hosts', `GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n${CLOSE}`, 400],
    ['absolute form', `GET http://evil.test/health/live HTTP/1.1\r\nHost: a\r\n${CLOSE}`, 400],
    ['two lengths', `POST /v1/acts HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`, 400],
    [
      'length and chunks',
      `POST /v1/acts HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['long header', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(17_000)}\r\n${CLOSE}`, 431],
    [
      'two tokens',
      `GET /v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a.b.c\r\nAuthorization: Bearer a.b.c\r\n${CLOSE}`,
      401,
    ],
    ['one Host', `GET /health/live HTTP/1.1\r\nHost: a\r\n${CLOSE}`, 200],
  ])('%s', async (_what, bytes, status) => {
    const answer = await exchange(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (status >= 400) expect(answer).toContain('application/problem+json');
    expect(answer).not.toContain('a'.repeat(100));
  });
});

test('the origin of links is the registry’s own, whatever Host says', async () => {
  const response = await app.inject({ url: '/nowhere', headers: { host: 'evil.example' } });
  expect(response.json().type).toBe(`${ORIGIN}/problems/not_found`);
});
