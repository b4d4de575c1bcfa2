import { describe, expect, test } from 'vitest';
import { readClaims } from '../core/claims.ts';
import { restorePublicKey } from '../core/keys.ts';
import { parseStatement, verifyStatement } from '../core/statement.ts';
import { generateSigningKey, kidOf, newClaims, publicJwkOf, signStatement, toPrivateJwk } from './sign.ts';

const now = new Date('2026-03-02T12:00:00.900Z');
const aud = 'https://registry.example';
const random = new Uint8Array(16).fill(0xff);

describe('signStatement', () => {
  test.each([
    ['Ed25519', undefined, 'EdDSA'],
    ['Ed25519', 'Ed25519', 'Ed25519'],
    ['ES256', undefined, 'ES256'],
  ] as const)('%s key, alg %s', async (family, alg, header) => {
    const privateJwk = await generateSigningKey(family);
    const claims = newClaims(now, random);
    const jws = await signStatement({
      typ: 'cms-act+jwt',
      privateJwk,
      iss: 'acme',
      aud,
      body: { a: 'ü' },
      ...claims,
      ...(alg === undefined ? {} : { alg }),
    });
    const parsed = parseStatement(Buffer.from(jws), 'cms-act+jwt');
    expect(parsed.alg).toBe(header);
    const statement = await verifyStatement(parsed, restorePublicKey(publicJwkOf(privateJwk)));
    expect(readClaims(statement, { origin: aud, now })).toEqual({ iss: 'acme', ...claims, body: { a: 'ü' } });
  });
});

describe('keys', () => {
  test('the public half has no secret and the same kid', async () => {
    const privateJwk = await generateSigningKey('ES256');
    expect(Object.keys(publicJwkOf(privateJwk)).sort()).toEqual(['crv', 'kty', 'x', 'y']);
    expect(kidOf(publicJwkOf(privateJwk))).toBe(kidOf(privateJwk));
  });

  test('a file is read strictly', async () => {
    const privateJwk = await generateSigningKey();
    expect(toPrivateJwk(JSON.parse(JSON.stringify(privateJwk)))).toEqual(privateJwk);
    expect(() => toPrivateJwk({ ...publicJwkOf(privateJwk) })).toThrow(TypeError);
    expect(() => toPrivateJwk({ kty: 'RSA', d: 'x' })).toThrow(TypeError);
  });
});

describe('newClaims', () => {
  test('a UUID version 4 and whole seconds', () => {
    expect(newClaims(now, random, 60)).toEqual({
      jti: 'ffffffff-ffff-4fff-bfff-ffffffffffff',
      iat: 1_772_452_800,
      exp: 1_772_452_860,
    });
  });

  test('takes 16 random bytes', () => {
    expect(() => newClaims(now, new Uint8Array(15))).toThrow(RangeError);
  });
});
