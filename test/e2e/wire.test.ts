import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from './client.ts';
import { problemFaults } from './contract.ts';
import { type RawAnswer, sendRaw } from './raw.ts';
import { openWorld, stateDigest, type World } from './world.ts';

/** Bytes that are almost HTTP: two readers on the way must never read them in two ways. */

let world: World;
let state: string;
beforeAll(async () => {
  world = await openWorld();
  state = await stateDigest(world.registry);
});
afterAll(() => world.close());

const PATH = '/v1/organisations/acme';
const CHUNKED =
  'POST /v1/acts HTTP/1.1\r\nHost: a\r\nContent-Type: application/jose\r\nTransfer-Encoding: chunked\r\n\r\n';
const post = (...headers: string[]) =>
  ['POST /v1/acts HTTP/1.1', 'Host: a', 'Content-Type: application/jose', ...headers, '', ''].join('\r\n');
const get = (...headers: string[]) => [`GET ${PATH} HTTP/1.1`, ...headers, '', ''].join('\r\n');
const INNER = `GET ${PATH} HTTP/1.1\r\nHost: a\r\n\r\n`;

function expectRefusal(answer: RawAnswer, statuses: readonly number[] = [400]): void {
  expect(statuses).toContain(answer.statuses[0]);
  expect(answer.statuses).toHaveLength(1);
  expect(answer.text).toMatch(/content-type: application\/problem\+json/i);
  const { body } = answer;
  const problem: unknown = JSON.parse(body);
  expect(problemFaults(problem)).toEqual([]);
  expect(problem).toMatchObject({ status: answer.statuses[0] });
}

