import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { RegistryError } from './errors.ts';
import type { JsonValue } from './json-value.ts';
import { importPublicKey, isPublicJwk, parsePublicJwk, restorePublicKey, thumbprint, verifyBytes } from './keys.ts';

/** RFC 8037 appendix A.2 and A.3: a public key and its thumbprint. */
const RFC_8037 = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
/** RFC 7515 appendix A.3. */
const RFC_7515 = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
} as const;

const issuesOf = async (jwk: JsonValue): Promise<string[]> => {
  try {
    await parsePublicJwk(jwk, '/jwk');
    return [];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    expect(error.code).toBe('document_invalid');
    return error.issues.map(({ pointer, code }) => `${pointer} ${code}`);
  }
};

const x = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');
const okp = (hex: string) => ({ kty: 'OKP', crv: 'Ed25519', x: x(hex) });

describe('parsePublicJwk', () => {
  test('an Ed25519 key, its kid recomputed', async () => {
    const key = await parsePublicJwk(RFC_8037, '/jwk');
    expect(key).toEqual({ kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k', algorithm: 'Ed25519', jwk: RFC_8037 });
  });

  test('a P-256 key', async () => {
    expect((await parsePublicJwk(RFC_7515, '/jwk')).algorithm).toBe('ES256');
  });

  test('optional members that agree', async () => {
    const kid = thumbprint(RFC_8037);
    expect(await issuesOf({ ...RFC_8037, alg: 'EdDSA', use: 'sig', kid })).toEqual([]);
    expect(await issuesOf({ ...RFC_8037, alg: 'Ed25519' })).toEqual([]);
    expect(await issuesOf({ ...RFC_7515, alg: 'ES256' })).toEqual([]);
  });

  const refused: [string, JsonValue, string[]][] = [
    ['text', '{"kty":"OKP"}', ['/jwk wrong_type']],
    ['a list', [RFC_8037], ['/jwk wrong_type']],
    ['a JWK set', { keys: [RFC_8037] }, ['/jwk/kty wrong_value']],
    ['a private key', { ...RFC_8037, d: 'AAAA' }, ['/jwk/d private_member']],
    ['a private EC key', { ...RFC_7515, d: 'AAAA' }, ['/jwk/d private_member']],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }, ['/jwk/k private_member']],
    ['an RSA key', { kty: 'RSA', n: 'AAAA', e: 'AQAB' }, ['/jwk/kty wrong_value']],
    ['another curve', { ...RFC_7515, crv: 'P-384' }, ['/jwk/crv wrong_value']],
    ['X25519', { ...RFC_8037, crv: 'X25519' }, ['/jwk/crv wrong_value']],
    [
      'unknown members',
      { ...RFC_8037, key_ops: ['sign'], ext: true },
      ['/jwk/key_ops unknown_member', '/jwk/ext unknown_member'],
    ],
    ['y on an OKP key', { ...RFC_8037, y: RFC_8037.x }, ['/jwk/y unknown_member']],
    ['a missing y', { kty: 'EC', crv: 'P-256', x: RFC_7515.x }, ['/jwk/y wrong_format']],
    ['padding', { ...RFC_8037, x: `${RFC_8037.x}=` }, ['/jwk/x wrong_format']],
    ['stray bits', { ...RFC_8037, x: `${RFC_8037.x.slice(0, -1)}p` }, ['/jwk/x wrong_format']],
    ['31 bytes', okp('00'.repeat(31)), ['/jwk/x wrong_format']],
    ['alg of another family', { ...RFC_8037, alg: 'ES256' }, ['/jwk/alg wrong_value']],
    ['use enc', { ...RFC_7515, use: 'enc' }, ['/jwk/use wrong_value']],
    ['a foreign kid', { ...RFC_8037, kid: 'mine' }, ['/jwk/kid kid_mismatch']],
    ['several at once', { ...RFC_8037, alg: 'x', use: 'y' }, ['/jwk/alg wrong_value', '/jwk/use wrong_value']],
    ['the identity', okp(`01${'00'.repeat(31)}`), ['/jwk/x weak_key']],
    ['order 2', okp(`ec${'ff'.repeat(30)}7f`), ['/jwk/x weak_key']],
    ['order 4', okp('00'.repeat(32)), ['/jwk/x weak_key']],
    ['order 8', okp('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'), ['/jwk/x weak_key']],
    ['identity, not canonical', okp(`ee${'ff'.repeat(30)}7f`), ['/jwk/x weak_key']],
    ['no point', okp(`02${'00'.repeat(31)}`), ['/jwk/x weak_key']],
    ['off P-256', { ...RFC_7515, y: RFC_7515.x }, ['/jwk not_on_curve']],
    ['x beyond the field', { ...RFC_7515, x: x('ff'.repeat(32)), y: x('ff'.repeat(32)) }, ['/jwk not_on_curve']],
    ['zero', { ...RFC_7515, x: x('00'.repeat(32)), y: x('00'.repeat(32)) }, ['/jwk not_on_curve']],
  ];
  test.each(refused)('refuses %s', async (_, jwk, want) => {
    expect(await issuesOf(jwk)).toEqual(want);
  });
});

describe('keys as values', () => {
  test('the thumbprint leaves optional members out', () => {
    expect(thumbprint({ ...RFC_8037, alg: 'EdDSA', use: 'sig' })).toBe(thumbprint(RFC_8037));
  });

  test('an import is done once', async () => {
    const [first, second] = await Promise.all([
      importPublicKey(restorePublicKey(RFC_7515)),
      importPublicKey(restorePublicKey({ ...RFC_7515, use: 'sig' })),
    ]);
    expect(second).toBe(first);
  });

  test('isPublicJwk narrows by members', () => {
    expect([RFC_8037, RFC_7515].every(isPublicJwk)).toBe(true);
    expect([null, 'x', {}, { kty: 'OKP', crv: 'Ed25519' }, { ...RFC_7515, y: 1 }].some(isPublicJwk)).toBe(false);
  });
});

describe('verifyBytes', () => {
  const pairs = { Ed25519: generateKeyPairSync('ed25519'), ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  const message = Buffer.from('a note');

  test.each(Object.entries(pairs))('%s', async (name, { publicKey, privateKey }) => {
    const jwk = publicKey.export({ format: 'jwk' });
    if (!isPublicJwk(jwk)) throw new Error('unexpected JWK');
    const key = restorePublicKey(jwk);
    const signature =
      name === 'ES256'
        ? sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })
        : sign(null, message, privateKey);
    expect(await verifyBytes(key, message, signature)).toBe(true);
    expect(await verifyBytes(key, Buffer.from('another'), signature)).toBe(false);
    expect(await verifyBytes(key, message, signature.subarray(0, 63))).toBe(false);
    expect(await verifyBytes(key, message, Buffer.alloc(64))).toBe(false);
  });
});
