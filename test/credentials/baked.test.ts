import { deflateSync } from 'node:zlib';
import { compactVerify, createLocalJWKSet } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withTexts } from '../../src/http/pictures/png-texts.ts';
import { crc32 } from '../../src/sdk/verify/crc32.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, declare } from '../support/journey.ts';
import { readBakedPng, readBakedSvg } from '../support/open-badges/baked.ts';
import { openBadgeFaults } from '../support/open-badges/rules.ts';
import {
  act,
  createTestRegistry,
  ORIGIN,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

let registry: TestRegistry;
let server: TestServer;
let acme: TestParty;
let certificate: string;
let jwt: string;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  acme = await registerProved(registry, 'acme');
  ({ certificate } = await certify(registry, acme, await registerAuditor(registry, 'lumen')));
  await registerProved(registry, 'newcomer');
  await declare(registry, await registerProved(registry, 'claimant'));
  jwt = (await get(`/v1/certificates/${certificate}.jwt`)).body;
});
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

const get = (url: string, headers = {}) => server.app.inject({ url, headers });
const ask = async (payload: string | Buffer) => {
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await server.app.inject({ method: 'POST', url: '/v1/verify', payload, headers });
  return { statusCode: response.statusCode, ...response.json() };
};

describe('a stranger reads', () => {
  const options = ['', '?style=card&theme=dark', '?style=compact&lang=ja'];

  test.each(options)('the credential out of the SVG%s and verifies it with the published keys', async (query) => {
    const { headers, body } = await get(`/badges/acme.baked.svg${query}`);
    expect(headers).toMatchObject({ 'content-type': 'image/svg+xml; charset=utf-8', 'surrogate-key': 'org:acme' });
    await expectVerified(readBakedSvg(body));
  });

  test.each([...options, '?scale=2'])('the credential out of the PNG%s and verifies it', async (query) => {
    const { headers, rawPayload } = await get(`/badges/acme.baked.png${query}`);
    expect(headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'public, max-age=300' });
    await expectVerified(readBakedPng(rawPayload));
  });

  test('the same by the domain', async () => {
    const domain = 'acme.example';
    await expectVerified(readBakedSvg((await get(`/badges/by-domain/${domain}.baked.svg`)).body));
    await expectVerified(readBakedPng((await get(`/badges/by-domain/${domain}@2x.baked.png`)).rawPayload));
  });
});

async function expectVerified(baked: string): Promise<void> {
  expect(baked).toBe(jwt);
  const keys = createLocalJWKSet((await get('/.well-known/jwks.json')).json());
  const { payload } = await compactVerify(baked, keys);
  expect(JSON.parse(Buffer.from(payload).toString()).credentialSubject.achievement.name).toBe('Carbon Mirror Bronze');
  const web = {
    now: new Date(AFTER_56_DAYS),
    get: async (url: string) => {
      const { statusCode: status, headers, body } = await get(url.replace(ORIGIN, ''));
      return { status, type: String(headers['content-type']), body };
    },
  };
  expect(await openBadgeFaults(baked, web)).toEqual([]);
}

