import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { decodeBase64url } from '../core/base64url.ts';

/*
 * Browsers hide the Web Cryptography API on plain http, and older ones know no Ed25519. What is missing must not look like a
 * signature that fails, so this stands in: verification only, of the three kinds of signature the registry knows.
 */

/** What a key was imported for, in the words of the Web Cryptography API. */
interface KeyAlgorithm {
  readonly name: string;
  readonly namedCurve?: string;
  readonly hash?: { readonly name: string };
  readonly modulusLength?: number;
}

/** Looks like a `CryptoKey` to those who ask it; what it verifies with stays inside. */
interface SubstituteKey {
  readonly [Symbol.toStringTag]: 'CryptoKey';
  readonly type: 'public';
  readonly extractable: boolean;
  readonly usages: readonly ['verify'];
  readonly algorithm: KeyAlgorithm;
  readonly check: (message: Uint8Array, signature: Uint8Array) => boolean;
}

const key = (algorithm: KeyAlgorithm, check: SubstituteKey['check']): SubstituteKey => ({
  [Symbol.toStringTag]: 'CryptoKey',
  type: 'public',
  extractable: true,
  usages: ['verify'],
  algorithm,
  check,
});

const ed25519Key = (publicKey: Uint8Array): SubstituteKey =>
  key({ name: 'Ed25519' }, (message, signature) => ed25519.verify(signature, message, publicKey, { zip215: false }));

function p256Key(x: Uint8Array, y: Uint8Array): SubstituteKey {
  const point = Uint8Array.of(4, ...x, ...y);
  // High-S is as good as low-S for ES256 (RFC 7518 section 3.4 sets no rule), as in the Web Cryptography API.
  const check = (message: Uint8Array, signature: Uint8Array): boolean =>
    p256.verify(signature, message, point, { lowS: false });
  return key({ name: 'ECDSA', namedCurve: 'P-256' }, check);
}

function rsaKey(modulus: Uint8Array, exponent: Uint8Array): SubstituteKey {
  const [n, e] = [toInteger(modulus), toInteger(exponent)];
  const check = (message: Uint8Array, signature: Uint8Array): boolean => {
    const s = toInteger(signature);
    return (
      signature.length === modulus.length && s < n && power(s, e, n) === toInteger(padded(message, modulus.length))
    );
  };
  const modulusLength = n.toString(2).length;
  return key({ name: 'RSASSA-PKCS1-v1_5', hash: { name: 'SHA-256' }, modulusLength }, check);
}

/** DER of a SHA-256 DigestInfo up to the digest (RFC 8017 section 9.2, note 1). */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** EMSA-PKCS1-v1_5 of the message's SHA-256 (RFC 8017 section 9.2). */
function padded(message: Uint8Array, size: number): Uint8Array {
  const digest = createHash('sha256').update(message).digest();
  const filling = Buffer.alloc(size - DIGEST_INFO.length - digest.length - 3, 0xff);
  return Buffer.concat([Uint8Array.of(0, 1), filling, Uint8Array.of(0), DIGEST_INFO, digest]);
}

const toInteger = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);

/** Square and multiply. Every value is public, so time tells nobody anything. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [base % modulus, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

type Jwk = Readonly<Record<string, unknown>>;

function jwkKey(jwk: Jwk): SubstituteKey {
  const part = (name: string): Uint8Array => {
    const value = jwk[name];
    const bytes = typeof value === 'string' ? decodeBase64url(value) : undefined;
    if (bytes === undefined || bytes.length === 0) throw new TypeError(`the key has no ${name}`);
    return bytes;
  };
  if (jwk['kty'] === 'OKP' && jwk['crv'] === 'Ed25519') return ed25519Key(part('x'));
  if (jwk['kty'] === 'EC' && jwk['crv'] === 'P-256') return p256Key(part('x'), part('y'));
  if (jwk['kty'] === 'RSA') return rsaKey(part('n'), part('e'));
  throw new TypeError('a key of a kind this page does not know');
}

/** The part of `SubtleCrypto` that verifying needs. */
export const substituteSubtle = {
  async importKey(format: string, data: Uint8Array | Jwk): Promise<SubstituteKey> {
    if (format === 'raw' && data instanceof Uint8Array) return ed25519Key(data);
    if (format === 'jwk' && !(data instanceof Uint8Array)) return jwkKey(data);
    throw new TypeError(`keys in the form ${format} are not known here`);
  },
  /** Malformed signatures verify nothing; nothing is thrown. */
  async verify(_algorithm: unknown, { check }: SubstituteKey, signature: Uint8Array, message: Uint8Array) {
    try {
      return check(message, signature);
    } catch {
      return false;
    }
  },
};

/** Any valid point: only whether the browser can import it is asked. */
const PROBE = Uint8Array.from(Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex'));

/**
 * Makes `crypto.subtle` usable for verification, by the substitute where the browser's own is missing or knows no Ed25519.
 *
 * @returns why the substitute is in use, in one sentence; undefined where the browser's own does it
 */
export async function ensureCrypto(): Promise<string | undefined> {
  const own = globalThis.crypto.subtle as SubtleCrypto | undefined;
  const install = (reason: string): string => {
    Object.defineProperty(globalThis.crypto, 'subtle', { value: substituteSubtle, configurable: true });
    return reason;
  };
  if (own === undefined) {
    return install(
      'On plain http browsers switch their cryptography off; this page checks signatures with its own code.',
    );
  }
  try {
    await own.importKey('raw', PROBE, 'Ed25519', false, ['verify']);
    return undefined;
  } catch {
    return install('This browser knows no Ed25519; this page checks signatures with its own code.');
  }
}
