import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { ORIGIN, type TestParty } from '../support/registry.ts';
import { forge, headerOf } from './forge.ts';
import type { World } from './world.ts';

export const AUTH = 'cms-client-auth+jwt';
export const nowS = ({ registry }: World): number => Math.floor(registry.deps.now().getTime() / 1000);

/** Claims of an honest assertion. */
export const assertionClaims = (world: World, iss: string, more: object = {}) => ({
  iss,
  sub: iss,
  aud: ORIGIN,
  jti: randomUUID(),
  iat: nowS(world),
  exp: nowS(world) + 60,
  ...more,
});

export const assertion = (world: World, by: TestParty, more: object = {}): string =>
  forge(by.key, headerOf(by.key, AUTH), assertionClaims(world, by.id, more));

export const tokenForm = (client_assertion: string, more: object = {}) => ({
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion,
  ...more,
});

export const api = ({ server }: World) => request(server.address);

/** Sends the form of a token request. */
export const buy = (world: World, client_assertion: string, more: object = {}) =>
  api(world).post('/v1/token').type('form').send(tokenForm(client_assertion, more));

export async function tokenOf(world: World, by: TestParty, scope = 'party'): Promise<string> {
  const { body } = await buy(world, assertion(world, by), { scope }).expect(200);
  return String(body.access_token);
}

export const me = (world: World, token: string) => api(world).get('/v1/me').set('authorization', `Bearer ${token}`);
