import { createHmac, createPrivateKey, randomUUID, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ORIGIN } from '../support/registry.ts';
import { segment } from './forge.ts';
import { AUTH, api, assertion, me, nowS, tokenOf } from './token-client.ts';
import { openWorld, type World } from './world.ts';

/** Access tokens that nobody issued. */

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a token is refused', () => {
  const standard = () => ({
    iss: ORIGIN,
    aud: `${ORIGIN}/v1`,
    sub: 'acme',
    scope: 'party',
    jti: randomUUID(),
    iat: nowS(world),
    exp: nowS(world) + 600,
  });
  const header = () => ({ alg: 'EdDSA', kid: world.server.sessionKey.kid, typ: 'at+jwt' });
  /** Signed by the registry's own session key: only the contents are wrong. */
  function minted(members: object, head: object = {}): string {
    const input = `${segment({ ...header(), ...head })}.${segment({ ...standard(), ...members })}`;
    return `${input}.${segment(sign(null, Buffer.from(input), createPrivateKey(world.server.sessionKey.privatePem)))}`;
  }
  function hmac(alg: string, secret: string): string {
    const input = `${segment({ ...header(), alg })}.${segment(standard())}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }

  test('not when it is as it should be', async () => {
    await me(world, minted({})).expect(200);
  });

  test.each<[string, () => string]>([
    ['none', () => `${segment({ ...header(), alg: 'none' })}.${segment(standard())}.`],
    ['none, signed', () => minted({}, { alg: 'none' })],
    ['nOnE', () => `${segment({ ...header(), alg: 'nOnE' })}.${segment(standard())}.AA`],
    ['HS256 with the public key as secret', () => hmac('HS256', world.server.sessionKey.publicPem)],
    ['HS256 with an empty secret', () => hmac('HS256', '')],
    ['HS256 with a secret', () => hmac('HS256', 'secret')],
    ['ES256', () => minted({}, { alg: 'ES256' })],
    ['another class', () => minted({}, { typ: 'JWT' })],
    ['no class', () => minted({}, { typ: undefined })],
    ['the class of statements', () => minted({}, { typ: AUTH })],
    ['the audience of statements', () => minted({ aud: ORIGIN })],
    ['another audience', () => minted({ aud: `${ORIGIN}/v1/` })],
    ['no audience', () => minted({ aud: undefined })],
    ['another issuer', () => minted({ iss: 'registry' })],
    ['no issuer', () => minted({ iss: undefined })],
    ['ended', () => minted({ iat: nowS(world) - 700, exp: nowS(world) - 100 })],
    ['ended a second ago', () => minted({ iat: nowS(world) - 600, exp: nowS(world) - 1 })],
    ['ten years', () => minted({ iat: nowS(world) - 601, exp: nowS(world) + 3e8 })],
    ['no end', () => minted({ exp: undefined })],
    [
      'an endless end',
      () =>
        minted({}).replace(/\..*\./, `.${segment(JSON.stringify(standard()).replace(/"exp":\d+/, '"exp":1e400'))}.`),
    ],
    ['not yet valid', () => minted({ nbf: nowS(world) + 600 })],
    ['no subject', () => minted({ sub: undefined })],
    ['a subject that is no party', () => minted({ sub: '../acme' })],
    ['an invented scope', () => minted({ scope: 'party root' })],
    ['no scope', () => minted({ scope: '' })],
    [
      'another subject, old signature',
      () => minted({}).replace(/\..*\./, `.${segment({ ...standard(), sub: 'registry', scope: 'officer' })}.`),
    ],
    ['an assertion', () => assertion(world, world.acme)],
    ['64 KiB less a bit', () => 'a'.repeat(12_000)],
    ['many dots', () => '.'.repeat(4_000)],
    ['JSON serialisation', () => '{"payload":""}'],
  ])('%s', async (_what, make) => {
    const { status, body, headers } = await me(world, make());
    expect([status, body.code]).toEqual([401, 'token_invalid']);
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.stringify(body)).not.toMatch(/signature|expired|algorithm|FAST_JWT|stack/i);
  });

  test('in a query, a cookie, a form or another scheme', async () => {
    const token = await tokenOf(world, world.acme);
    await api(world).get(`/v1/me?access_token=${token}`).expect(400);
    await api(world).get('/v1/me').set('cookie', `token=${token}; access_token=${token}`).expect(401);
    for (const value of [
      `Basic ${token}`,
      token,
      `Bearer  ${token}`,
      `Bearer ${token} `.concat('x'),
      `Bearer ${token}, Bearer ${token}`,
      'Bearer',
    ]) {
      await api(world).get('/v1/me').set('authorization', value).expect(401);
    }
    await api(world).get('/v1/me').set('authorization', `bearer ${token}`).expect(200);
    await api(world).get('/v1/me').expect(401);
  });
});