describe('framing', () => {
  test.each<[string, string]>([
    ['length and chunks', `${post('Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n${INNER}`],
    ['chunks and length', `${post('Transfer-Encoding: chunked', 'Content-Length: 4')}0\r\n\r\n${INNER}`],
    ['two lengths', `${post('Content-Length: 3', 'Content-Length: 5')}abcde`],
    ['one length twice', `${post('Content-Length: 3', 'Content-Length: 3')}abc`],
    ['a list of lengths', `${post('Content-Length: 3, 3')}abc`],
    ['a negative length', `${post('Content-Length: -1')}abc`],
    ['a signed length', `${post('Content-Length: +3')}abc`],
    ['a hexadecimal length', `${post('Content-Length: 0x3')}abc`],
    ['an endless length', `${post(`Content-Length: ${'9'.repeat(30)}`)}abc`],
    ['an unknown coding last', `${post('Transfer-Encoding: chunked, gzip')}0\r\n\r\n`],
    ['a coding in disguise', `${post('Transfer-Encoding: xchunked')}0\r\n\r\n${INNER}`],
    ['two codings', `${post('Transfer-Encoding: identity', 'Transfer-Encoding: chunked')}0\r\n\r\n${INNER}`],
    ['a coding before chunks', `${post('Transfer-Encoding: gzip, chunked')}0\r\n\r\n${INNER}`],
    ['a space before the colon', `${post('Transfer-Encoding : chunked')}0\r\n\r\n${INNER}`],
    ['a folded header', `${post('Transfer-Encoding:\r\n chunked')}0\r\n\r\n${INNER}`],
    ['a chunk size that is none', `${CHUNKED}zz\r\nabc\r\n0\r\n\r\n`],
    ['a negative chunk', `${CHUNKED}-1\r\nabc\r\n0\r\n\r\n`],
    ['an endless chunk size', `${CHUNKED}${'f'.repeat(20)}\r\nabc\r\n0\r\n\r\n`],
    ['a chunk longer than its size', `${CHUNKED}1\r\nabc\r\n0\r\n\r\n`],
    ['a huge chunk extension', `${CHUNKED}1;${'a'.repeat(20_000)}\r\na\r\n0\r\n\r\n`],
    ['lines ended by LF only', `GET ${PATH} HTTP/1.1\nHost: a\n\n`],
    ['lines ended by CR only', `GET ${PATH} HTTP/1.1\rHost: a\r\r`],
    ['a NUL in a header', get('Host: a', 'X: a\0b')],
    ['a control in a header', get('Host: a', 'X: a\x01b')],
    ['a header without colon', get('Host: a', 'Hello')],
    ['a header without name', get('Host: a', ': b')],
    ['a header name with a space', get('Host: a', 'X Y: b')],
    ['a space in the target', 'GET /v1/organisations acme HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a NUL in the target', 'GET /v1/\0organisations HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a version that is none', `GET ${PATH} HTTP/9.9\r\nHost: a\r\n\r\n`],
    ['no version', `GET ${PATH}\r\nHost: a\r\n\r\n`],
    ['an invented method', `BREW ${PATH} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['HTTP/2 in the clear', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['white space before the method', ` GET ${PATH} HTTP/1.1\r\nHost: a\r\n\r\n`],
  ])('%s', async (_what, bytes) => {
    const answer = await sendRaw(world.server.address, [bytes]);
    expectRefusal(answer, [400, 413, 431]);
    expect(answer.ms).toBeLessThan(3_000);
    expect(answer.closed).toBe(true);
    expect(await stateDigest(world.registry)).toBe(state);
  });

  test.each<[string, string]>([
    ['no Host', get()],
    ['two Hosts', get('Host: a', 'Host: b')],
    ['an absolute target', `GET http://evil.test${PATH} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['201 headers', get('Host: a', ...Array.from({ length: 200 }, (_, index) => `X${index}: a`))],
    ['an asterisk', 'GET * HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['OPTIONS of everything', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('%s', async (_what, bytes) => {
    expectRefusal(await sendRaw(world.server.address, [bytes]), [400, 404]);
  });

  test.each([
    ['one header of 17 KiB', get('Host: a', `X: ${'a'.repeat(17_000)}`)],
    ['one header of 64 KiB', get('Host: a', `X: ${'a'.repeat(65_536)}`)],
    ['3,000 headers', get('Host: a', ...Array.from({ length: 3_000 }, (_, index) => `X${index}: a`))],
    ['a target of 20 KB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
  ])('%s is 431', async (_what, bytes) => {
    const answer = await sendRaw(world.server.address, [bytes]);
    expectRefusal(answer, [431]);
  });

  test.each(['TRACE', 'CONNECT', 'PROPFIND', 'SEARCH', 'M-SEARCH', 'LOCK', 'PURGE'])('%s', async (method) => {
    const answer = await sendRaw(world.server.address, [`${method} ${PATH} HTTP/1.1\r\nHost: a\r\n\r\n`]);
    if (answer.text !== '') expectRefusal(answer, [400, 404, 405, 501]);
    expect(answer.statuses[0] ?? 400).toBeGreaterThanOrEqual(400);
  });

  test('an upgrade is not taken up', async () => {
    const answer = await sendRaw(world.server.address, [get('Host: a', 'Connection: Upgrade', 'Upgrade: h2c')]);
    expect(answer.statuses).toEqual([200]);
  });

  test('HTTP/1.0 needs no Host and keeps no connection', async () => {
    const answer = await sendRaw(world.server.address, [`GET ${PATH} HTTP/1.0\r\n\r\n`]);
    expect([answer.statuses, answer.closed]).toEqual([[200], true]);
  });

  test('two requests in one packet are two requests', async () => {
    expect((await sendRaw(world.server.address, [INNER + INNER])).statuses).toEqual([200, 200]);
  });

  test('a refused body does not become the next request', async () => {
    const inner = `${INNER}${'a'.repeat(300_000)}`;
    const answer = await sendRaw(world.server.address, [post(`Content-Length: ${inner.length}`), inner]);
    expect(answer.statuses).toEqual([413]);
    const typed = `POST /v1/acts HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: ${INNER.length}\r\n\r\n`;
    expect((await sendRaw(world.server.address, [typed, INNER])).statuses).toEqual([415]);
    const method = `DELETE ${PATH} HTTP/1.1\r\nHost: a\r\nContent-Length: ${INNER.length}\r\n\r\n`;
    expect((await sendRaw(world.server.address, [method, INNER])).statuses).toEqual([405]);
    const reading = `GET ${PATH} HTTP/1.1\r\nHost: a\r\nContent-Length: ${INNER.length}\r\n\r\n`;
    expect((await sendRaw(world.server.address, [reading, INNER])).statuses).toHaveLength(1);
  });

  test('an expectation that nobody knows is not waited for', async () => {
    expect((await sendRaw(world.server.address, [get('Host: a', 'Expect: nothing')])).statuses).toEqual([200]);
  });

  test('a body announced too long is refused before it comes', async () => {
    const answer = await sendRaw(world.server.address, [post('Content-Length: 99999999')]);
    expectRefusal(answer, [413]);
    expect(
      (await sendRaw(world.server.address, [post('Content-Length: 99999999', 'Expect: 100-continue')])).text,
    ).toContain(' 413 ');
  });

  test('a body without end is cut at the limit', async () => {
    const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`;
    const answer = await sendRaw(world.server.address, [CHUNKED, ...Array<string>(12).fill(chunk)], { pauseMs: 5 });
    expect(answer.statuses).toEqual([413]);
  });

  test.each(['\t; a=b', ';', ' ;', '; charset=utf-16'])('a type with %j skips no check', async (suffix) => {
    const bytes = `POST /v1/score HTTP/1.1\r\nHost: a\r\nContent-Type: application/json${suffix}\r\nContent-Length: 13\r\n\r\n{"a":1,"a":2}`;
    expectRefusal(await sendRaw(world.server.address, [bytes]), [400, 415]);
  });

  test('two types are no type', async () => {
    const bytes = post('Content-Type: text/plain', 'Content-Length: 5').concat('a.b.c');
    expectRefusal(await sendRaw(world.server.address, [bytes]), [400, 415]);
  });
});

describe('patience', () => {
  test('slow senders are let go, others are served meanwhile', { timeout: 30_000 }, async () => {
    const slow = Array.from({ length: 40 }, (_, index) =>
      sendRaw(
        world.server.address,
        index % 2 === 0 ? ['GET / HTTP/1.1\r\nHost: a\r\n', 'X: a\r\n'] : [post('Content-Length: 100'), 'a', 'b'],
        { pauseMs: 500, quietMs: 100, timeoutMs: 20_000 },
      ),
    );
    const times: number[] = [];
    for (let index = 0; index < 20; index += 1) times.push((await call(world.server.address, { path: PATH })).ms);
    expect(Math.max(...times)).toBeLessThan(3_000);
    for (const answer of await Promise.all(slow)) {
      expect(answer.ms).toBeLessThan(18_000);
      expectRefusal(answer, [408, 400]);
    }
    expect(await stateDigest(world.registry)).toBe(state);
  });

  test('a client that leaves half way leaves nothing', async () => {
    await Promise.all(
      Array.from({ length: 30 }, () =>
        sendRaw(world.server.address, [post('Content-Length: 100'), 'a'], { timeoutMs: 100 }),
      ),
    );
    expect((await call(world.server.address, { path: '/health/ready' })).status).toBe(200);
    expect(await stateDigest(world.registry)).toBe(state);
  });
});
