import { describe, expect, test } from 'vitest';
import { generateSigningKey, kidOf, publicJwkOf, signStatement } from '../sdk/sign.ts';
import { RegistryError } from './errors.ts';
import { isPartyId, type PartyId } from './ids.ts';
import { restorePublicKey } from './keys.ts';
import { type ProofExpectation, readEmbeddedKey, verifyKeyProof } from './possession.ts';
import { parseStatement } from './statement.ts';

const now = new Date('2026-03-02T12:00:00Z');
const iat = now.getTime() / 1000;
const origin = 'https://registry.example';
const jti = '00000000-0000-4000-8000-000000000001';
const privateJwk = await generateSigningKey();
const other = await generateSigningKey();
const key = restorePublicKey(publicJwkOf(privateJwk));
const partyId = (text: string): PartyId => {
  if (!isPartyId(text)) throw new Error(text);
  return text;
};

const refusal = async (work: Promise<unknown>): Promise<RegistryError | 'accepted'> =>
  work.then(
    () => 'accepted' as const,
    (error: unknown) => {
      if (error instanceof RegistryError) return error;
      throw error;
    },
  );

describe('readEmbeddedKey', () => {
  const parsed = async (body: unknown, signer = privateJwk) => {
    const typ = 'cms-party+jwt';
    const jws = await signStatement({
      typ,
      privateJwk: signer,
      iss: 'acme',
      aud: origin,
      jti,
      iat,
      exp: iat + 60,
      body,
    });
    return parseStatement(Buffer.from(jws), typ);
  };

  test('gives the key that must have signed', async () => {
    expect(await readEmbeddedKey(await parsed({ jwk: publicJwkOf(privateJwk) }))).toEqual(key);
  });

  test.each<[string, unknown, string]>([
    ['no body', null, 'claims_invalid'],
    ['no key', {}, 'document_invalid'],
    ['a private key', { jwk: privateJwk }, 'document_invalid'],
    ['another key', { jwk: publicJwkOf(other) }, 'key_unknown'],
  ])('refuses %s', async (_, body, code) => {
    expect(await refusal(readEmbeddedKey(await parsed(body)))).toMatchObject({ code });
  });
});

describe('verifyKeyProof', () => {
  const expected: ProofExpectation = {
    key,
    party: partyId('acme'),
    use: 'telemetry',
    siteId: 'dc-1',
    origin,
    now,
    pointer: '/proof',
  };
  const body = {
    schema: 'cms-key-proof/1',
    party_id: 'acme',
    kid: kidOf(privateJwk),
    use: 'telemetry',
    site_id: 'dc-1',
  };
  const proofOf = (changes: object = {}, claims: object = {}, signer = privateJwk) =>
    signStatement({
      typ: 'cms-key-proof+jwt',
      privateJwk: signer,
      iss: 'acme',
      aud: origin,
      jti,
      iat,
      exp: iat + 60,
      body: { ...body, ...changes },
      ...claims,
    });

  test('accepts a proof that agrees', async () => {
    expect(await refusal(verifyKeyProof(await proofOf(), expected))).toBe('accepted');
  });

  test.each<[string, () => Promise<string>, string]>([
    ['another party', () => proofOf({ party_id: 'other' }), 'party_id, kid, use and site_id'],
    ['another use', () => proofOf({ use: 'statements' }), 'party_id, kid, use and site_id'],
    ['another site', () => proofOf({ site_id: 'dc-2' }), 'party_id, kid, use and site_id'],
    ['no site', () => proofOf({ site_id: undefined }), 'party_id, kid, use and site_id'],
    ['another kid', () => proofOf({ kid: kidOf(other) }), 'party_id, kid, use and site_id'],
    ['another issuer', () => proofOf({}, { iss: 'other' }), 'iss_mismatch'],
    ['another registry', () => proofOf({}, { aud: 'https://sandbox.example' }), '/aud'],
    ['an old proof', () => proofOf({}, { iat: iat - 90, exp: iat - 30 }), '/exp'],
    ['an unknown member', () => proofOf({ note: 'x' }), '/note'],
    ['another signer', () => proofOf({}, {}, other), 'key_unknown'],
    ['another class', () => proofOf({}, { typ: 'cms-key+jwt' }), 'jws_typ'],
    ['no JWS', async () => 'x', 'jws_structure'],
    ['not ASCII', async () => 'ä.ö.ü', 'jws_encoding'],
  ])('refuses %s, always as one issue of the document', async (_, makeProof, detail) => {
    const error = await refusal(verifyKeyProof(await makeProof(), expected));
    expect(error).toMatchObject({ code: 'document_invalid', issues: [{ pointer: '/proof', code: 'proof_invalid' }] });
    expect(error === 'accepted' ? '' : error.issues[0]?.detail).toContain(detail);
  });
});
