import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json-value.ts';
import { jwsSigner } from '../../src/keys/jws-signer.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
import { openBadgeFaults } from '../support/open-badges/rules.ts';
import type { Web } from '../support/open-badges/signature.ts';
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
let auditor: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  auditor = await registerAuditor(registry, 'lumen');
  server = await startServer(registry);
});
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

/** The addresses in a credential, as the server under test answers them. */
const web: Web = {
  now: new Date(AFTER_56_DAYS),
  get: async (url) => {
    const answer = await fetch(url.replace(ORIGIN, server.address));
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? '',
      body: await answer.text(),
    };
  },
};

let count = 0;
async function certified(): Promise<{ org: TestParty; certificate: string; jwt: string }> {
  const org = await registerProved(registry, `org-${++count}`);
  const { certificate } = await certify(registry, org, auditor);
  return { org, certificate, jwt: (await web.get(`${ORIGIN}/v1/certificates/${certificate}.jwt`)).body };
}

const payloadOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));

describe('a certificate’s credential', () => {
  test('meets every rule', async () => {
    const { jwt } = await certified();
    expect(await openBadgeFaults(jwt, web)).toEqual([]);
  });

  test('is found revoked by its status list alone, once suspended', async () => {
    const { org, certificate, jwt } = await certified();
    await act(registry, 0, { action: 'suspend', subject: org.id, certificate });
    expect(await openBadgeFaults(jwt, web)).toEqual(['status: revoked']);
  });

  test.each([
    ['2026-03-03T11:59:59Z', 'time: not yet valid'],
    ['2026-06-01T12:00:01Z', 'time: expired'],
  ])('at %s is %s', async (now, fault) => {
    const { jwt } = await certified();
    expect(await openBadgeFaults(jwt, { ...web, now: new Date(now) })).toContain(fault);
  });

  test('whose signature is another’s does not verify', async () => {
    const { jwt } = await certified();
    const [header = '', payload = '', signature = ''] = jwt.split('.');
    const other = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect(await openBadgeFaults(`${header}.${payload}.${other}`, web)).toEqual(['signature: does not verify']);
  });
});

const V2 = 'https://www.w3.org/ns/credentials/v2';
const BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
const ACHIEVEMENT = 'credentialSubject.achievement';

/** The rules see what is wrong: each line puts one member to another value, or takes it away, under a good signature. */
const WRONG: readonly (readonly [fault: string, path: string, value?: unknown])[] = [
  ['@context: the first is not that of credentials v2', '@context', [BADGES, V2]],
  ['@context: the second is not that of Open Badges', '@context', [V2, 'https://registry.example/context']],
  ['@context: one too many', '@context', [V2, BADGES, 'https://registry.example/context']],
  ['credential: type is not AchievementCredential|OpenBadgeCredential', 'type', ['VerifiableCredential']],
  ['credential: type is not VerifiableCredential', 'type', ['OpenBadgeCredential']],
  ['credential: validFrom is no instant', 'validFrom', '2026-03-03T12:00:00'],
  ['credential: score is no term', 'score', '62.6'],
  ['claims: iss is not issuer.id', 'iss', ORIGIN],
  ['claims: sub is not credentialSubject.id', 'sub'],
  ['claims: jti is not id', 'jti', 'urn:uuid:0192f1a0-7c00-7000-8000-000000000001'],
  ['claims: nbf is not validFrom', 'nbf', 1_772_539_201],
  ['claims: exp is not validUntil', 'exp'],
  ['claims: vc and vp are not allowed', 'vc', {}],
  ['issuer: type is not Profile', 'issuer.type', 'Issuer'],
  ['subject: type is not AchievementSubject', 'credentialSubject.type', []],
  ['subject: no id', 'credentialSubject.id', ' '],
  ['subject: name is no term', 'credentialSubject.name', 'Acme'],
  ['achievement: description is missing', `${ACHIEVEMENT}.description`],
  ['achievement: achievementType is no word of the vocabulary', `${ACHIEVEMENT}.achievementType`, 'Tier'],
  ['criteria: neither id nor narrative', `${ACHIEVEMENT}.criteria`, {}],
  ['result description: resultType is missing', `${ACHIEVEMENT}.resultDescription.0.resultType`],
  ['result: type is not Result', 'credentialSubject.result.0.type', ['Score']],
  ['result: of no description of this achievement', 'credentialSubject.result.0.resultDescription', 'urn:x:y'],
  ['result: 101.0 is not allowed', 'credentialSubject.result.0.value', '101.0'],
  ['evidence: type is not Evidence', 'evidence.0.type', []],
  ['status: statusListIndex is no text', 'credentialStatus.statusListIndex', 7],
  ['status: statusListIndex is no decimal text', 'credentialStatus.statusListIndex', '07'],
  ['status: the list answers 404', 'credentialStatus.statusListCredential', `${ORIGIN}/status/99`],
  ['status list: another purpose', 'credentialStatus.statusPurpose', 'suspension'],
  ['status list: the index lies outside', 'credentialStatus.statusListIndex', '131072'],
];

/** A copy with the member at a dotted path put to a value, or without it. */
function altered(payload: unknown, path: string, value: unknown): unknown {
  const [name = '', ...rest] = path.split('.');
  if (Array.isArray(payload))
    return payload.map((one: unknown, at) => (at === Number(name) ? altered(one, rest.join('.'), value) : one));
  const members = { ...(typeof payload === 'object' ? payload : {}) };
  const before: unknown = Reflect.get(members, name);
  return { ...members, [name]: rest.length === 0 ? value : altered(before, rest.join('.'), value) };
}

describe('the rules find', () => {
  let jwt = '';
  beforeAll(async () => {
    ({ jwt } = await certified());
  });
  const signed = (header: object, payload: JsonObject) =>
    jwsSigner(registry.keys.credential).sign({ ...header } as Record<string, string>, payload);
  const header = () => ({ alg: 'RS256', kid: `${ORIGIN}/keys/${registry.keys.credential.kid}`, typ: 'JWT' });

  test.each(WRONG.map(([fault, path, value]) => ({ fault, path, value })))('$fault', async ({ fault, path, value }) => {
    // An undefined member is no member of the JSON that is signed.
    const spoilt = JSON.parse(JSON.stringify(altered(payloadOf(jwt), path, value)));
    expect(await openBadgeFaults(await signed(header(), spoilt), web)).toContain(fault);
  });

  test('another algorithm', async () => {
    const head = Buffer.from(JSON.stringify({ ...header(), alg: 'PS256' })).toString('base64url');
    expect(await openBadgeFaults(jwt.replace(/^[^.]+/, head), web)).toContain('header: alg is not RS256');
  });

  test.each([
    ['header: cty is not allowed', { cty: 'vc' }],
    ['header: typ is not JWT', { typ: 'vc+jwt' }],
    ['kid: not the address of a key', { kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' }],
    ['kid: not one JWK', { kid: `${ORIGIN}/.well-known/jwks.json` }],
    ['kid: answers 404', { kid: `${ORIGIN}/keys/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k` }],
  ])('%s', async (fault, change) => {
    expect(await openBadgeFaults(await signed({ ...header(), ...change }, payloadOf(jwt)), web)).toContain(fault);
  });
});
