import { createPrivateKey, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSigningKey, type PrivateJwk } from '../../src/sdk/sign.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import { ORIGIN } from '../support/registry.ts';
import { forge, headerOf, segment } from './forge.ts';
import { AUTH, api, assertion, assertionClaims, buy, me, nowS, tokenForm, tokenOf } from './token-client.ts';
import { openWorld, type World } from './world.ts';

/** Access tokens: how one is bought, and with what it is not. */

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a token', () => {
  test('is bought with an assertion and shows one’s own view', async () => {
    const { body, headers } = await buy(world, assertion(world, world.acme)).expect(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'party' });
    expect(headers['cache-control']).toBe('no-store');
    const view = await me(world, body.access_token).expect(200);
    expect(view.body).toMatchObject({ party_id: 'acme', scopes: ['party'], seq: world.seq });
    expect(view.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(view.headers['access-control-allow-origin']).toBeUndefined();
    expect(view.headers['etag']).toBeUndefined();
  });

  test('opens what its holder is', async () => {
    expect((await me(world, await tokenOf(world, world.auditor, 'party auditor')).expect(200)).body.scopes).toEqual([
      'party',
      'auditor',
    ]);
    const [officer] = world.registry.officers;
    if (officer === undefined) throw new Error('no officer');
    expect((await buy(world, assertion(world, officer), { scope: 'officer' }).expect(200)).body.scope).toBe('officer');
  });

  test('ends after ten minutes', async () => {
    const token = await tokenOf(world, world.acme);
    const now = world.registry.deps.now();
    try {
      world.registry.setNow(new Date(now.getTime() + 599_000));
      await me(world, token).expect(200);
      world.registry.setNow(new Date(now.getTime() + 601_000));
      expect((await me(world, token).expect(401)).body.code).toBe('token_invalid');
    } finally {
      world.registry.setNow(now);
    }
  });

  test('is no way to write', async () => {
    const token = await tokenOf(world, world.acme);
    const answer = await api(world)
      .post('/v1/acts')
      .set('authorization', `Bearer ${token}`)
      .type('application/jose')
      .send('');
    expect([answer.status, answer.body.code]).toEqual([400, 'jws_structure']);
  });
});

describe('an assertion is refused', () => {
  const other = (key: PrivateJwk, members: object, header: object = {}) =>
    forge(key, { ...headerOf(key, AUTH), ...header }, assertionClaims(world, 'acme', members));
  const acme = () => world.acme.key;

  test.each<[string, () => string | Promise<string>]>([
    ['for another registry', () => other(acme(), { aud: 'https://evil.test' })],
    ['for a list of audiences', () => other(acme(), { aud: [ORIGIN] })],
    ['for the token endpoint', () => other(acme(), { aud: `${ORIGIN}/v1/token` })],
    ['about somebody else', () => other(acme(), { sub: 'acme-too' })],
    ['in another name', () => other(acme(), { iss: 'acme-too', sub: 'acme-too' })],
    ['by nobody', async () => other(await generateSigningKey(), {})],
    ['when it ended', () => other(acme(), { iat: nowS(world) - 60, exp: nowS(world) })],
    ['when it lasts too long', () => other(acme(), { exp: nowS(world) + 61 })],
    ['from the future', () => other(acme(), { iat: nowS(world) + 61, exp: nowS(world) + 100 })],
    ['with a body', () => other(acme(), { body: {} })],
    ['with a scope of its own', () => other(acme(), { scope: 'officer' })],
    ['without jti', () => other(acme(), { jti: undefined })],
    ['without exp', () => other(acme(), { exp: undefined })],
    ['of another class', () => other(acme(), {}, { typ: 'cms-audit+jwt' })],
    ['of class JWT', () => other(acme(), {}, { typ: 'JWT' })],
    ['signed by none', () => other(acme(), {}, { alg: 'none' })],
    ['signed by HS256', () => other(acme(), {}, { alg: 'HS256' })],
    ['with its key inside', () => other(acme(), {}, { jwk: acme() })],
    ['tampered with', () => `${other(acme(), {}).slice(0, -4)}AAAA`],
    ['with padding', () => `${other(acme(), {})}=`],
    ['as nothing', () => ''],
    ['as 16,000 dots', () => '.'.repeat(16_000)],
    [
      'by a revoked key',
      async () => {
        const { added } = await addKey(world.registry, world.namesake);
        await revokeKey(world.registry, world.namesake, added.key);
        return forge(added.key, headerOf(added.key, AUTH), assertionClaims(world, 'acme-too'));
      },
    ],
  ])('%s', async (_what, make) => {
    const made = await make();
    for (const _again of [1, 2]) {
      const { status, body, headers } = await buy(world, made);
      expect([status, body.code]).toEqual([401, 'token_invalid']);
      expect(headers['www-authenticate']).toContain('Bearer');
      expect(body.detail).toBe('the client assertion is not acceptable');
    }
  });

  test('the second time, also where two come at once', async () => {
    const once = assertion(world, world.acme);
    const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await buy(world, once)).status));
    expect(statuses.sort()).toEqual([200, 401, 401, 401]);
    expect((await buy(world, once)).body.code).toBe('token_invalid');
  });

  test('the second time with another signature of the same claims', async () => {
    const text = forge(world.namesake.key, headerOf(world.namesake.key, AUTH), assertionClaims(world, 'acme-too'));
    await buy(world, text).expect(200);
    const input = text.slice(0, text.lastIndexOf('.'));
    const key = createPrivateKey({ key: { ...world.namesake.key }, format: 'jwk' });
    const again = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
    await buy(world, `${input}.${segment(again)}`).expect(401);
  });

  test.each([
    [{ grant_type: 'password' }],
    [{ grant_type: 'authorization_code' }],
    [{ client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }],
    [{ scope: 'officer' }],
    [{ scope: 'party officer' }],
    [{ scope: 'auditor' }],
    [{ scope: '' }],
    [{ scope: 'PARTY' }],
    [{ scope: 'party  party' }],
  ])('with the form %j', async (members) => {
    const { status, body } = await buy(world, assertion(world, world.acme), members);
    expect([status, body.code]).toEqual([400, 'request_invalid']);
  });

  test('with a member twice, or as JSON', async () => {
    const text = `${new URLSearchParams(tokenForm(assertion(world, world.acme))).toString()}&scope=party&scope=officer`;
    expect((await api(world).post('/v1/token').type('form').send(text)).body.code).toBe('request_invalid');
    expect(
      (
        await api(world)
          .post('/v1/token')
          .send(tokenForm(assertion(world, world.acme)))
      ).body.code,
    ).toBe('media_type');
  });
});
