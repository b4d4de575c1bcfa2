import { describe, expect, test } from 'vitest';
import { DOCUMENT, KID, ORIGIN, unproved, useBench } from './bench.ts';
import type { ProofHost } from './proof-host.ts';
import { PROOF_HOST } from './proof-host-tls.ts';

const bench = useBench();

const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n';

describe('the document', () => {
  test('proves; members beside the three are the domain’s own affair; what came is kept', async () => {
    const served = { ...DOCUMENT, keys: ['other', KID], contact: 'role' };
    bench.serves(served);
    const { method, raw = '' } = await bench.prove();
    expect(method).toBe('well-known');
    const [answer] = JSON.parse(raw).well_known.answers;
    expect(answer).toMatchObject({ url: `https://${PROOF_HOST}/.well-known/carbon-mirror.json`, status: 200 });
    expect(JSON.parse(Buffer.from(answer.body, 'base64').toString())).toEqual(served);
  });

  test('is asked for without cookies, credentials or compression', async () => {
    bench.host.answer((request, response) => {
      const headers = { 'set-cookie': 'a=b; Path=/', location: '/elsewhere.json' };
      if (request.url === '/elsewhere.json') response.end(JSON.stringify(DOCUMENT));
      else response.writeHead(302, headers).end();
    });
    expect(await bench.prove()).toMatchObject({ method: 'well-known' });
    expect(bench.host.requests).toHaveLength(2);
    for (const { method, headers } of bench.host.requests) {
      expect(method).toBe('GET');
      expect(headers).toEqual({
        host: PROOF_HOST,
        accept: 'application/json',
        'accept-encoding': 'identity',
        connection: 'close',
        'user-agent': `carbon-mirror-registry (+${ORIGIN})`,
      });
    }
  });

  test.each<[string, unknown, string]>([
    ['another registry', { ...DOCUMENT, registry: `${ORIGIN}/` }, 'names another registry'],
    ['another party', { ...DOCUMENT, party: 'rival' }, 'names another party'],
    ['another key', { ...DOCUMENT, keys: [KID.toLowerCase()] }, 'names no active statements key'],
    ['no keys', { ...DOCUMENT, keys: [] }, 'names no active statements key'],
    ['keys that are no list', { ...DOCUMENT, keys: KID }, 'lacks registry, party or keys'],
    ['a list', [DOCUMENT], 'not an object in strict JSON'],
    [
      'members twice',
      Buffer.from(JSON.stringify(DOCUMENT).replace('{', '{"party":"acme",')),
      'not an object in strict',
    ],
    ['no UTF-8', Buffer.from([0xff, 0xfe]), 'not an object in strict JSON'],
    ['a depth of 30,000', Buffer.from('['.repeat(30_000)), 'not an object in strict JSON'],
    ['nothing', Buffer.alloc(0), 'not an object in strict JSON'],
  ])('with %s proves nothing', async (_what, body, reason) => {
    bench.serves(body);
    expect(await bench.prove()).toMatchObject(unproved(reason));
  });

  test('has 65,536 bytes and not one more', async () => {
    const full = JSON.stringify(DOCUMENT).padEnd(65_536);
    bench.serves(Buffer.from(full));
    expect(await bench.prove()).toMatchObject({ method: 'well-known' });
    bench.serves(Buffer.from(`${full} `));
    const { raw = '', ...outcome } = await bench.prove();
    expect(outcome).toMatchObject(unproved('larger than 65536 bytes'));
    expect(Buffer.from(JSON.parse(raw).well_known.answers[0].body, 'base64')).toHaveLength(65_536);
  });

  test('is not waited for without end', async () => {
    bench.host.answer((_request, response) => void response.writeHead(200).write('{'));
    expect(await bench.prove({ deadlineMs: 300 })).toMatchObject(unproved('no answer in time'));
    bench.host.answer(() => undefined);
    expect(await bench.prove({ deadlineMs: 300 })).toMatchObject(unproved('no answer in time'));
  });

  test('that never ends is cut off', async () => {
    bench.host.answer((_request, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', pour).on('error', () => undefined);
      pour();
    });
    expect(await bench.prove()).toMatchObject(unproved('larger than 65536 bytes'));
  });

  test.each<[string, (port: ProofHost) => void, string]>([
    ['status 404', (it) => it.answer((_q, r) => void r.writeHead(404).end(JSON.stringify(DOCUMENT))), 'status 404'],
    ['status 204', (it) => it.answer((_q, r) => void r.writeHead(204).end()), 'status 204'],
    ['a redirect to nowhere', (it) => it.answer((_q, r) => void r.writeHead(302).end()), 'status 302'],
    ['endless headers', (it) => it.answer((_q, r) => void r.writeHead(200, { x: 'y'.repeat(99_999) }).end()), 'HPE_'],
    ['another protocol', (it) => it.answer((_q, r) => void r.socket?.end(SWITCH)), 'failed (UNKNOWN)'],
    ['noise', (it) => it.answer((_q, r) => void r.socket?.end('\u0000\u0001\r\n\r\n')), 'HPE_'],
    ['an end before the beginning', (it) => it.answer((_q, r) => void r.socket?.destroy()), 'ECONNRESET'],
  ])('behind %s proves nothing', async (_what, misbehave, reason) => {
    misbehave(bench.host);
    expect(await bench.prove()).toMatchObject(unproved(reason));
  });

  test('that comes compressed is not unpacked', async () => {
    bench.serves(DOCUMENT, { 'content-encoding': 'gzip' });
    expect(await bench.prove()).toMatchObject(unproved('compressed'));
  });
});
