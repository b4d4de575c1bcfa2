import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { isKid, type Kid } from '../core/ids.ts';

export type KeyKind = 'Ed25519' | 'RSA-3072';

/** A public JWK with the members a JWK set needs (RFC 7517 section 4). */
export interface NamedPublicJwk {
  readonly kty: 'OKP' | 'RSA';
  readonly kid: Kid;
  readonly alg: 'EdDSA' | 'RS256';
  readonly use: 'sig';
  readonly crv?: 'Ed25519';
  readonly x?: string;
  readonly n?: string;
  readonly e?: string;
}

/** A private key of the registry. Printing it shows no secret. */
export interface SigningKey {
  /** RFC 7638 SHA-256 thumbprint. */
  readonly kid: Kid;
  /** JWS algorithm. */
  readonly alg: 'EdDSA' | 'RS256';
  readonly publicJwk: NamedPublicJwk;
  readonly privateKey: KeyObject;
}

/**
 * Reads a private JWK. The public part is derived from the private one, never believed.
 *
 * @param origin file or variable that the text is from, for the error line
 * @throws Error with one line: no JWK, another kind of key, a public part that belongs to another key
 */
export async function parseSigningKey(text: string, kind: KeyKind, origin: string): Promise<SigningKey> {
  const { jwk, privateKey } = importPrivateJwk(text, origin);
  const derived = createPublicKey(privateKey).export({ format: 'jwk' });
  if (kindOf(privateKey) !== kind) throw new Error(`${origin} must hold a private JWK of kind ${kind}`);
  const members = kind === 'Ed25519' ? (['crv', 'x'] as const) : (['n', 'e'] as const);
  if (members.some((name) => jwk[name] !== derived[name])) {
    throw new Error(`${origin}: the private and the public part belong to different keys`);
  }
  const kid = await calculateJwkThumbprint(derived);
  if (!isKid(kid)) throw new Error(`${origin}: no thumbprint`);
  const alg = kind === 'Ed25519' ? 'EdDSA' : 'RS256';
  const publicJwk: NamedPublicJwk =
    kind === 'Ed25519'
      ? { kty: 'OKP', crv: 'Ed25519', x: derived.x ?? '', kid, alg, use: 'sig' }
      : { kty: 'RSA', n: derived.n ?? '', e: derived.e ?? '', kid, alg, use: 'sig' };
  return { kid, alg, publicJwk, privateKey };
}

function importPrivateJwk(text: string, origin: string) {
  try {
    const jwk: Record<string, unknown> = JSON.parse(text);
    return { jwk, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) };
  } catch {
    // The cause may quote the text: it stays here.
    throw new Error(`${origin} must hold a private JWK`);
  }
}

function kindOf(key: KeyObject): KeyKind | undefined {
  if (key.asymmetricKeyType === 'ed25519') return 'Ed25519';
  return key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails?.modulusLength === 3072 ? 'RSA-3072' : undefined;
}
