import { createServer, type Server } from 'node:net';
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { DOCUMENT, unproved, useBench } from './bench.ts';
import { PROOF_HOST } from './proof-host-tls.ts';

const bench = useBench();

describe('a redirect', () => {
  const redirect = (locations: readonly string[]) =>
    bench.host.answer((_request, response) => {
      const location = locations[bench.host.requests.length - 1];
      if (location === undefined) response.end(JSON.stringify(DOCUMENT));
      else response.writeHead(302, { location }).end();
    });

  test('on the same host is followed three times', async () => {
    redirect(['/a', `https://${PROOF_HOST}/b`, 'c?d=e']);
    expect(await bench.prove()).toMatchObject({ method: 'well-known' });
    redirect(['/a', '/b', '/c', '/d']);
    bench.host.requests.length = 0;
    expect(await bench.prove()).toMatchObject(unproved('more than 3 times'));
    expect(bench.host.requests).toHaveLength(4);
  });

  test.each([
    'https://other.test/',
    `https://www.${PROOF_HOST}/`,
    '//other.test/',
    '\\\\other.test\\',
    `http://${PROOF_HOST}/`,
    `https://${PROOF_HOST}:22/`,
    `https://user:secret@${PROOF_HOST}/`,
    'http://127.0.0.1:5432/',
    'https://127.0.0.1/',
    'file:///etc/passwd',
    'gopher://x',
    'data:application/json,{}',
    'https://[',
  ])('to %s is not followed', async (location) => {
    redirect([location]);
    expect(await bench.prove()).toMatchObject(unproved('redirects to another host'));
    expect(bench.host.requests).toHaveLength(1);
  });

  test('goes to the address that was resolved once, whatever the name means by then', async () => {
    bench.names.zone.set(`A ${PROOF_HOST}`, (before) => ({ values: [before === 0 ? '127.0.0.1' : '10.0.0.1'] }));
    redirect(['/a', '/b']);
    expect(await bench.prove({ allow: [{ host: PROOF_HOST, endpoint: undefined }] })).toMatchObject({
      method: 'well-known',
    });
    expect(bench.host.requests).toHaveLength(3);
    expect(bench.names.asked.get(`A ${PROOF_HOST}`)).toBe(1);
  });
});

describe('a host', () => {
  const refused = async (type: 'A' | 'AAAA', ...values: string[]) => {
    bench.says(`${type} ${PROOF_HOST}`, { values });
    const before = bench.host.connections();
    expect(await bench.prove({ allow: [] })).toMatchObject(unproved('an address that is not public'));
    expect(bench.host.connections()).toBe(before);
  };

  test('at an address that is not public is left alone', async () => {
    await refused('A', '127.0.0.1');
    await refused('A', '169.254.169.254');
  });

  test('with one such address beside a public one, too', () => refused('A', '93.184.216.34', '127.0.0.1'));

  test.each(['::1', '::ffff:127.0.0.1', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'fe80::1'])(
    'at %s, too',
    (address) => refused('AAAA', address),
  );

  test('without an address is told so', async () => {
    expect(await bench.prove({ allow: [] })).toMatchObject(
      unproved('the host has no address: the DNS has no such record'),
    );
    bench.says(`A ${PROOF_HOST}`, 'silence');
    expect(await bench.prove({ allow: [], deadlineMs: 300 })).toMatchObject(unproved('no answer in time'));
  });

  test('must show a certificate of its own that somebody vouches for', async () => {
    bench.serves(DOCUMENT);
    const other = { host: 'other.test', endpoint: { address: '127.0.0.1', port: bench.host.port } };
    expect(await bench.prove({ allow: [other] }, 'other.test')).toMatchObject(unproved('the certificate is not good'));
    const usual = { ca: rootCertificates.join('\n') };
    expect(await bench.prove(usual)).toMatchObject(unproved('the certificate is not good'));
    expect(bench.host.requests).toHaveLength(0);
  });

  test('that speaks no TLS, or nothing at all, proves nothing', async () => {
    const plain = await listen((socket) => void socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\n\r\n{}'));
    const at = (port: number) => ({ allow: [{ host: PROOF_HOST, endpoint: { address: '127.0.0.1', port } }] });
    expect(await bench.prove(at(plain.port))).toMatchObject(unproved('the question failed (EPROTO)'));
    await plain.close();
    expect(await bench.prove(at(plain.port))).toMatchObject(unproved('ECONNREFUSED'));
    const mute = await listen((socket) => void socket.on('error', () => undefined));
    expect(await bench.prove({ ...at(mute.port), deadlineMs: 300 })).toMatchObject(unproved('no answer in time'));
    await mute.close();
  });

  test.each(['127.0.0.1', '127.1', '2130706433', '0x7f.1', '[::1]', 'localhost', 'LOCALHOST.', 'a b.test', ''])(
    'spelt %j is not asked about',
    async (domain) => {
      const before = bench.host.connections();
      expect(await bench.prove({}, domain)).toEqual({ method: null, reason: 'not a domain name' });
      expect(bench.host.connections()).toBe(before);
      expect(bench.names.asked.size).toBe(0);
    },
  );
});

async function listen(serve: Parameters<typeof createServer>[1] & object) {
  const server: Server = createServer(serve);
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
