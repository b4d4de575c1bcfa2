import { describe, expect, test } from 'vitest';
import { createClient, pathOf, type Retry } from './client.ts';

const origin = 'https://registry.example';
const json = (body: object, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
const problem = (status: number, body: object = { code: 'overloaded' }) =>
  json(body, status, 'application/problem+json');

/** A client that gets these answers one after the other. */
function connect(...answers: readonly (Response | Error)[]) {
  const sent: { url: string; init: RequestInit }[] = [];
  const retries: Retry[] = [];
  const client = createClient({
    origin,
    sleep: async () => undefined,
    onRetry: (retry) => void retries.push(retry),
    fetch: async (url, init) => {
      const answer = answers[sent.length];
      sent.push({ url, init });
      if (answer instanceof Response) return answer;
      throw answer ?? new Error('nothing left');
    },
  });
  return { client, sent, retries };
}

describe('replies', () => {
  test('an answer, as received and as JSON', async () => {
    const { client } = connect(json({ seq: 7 }));
    expect(await client.get('/v1/lookup')).toEqual({
      kind: 'answered',
      status: 200,
      text: '{"seq":7}',
      json: { seq: 7 },
    });
  });

  test('an answer that is no JSON', async () => {
    const { client } = connect(new Response('<svg/>', { headers: { 'content-type': 'image/svg+xml' } }));
    expect(await client.get('/badges/acme.svg')).toMatchObject({ text: '<svg/>', json: undefined });
  });

  test('a refusal keeps the whole problem document', async () => {
    const document = {
      code: 'key_chain',
      title: 'T',
      detail: 'D',
      expected: 'x',
      errors: [{ pointer: '/a', code: 'c', detail: 'd', hint: 'h' }, 7],
    };
    const { client } = connect(problem(409, document));
    expect(await client.submit('/v1/parties', 'a.b.c')).toEqual({
      kind: 'refused',
      status: 409,
      problem: {
        code: 'key_chain',
        title: 'T',
        detail: 'D',
        errors: [{ pointer: '/a', code: 'c', detail: 'd', hint: 'h' }],
        document,
      },
    });
  });

  test.each([
    ['an error page', new Response('<html>', { status: 404 }), 'HTTP 404, and no problem document'],
    ['JSON without a code', json({ error: 'x' }, 400), 'HTTP 400, and no problem document'],
    [
      'broken JSON',
      new Response('{', { status: 400, headers: { 'content-type': 'application/problem+json' } }),
      'HTTP 400, and no problem document',
    ],
    [
      'a redirect',
      new Response(null, { status: 301, headers: { location: 'https://b.example/' } }),
      'it redirects to https://b.example/; give that address',
    ],
  ])('%s did not come from a registry', async (_name, response, detail) => {
    const { client, sent } = connect(response);
    expect(await client.submit('/v1/acts', 'a.b.c')).toEqual({ kind: 'unreachable', detail, transient: false });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['ECONNREFUSED', 'connection refused'],
    ['ENOTFOUND', 'no such host'],
    ['ECONNRESET', 'socket hang up'],
  ])('%s in words', async (code, detail) => {
    const cause = Object.assign(new Error('socket hang up'), { code });
    const { client } = connect(new TypeError('fetch failed', { cause }));
    expect(await client.post('/v1/x')).toEqual({ kind: 'unreachable', detail, transient: true });
  });
});

describe('repetition', () => {
  test('a statement: the same request, four times at most', async () => {
    const { client, sent, retries } = connect(problem(503), problem(500), problem(502), problem(503));
    expect(await client.submit('/v1/audits', 'a.b.c')).toMatchObject({ kind: 'refused', status: 503 });
    expect(sent.map(({ init }) => init.body)).toEqual(['a.b.c', 'a.b.c', 'a.b.c', 'a.b.c']);
    expect(retries).toEqual([
      { reason: 'overloaded (HTTP 503)', delayMs: 500, attempt: 2, attempts: 4 },
      { reason: 'overloaded (HTTP 500)', delayMs: 1000, attempt: 3, attempts: 4 },
      { reason: 'overloaded (HTTP 502)', delayMs: 2000, attempt: 4, attempts: 4 },
    ]);
  });

  test.each([400, 401, 403, 404, 409, 413, 415, 422, 429])('%i is final', async (status) => {
    const { client, sent } = connect(problem(status));
    await client.submit('/v1/audits', 'a.b.c');
    expect(sent).toHaveLength(1);
  });

  test('429 with Retry-After is waited for', async () => {
    const limited = new Response('{"code":"rate_limited"}', {
      status: 429,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '2' },
    });
    const { client, retries } = connect(limited, json({}));
    expect(await client.submit('/v1/audits', 'a.b.c')).toMatchObject({ kind: 'answered' });
    expect(retries[0]?.delayMs).toBe(2000);
  });

  test.each(['post', 'token'] as const)('%s is sent once', async (method) => {
    const { client, sent } = connect(problem(503), json({}));
    await (method === 'post' ? client.post('/v1/x') : client.token('a.b.c', 'party'));
    expect(sent).toHaveLength(1);
  });
});

describe('requests', () => {
  test('a statement goes as application/jose, and nothing follows a redirect', async () => {
    const { client, sent } = connect(json({}));
    await client.submit('/v1/audits', 'a.b.c');
    expect(sent[0]).toMatchObject({
      url: 'https://registry.example/v1/audits',
      init: { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/jose' } },
    });
  });

  test('a token request is the form of RFC 7523', async () => {
    const { client, sent } = connect(json({}));
    await client.token('a.b.c', 'party auditor');
    expect(sent[0]?.init.body).toBe(
      'grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=a.b.c&scope=party+auditor',
    );
  });

  test('foreign text stays inside its segment of a path', () => {
    expect(pathOf('v1', 'parties', '../me?x#y')).toBe('/v1/parties/..%2Fme%3Fx%23y');
  });
});