describe('the registry verifies', () => {
  test.each(['svg', 'png'])('the baked %s, and says what its credential says', async (form) => {
    const answer = await ask((await get(`/badges/acme.baked.${form}`)).rawPayload);
    expect(answer).toMatchObject({ statusCode: 200, kind: `badge_${form}`, signature: 'ok', log: 'ok', status: 'ok' });
    expect(answer.facts).toMatchObject({ organisation: { party_id: 'acme' }, certificate });
    expect(answer.reasons.scope).toContain('the picture around the credential is not signed');
  });

  test('a picture that was redrawn by the credential in it', async () => {
    const { body } = await get('/badges/acme.baked.svg');
    const painted = body.replaceAll(/(Bronze|Silver|Obsidian) [0-9.]+ %/g, 'Obsidian Prime 99.9 %');
    expect(painted).not.toBe(body);
    const { facts } = await ask(painted);
    expect([facts.tier, facts.composite_percent]).not.toContain('Obsidian Prime');
    expect(facts.composite_percent).not.toBe('99.9');
  });

  test('a forged credential as failed', async () => {
    const [header = '', payload = '', signature = ''] = jwt.split('.');
    const forged = JSON.parse(Buffer.from(payload, 'base64url').toString());
    forged.credentialSubject.achievement.name = 'Obsidian Prime';
    const other = `${header}.${Buffer.from(JSON.stringify(forged)).toString('base64url')}.${signature}`;
    const { rawPayload } = await get('/badges/acme.png');
    const answer = await ask(withTexts(rawPayload, [{ keyword: 'openbadgecredential', text: other }]));
    expect(answer).toMatchObject({ kind: 'badge_png', signature: 'failed' });
  });

  test.each<readonly [name: string, why: string, make: () => Promise<string | Buffer>]>([
    ['plain PNG', 'no credential', async () => (await get('/badges/acme.png')).rawPayload],
    ['plain SVG', 'no credential', async () => (await get('/badges/acme.svg')).body],
    ['cut PNG', 'cut short', async () => (await get('/badges/acme.baked.png')).rawPayload.subarray(0, 900)],
    ['cut SVG', 'no credential', async () => (await get('/badges/acme.baked.svg')).body.slice(0, 700)],
    [
      'PNG with a second one',
      'more than one',
      async () =>
        withTexts((await get('/badges/acme.baked.png')).rawPayload, [{ keyword: 'openbadgecredential', text: jwt }]),
    ],
    [
      'SVG with a second one',
      'more than one',
      async () =>
        (await get('/badges/acme.baked.svg')).body.replace('<title', `<openbadges:credential verify="${jwt}"/><title`),
    ],
    ['compressed one', 'compressed', async () => packed((await get('/badges/acme.png')).rawPayload)],
    [
      'damaged PNG',
      'damaged',
      async () => {
        const png = (await get('/badges/acme.baked.png')).rawPayload;
        return png.fill(0x41, 400, 401);
      },
    ],
    [
      'credential without end',
      'too long',
      async () =>
        withTexts((await get('/badges/acme.png')).rawPayload, [
          { keyword: 'openbadgecredential', text: 'a'.repeat(300_000) },
        ]),
    ],
    [
      'text that is no credential',
      'not a VC-JWT',
      async () =>
        withTexts((await get('/badges/acme.png')).rawPayload, [{ keyword: 'openbadgecredential', text: 'a.b.c' }]),
    ],
  ])('not a %s', async (_name, why, make) => {
    expect(await ask(await make())).toMatchObject({
      statusCode: 400,
      code: 'request_invalid',
      detail: expect.stringContaining(why),
    });
  });

  test('not what is larger than an artefact may be', async () => {
    const { rawPayload } = await get('/badges/acme.png');
    const bytes = Buffer.concat([rawPayload, Buffer.alloc(16 * 1024 * 1024)]);
    expect(await ask(bytes)).toMatchObject({ statusCode: 413, code: 'too_large' });
  });
});

/** The picture with its credential compressed, as Open Badges forbids. */
function packed(png: Buffer): Buffer {
  const text = deflateSync(jwt);
  const body = Buffer.concat([Buffer.from('iTXtopenbadgecredential\0\x01\0\0\0', 'latin1'), text]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, 33), length, body, sum, png.subarray(33)]);
}

describe('without a credential', () => {
  test.each(['newcomer', 'claimant', 'nobody', 'No body'])(
    '%s has a picture that holds none and is kept nowhere',
    async (name) => {
      const path = encodeURIComponent(name);
      const [svg, png] = [await get(`/badges/${path}.baked.svg`), await get(`/badges/${path}.baked.png`)];
      for (const { statusCode, headers } of [svg, png]) {
        expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
        expect(headers).not.toHaveProperty('etag');
      }
      expect(svg.body).not.toContain('openbadges');
      expect(() => readBakedPng(png.rawPayload)).toThrow('0 credentials');
    },
  );
});

test('once suspended, the badge says so and its credential is found revoked', async () => {
  const before = await get('/badges/acme.baked.svg');
  await act(registry, 0, { action: 'suspend', subject: acme.id, certificate });
  const { body, headers } = await get('/badges/acme.baked.svg', { 'if-none-match': before.headers.etag });
  expect(body).toContain('data-state="suspended"');
  expect(headers['cache-control']).toBe('public, max-age=300');
  expect(readBakedSvg(body)).toBe(jwt);
  expect(await ask(body)).toMatchObject({ signature: 'ok', status: 'failed' });
});
