import { createHash } from 'node:crypto';
import {
  compactVerify,
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  importJWK,
  jwtVerify,
} from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeStatusList, statusAt } from '../../src/core/status-list.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
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
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  const auditor = await registerAuditor(registry, 'lumen');
  acme = await registerProved(registry, 'acme');
  ({ certificate } = await certify(registry, acme, auditor));
  await registerProved(registry, 'declared');
  server = await startServer(registry);
});
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

const get = (url: string, headers: Record<string, string> = {}) => fetch(`${server.address}${url}`, { headers });
const text = async (url: string) => (await get(url)).text();
const TERMS = { issuer: `${ORIGIN}/issuer`, algorithms: ['RS256'], typ: 'JWT', currentDate: new Date(AFTER_56_DAYS) };

describe('a credential', () => {
  test('verifies with a stock library from the key set alone', async () => {
    const jwt = await text(`/v1/certificates/${certificate}.jwt`);
    const { payload } = await jwtVerify(
      jwt,
      createLocalJWKSet(await (await get('/.well-known/jwks.json')).json()),
      TERMS,
    );
    expect(payload).toMatchObject({
      sub: `${ORIGIN}/organisations/acme`,
      credentialSubject: { licenseNumber: certificate },
    });
    const remote = createRemoteJWKSet(new URL(`${server.address}/.well-known/jwks.json`));
    expect((await jwtVerify(jwt, remote, TERMS)).payload).toEqual(payload);
  });

  test('verifies with the one key its header points at', async () => {
    const jwt = await text(`/v1/certificates/${certificate}.jwt`);
    const { kid = '', ...rest } = decodeProtectedHeader(jwt);
    expect(rest).toEqual({ alg: 'RS256', typ: 'JWT' });
    const answer = await get(kid.replace(ORIGIN, ''));
    expect(answer.headers.get('content-type')).toMatch(/^application\/jwk\+json\b/);
    const jwk = await answer.json();
    expect(jwk).toMatchObject({ kty: 'RSA', kid, use: 'sig' });
    await expect(jwtVerify(jwt, await importJWK(jwk, 'RS256'), TERMS)).resolves.toBeDefined();
  });

  test('is served as it was signed, at its position, until something changes', async () => {
    const answer = await get(`/v1/certificates/${certificate}.jwt`);
    expect(answer.headers.get('content-type')).toBe('application/vc+jwt');
    expect(answer.headers.get('registry-seq')).toMatch(/^\d+$/);
    const etag = answer.headers.get('etag') ?? '';
    expect((await get(`/v1/certificates/${certificate}.jwt`, { 'if-none-match': etag })).status).toBe(304);
  });

  test.each([
    '/v1/certificates/0192f1a0-7c00-7000-8000-000000000001.jwt',
    '/v1/certificates/x.jwt',
    '/status/2',
    '/status/0',
    '/status/01',
    '/status/999999999999',
  ])('%s is nothing', async (url) => {
    const answer = await get(url);
    expect([answer.status, (await answer.json()).code]).toEqual([404, 'not_found']);
  });

  test('and its status follow the certificate, and the list is the one its leaf names', async () => {
    const other = await registerProved(registry, 'other');
    const auditor = await registerAuditor(registry, 'clearwater');
    const second = await certify(registry, other, auditor);
    const url = `/v1/certificates/${second.certificate}.jwt`;
    const jwt = await text(url);
    await act(registry, 0, { action: 'suspend', subject: other.id, certificate: second.certificate });
    const answer = await get('/status/1');
    expect(answer.headers.get('content-type')).toBe('application/vc+jwt');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=5');
    const list = await answer.text();
    const jwks = createLocalJWKSet(await (await get('/.well-known/jwks.json')).json());
    interface Credential {
      readonly credentialStatus: { readonly statusListIndex: string };
    }
    const { payload } = await jwtVerify<Credential>(jwt, jwks, TERMS);
    const verified = await jwtVerify<{ credentialSubject: { encodedList: string } }>(list, jwks, TERMS);
    const bits = decodeStatusList(verified.payload.credentialSubject.encodedList) ?? new Uint8Array();
    expect(statusAt(bits, Number(payload.credentialStatus.statusListIndex))).toBe(true);
    const digest = createHash('sha256').update(list).digest('base64url');
    const receipt = await (await get(`/v1/receipts/${digest}`)).json();
    expect(JSON.parse(receipt.leaf)).toMatchObject({ t: 'status.list', n: 1, d: digest });
    expect(await text(url)).toBe(jwt);
  });
});

describe('the issuer', () => {
  test('is an Open Badges profile at the address credentials give', async () => {
    const answer = await get('/issuer');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ id: `${ORIGIN}/issuer`, type: ['Profile'], url: ORIGIN });
  });
});

describe('a signed look-up', () => {
  const keys = async () => createLocalJWKSet(await (await get('/.well-known/jwks.json')).json());
  async function open(signed: string) {
    const { payload, protectedHeader } = await compactVerify(signed, await keys(), { algorithms: ['EdDSA'] });
    return { header: protectedHeader, payload: JSON.parse(Buffer.from(payload).toString('utf8')) };
  }

  test.each([
    ['domain=acme.example', { domain: 'acme.example' }, 'certified'],
    ['domain=WWW.acme.example.', { domain: 'WWW.acme.example.' }, 'certified'],
    ['name=Company+declared', { name: 'Company declared' }, 'not_certified'],
    ['lei=529900T8BM49AURSDO55', { lei: '529900T8BM49AURSDO55' }, 'unknown'],
    ['url=https%3A%2F%2Fnobody.example%2F', { url: 'https://nobody.example/' }, 'unknown'],
  ])('of %s is what was asked and answered, at a root of the log', async (query, asked, status) => {
    const answer = await get(`/v1/lookup?${query}&signed=true`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('etag')).toBeNull();
    const { signed, seq, ...rest } = await answer.json();
    expect(rest).toMatchObject({ status });
    const { header, payload } = await open(signed);
    expect(header).toEqual({ alg: 'EdDSA', kid: registry.keys.answers.kid, typ: 'cms-lookup+jwt' });
    const head = await registry.deps.ledger.read((tx) => tx.tree.ofSize(seq + 1));
    const iat = Date.parse(AFTER_56_DAYS) / 1000;
    expect(payload).toEqual({
      iss: ORIGIN,
      iat,
      exp: iat + 86_400,
      query: asked,
      status,
      seq,
      root: Buffer.from(head?.root ?? []).toString('base64url'),
    });
  });

  test('is asked for by signed=true only, and a refusal is none', async () => {
    for (const query of ['', '&signed=false']) {
      const answer = await get(`/v1/lookup?domain=acme.example${query}`);
      expect(await answer.json()).not.toHaveProperty('signed');
      expect(answer.headers.get('etag')).not.toBeNull();
    }
    expect((await get('/v1/lookup?signed=true')).status).toBe(400);
    expect((await get('/v1/lookup?domain=acme.example&signed=yes')).status).toBe(400);
  });

  test('of many are signed each', async () => {
    const answer = await fetch(`${server.address}/v1/lookup?signed=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ queries: [{ domain: 'acme.example' }, { name: 'Nobody' }] }),
    });
    const { items } = await answer.json();
    const statuses = [];
    for (const { signed } of items) statuses.push((await open(signed)).payload.status);
    expect(statuses).toEqual(['certified', 'unknown']);
  });
});
