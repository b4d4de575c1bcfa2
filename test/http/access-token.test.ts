import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PartyId } from '../../src/core/ids.ts';
import { issueToken } from '../../src/http/access-token.ts';
import type { App } from '../../src/http/app-deps.ts';
import { NOW, ORIGIN, SESSION, stubApp, stubDeps } from './stub-app.ts';

const iat = Math.floor(NOW.getTime() / 1000);
const HEADER = { alg: 'EdDSA', typ: 'at+jwt', kid: 'session' };
const CLAIMS = { iss: ORIGIN, aud: `${ORIGIN}/v1`, sub: 'acme', scope: 'party', jti: 'x', iat, exp: iat + 600 };
const STRANGER = generateKeyPairSync('ed25519').privateKey;

const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function token(claims: object, header: object = HEADER, key = createPrivateKey(SESSION.privatePem)): string {
  const input = `${segment(header)}.${segment(claims)}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}
const without = (name: string): object => Object.fromEntries(Object.entries(CLAIMS).filter(([key]) => key !== name));

let app: App;
beforeAll(async () => {
  app = await stubApp({
    stores: { statements: { since: async () => [] }, refusals: { of: async () => [] } },
  });
});
afterAll(() => app.close());

const me = (authorization?: string) =>
  app.inject({ url: '/v1/me', headers: authorization === undefined ? {} : { authorization } });

describe('access tokens', () => {
  test('one that was issued opens the party’s own view', async () => {
    const issued = issueToken(app, stubDeps(), { party: 'acme' as PartyId, scopes: ['party', 'auditor'] });
    const [header, payload] = issued
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: 'session' });
    expect(payload).toMatchObject({
      iss: ORIGIN,
      aud: `${ORIGIN}/v1`,
      sub: 'acme',
      scope: 'party auditor',
      iat,
      exp: iat + 600,
    });
    const response = await me(`Bearer ${issued}`);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ party_id: 'acme', scopes: ['party', 'auditor'], seq: 41 });
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('the scheme is read without regard to case', async () => {
    expect((await me(`bearer ${token(CLAIMS)}`)).statusCode).toBe(200);
  });

  test.each<[string, string | undefined]>([
    ['no header', undefined],
    ['another scheme', `Basic ${token(CLAIMS)}`],
    ['two spaces', `Bearer  ${token(CLAIMS)}`],
    ['no token', 'Bearer '],
    ['64 KiB', `Bearer ${'a'.repeat(10_000)}.b.c`],
    ['another key', `Bearer ${token(CLAIMS, HEADER, STRANGER)}`],
    ['alg none', `Bearer ${segment({ alg: 'none', typ: 'at+jwt' })}.${segment(CLAIMS)}.`],
    ['typ JWT', `Bearer ${token(CLAIMS, { ...HEADER, typ: 'JWT' })}`],
    ['a statement’s typ', `Bearer ${token(CLAIMS, { ...HEADER, typ: 'cms-client-auth+jwt' })}`],
    ['expired', `Bearer ${token({ ...CLAIMS, iat: iat - 700, exp: iat - 1 })}`],
    ['a long life', `Bearer ${token({ ...CLAIMS, iat: iat - 601, exp: iat + 300_000 })}`],
    ['another issuer', `Bearer ${token({ ...CLAIMS, iss: 'https://evil.example' })}`],
    ['the statements’ audience', `Bearer ${token({ ...CLAIMS, aud: ORIGIN })}`],
    ['audience in capitals', `Bearer ${token({ ...CLAIMS, aud: `${ORIGIN}/V1` })}`],
    ['a subject that is no party', `Bearer ${token({ ...CLAIMS, sub: 'A B' })}`],
    ['an unknown scope', `Bearer ${token({ ...CLAIMS, scope: 'party admin' })}`],
    ['an empty scope', `Bearer ${token({ ...CLAIMS, scope: '' })}`],
    ...Object.keys(CLAIMS).map((name): [string, string] => [`no ${name}`, `Bearer ${token(without(name))}`]),
  ])('%s is refused alike', async (_what, authorization) => {
    const response = await me(authorization);
    expect(response.statusCode).toBe(401);
    expect(response.json()).toMatchObject({ code: 'token_invalid', status: 401 });
    expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  test('not in the query, a cookie or twice', async () => {
    const good = token(CLAIMS);
    expect((await app.inject({ url: `/v1/me?access_token=${good}` })).statusCode).toBe(400);
    expect((await app.inject({ url: '/v1/me', headers: { cookie: `token=${good}` } })).statusCode).toBe(401);
  });
});

describe('POST /v1/token', () => {
  const post = (payload: string, type = 'application/x-www-form-urlencoded') =>
    app.inject({ method: 'POST', url: '/v1/token', payload, headers: { 'content-type': type } });

  test.each([
    ['grant_type=password', 400, 'request_invalid'],
    ['grant_type=client_credentials&grant_type=client_credentials', 400, 'request_invalid'],
    ['grant_type=%ff', 400, 'request_invalid'],
    ['', 400, 'request_invalid'],
  ])('%s', async (payload, status, code) => {
    const response = await post(payload);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code });
  });

  test('an assertion that is none is told nothing', async () => {
    const type = encodeURIComponent('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const response = await post(`grant_type=client_credentials&client_assertion_type=${type}&client_assertion=a.b.c`);
    expect(response.statusCode).toBe(401);
    expect(response.json()).toMatchObject({ code: 'token_invalid', detail: 'the client assertion is not acceptable' });
  });

  test('JSON is refused', async () => {
    expect((await post('{}', 'application/json')).json()).toMatchObject({ code: 'media_type' });
  });
});
