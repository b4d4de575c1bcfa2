import { describe, expect, test } from 'vitest';
import { generateSigningKey, publicJwkOf, signClientAuth, signStatement } from '../sdk/sign.ts';
import { readClaims, readClientAuth } from './claims.ts';
import { RegistryError } from './errors.ts';
import { isPartyId, type PartyId } from './ids.ts';
import { restorePublicKey } from './keys.ts';
import { parseStatement, type StatementTyp, verifyStatement } from './statement.ts';

const now = new Date('2026-03-02T12:00:00Z');
const T = now.getTime() / 1000;
const origin = 'https://registry.example';
const privateJwk = await generateSigningKey();
const key = restorePublicKey(publicJwkOf(privateJwk));
const partyId = (text: string): PartyId => {
  if (!isPartyId(text)) throw new Error(text);
  return text;
};

const good = { iss: 'acme', aud: origin, jti: '00000000-0000-4000-8000-000000000001', iat: T, exp: T + 3600, body: {} };

async function statement(claims: object, typ: StatementTyp = 'cms-audit+jwt') {
  const jws = await signStatement({ typ, privateJwk, ...good, ...claims });
  return verifyStatement(parseStatement(Buffer.from(jws), typ), key);
}

const outcome = (work: () => unknown): string => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return [error.code, ...error.issues.map(({ pointer, code }) => `${pointer} ${code}`)].join(' · ');
  }
};

describe('readClaims', () => {
  test('gives them', async () => {
    const { aud: _, ...want } = good;
    expect(readClaims(await statement({}), { origin, now, issuer: partyId('acme') })).toEqual(want);
  });

  test.each<[string, object, string]>([
    ['UUID version 7', { jti: '019c8f00-0000-7000-8000-000000000001' }, 'accepted'],
    ['UUID version 1', { jti: '00000000-0000-1000-8000-000000000001' }, 'claims_invalid · /jti wrong_format'],
    ['UUID variant', { jti: '00000000-0000-4000-c000-000000000001' }, 'claims_invalid · /jti wrong_format'],
    ['exp at the limit', { exp: T + 86_400 }, 'accepted'],
    ['exp past the limit', { exp: T + 86_401 }, 'claims_invalid · /exp out_of_range'],
    ['last second', { iat: T - 10, exp: T + 1 }, 'accepted'],
    ['exp now', { iat: T - 10, exp: T }, 'claims_invalid · /exp expired'],
    ['iat 60 s ahead', { iat: T + 60, exp: T + 61 }, 'accepted'],
    ['iat 61 s ahead', { iat: T + 61, exp: T + 62 }, 'iat_future'],
    ['negative iat', { iat: -1 }, 'claims_invalid · /iat wrong_type'],
    ['iss of another party', { iss: 'other' }, 'iss_mismatch'],
    ['iss of another party, iat ahead', { iss: 'other', iat: T + 99, exp: T + 100 }, 'iss_mismatch'],
    ['aud in other case', { aud: 'https://Registry.example' }, 'claims_invalid · /aud wrong_value'],
    ['body null', { body: null }, 'claims_invalid · /body wrong_type'],
    ['body list', { body: [] }, 'claims_invalid · /body wrong_type'],
  ])('%s', async (_, claims, want) => {
    const verified = await statement(claims);
    expect(outcome(() => readClaims(verified, { origin, now, issuer: partyId('acme') }))).toBe(want);
  });

  test('attestations may wait a week', async () => {
    const spooled = await statement({ iat: T - 86_400, exp: T + 6 * 86_400 }, 'cms-attestation+jwt');
    expect(outcome(() => readClaims(spooled, { origin, now }))).toBe('accepted');
    const longer = await statement({ exp: T + 7 * 86_400 + 1 }, 'cms-attestation+jwt');
    expect(outcome(() => readClaims(longer, { origin, now }))).toContain('/exp out_of_range');
  });

  test('every fault is named, beside an iat in the future', async () => {
    const verified = await statement({ iss: 'A', aud: 'x', jti: 'y', iat: T + 999, exp: T + 10 ** 6 });
    const faults = outcome(() => readClaims(verified, { origin, now }));
    for (const claim of ['/iss', '/aud', '/jti', '/exp']) expect(faults).toContain(claim);
  });
});

describe('readClientAuth', () => {
  const typ = 'cms-client-auth+jwt';
  const assertion = async (claims: object) => {
    const { body: _, ...rest } = good;
    const jws = await signClientAuth({ privateJwk, ...rest, exp: T + 60, ...claims });
    return verifyStatement(parseStatement(Buffer.from(jws), typ), key);
  };

  test('a minute, no body', async () => {
    const claims = readClientAuth(await assertion({}), { origin, now, issuer: partyId('acme') });
    expect(claims).toEqual({ iss: 'acme', jti: good.jti, iat: T, exp: T + 60 });
  });

  test.each<[string, object, string]>([
    ['61 s', { exp: T + 61 }, 'claims_invalid · /exp out_of_range'],
    ['iat ahead', { iat: T + 61, exp: T + 62 }, 'iat_future'],
    ['another party', { iss: 'other' }, 'iss_mismatch'],
  ])('%s', async (_, claims, want) => {
    const verified = await assertion(claims);
    expect(outcome(() => readClientAuth(verified, { origin, now, issuer: partyId('acme') }))).toBe(want);
  });

  test('a statement is no assertion', async () => {
    const verified = await statement({ exp: T + 60 }, typ);
    const faults = outcome(() => readClientAuth(verified, { origin, now }));
    expect(faults).toBe('claims_invalid · /body unknown_member · /sub wrong_value');
  });
});
