import type { CryptoKey } from 'jose';
import { importJWK } from 'jose';
import { RegistryError } from './errors.ts';
import { isKid, type Kid } from './ids.ts';
import type { JsonValue } from './json-value.ts';
import { jwkThumbprint, publicJwkIssues } from './jwk-check.ts';

/** What a registered key may sign. A key has one use for life. */
export type KeyUse = 'statements' | 'telemetry' | 'cosign' | 'recovery' | 'officer';

/** Algorithm of a key. An Ed25519 key fits the header algorithms `EdDSA` (RFC 8037) and `Ed25519` (RFC 9864). */
export type SignatureAlgorithm = 'Ed25519' | 'ES256';

interface OkpPublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly alg?: 'EdDSA' | 'Ed25519';
  readonly use?: 'sig';
  readonly kid?: string;
}
interface EcPublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly alg?: 'ES256';
  readonly use?: 'sig';
  readonly kid?: string;
}
/** A public JWK as registered: members beside the key itself must agree with it. */
export type PublicJwk = OkpPublicJwk | EcPublicJwk;

/** A key that may verify signatures. `kid` is always recomputed here, never taken from the sender. */
export interface PublicKey {
  readonly kid: Kid;
  readonly algorithm: SignatureAlgorithm;
  readonly jwk: PublicJwk;
}

/**
 * A public key fit for registration: Ed25519 point in canonical encoding and of prime order (a point of small or mixed
 * order lets one signature verify many messages), P-256 point on the curve, no private member.
 *
 * @param pointer JSON Pointer of the JWK inside the document, prefix of every issue
 * @throws RegistryError document_invalid with every issue
 */
export async function parsePublicJwk(value: JsonValue, pointer: string): Promise<PublicKey> {
  const issues = publicJwkIssues(value, pointer);
  if (issues.length > 0 || !isPublicJwk(value)) {
    throw new RegistryError('document_invalid', 'the public key is not acceptable', { issues });
  }
  return restorePublicKey(value);
}

/** A key that was already checked at registration, from its stored JWK. Recomputes `kid`, repeats no curve arithmetic. */
export function restorePublicKey(jwk: PublicJwk): PublicKey {
  return { kid: thumbprint(jwk), algorithm: jwk.kty === 'OKP' ? 'Ed25519' : 'ES256', jwk };
}

/** RFC 7638 SHA-256 thumbprint of a public JWK. */
export function thumbprint(jwk: PublicJwk): Kid {
  const kid = jwkThumbprint({ ...jwk });
  if (!isKid(kid)) throw new RegistryError('internal', 'a SHA-256 digest is not 43 base64url characters');
  return kid;
}

/** Narrows by members and types only; `publicJwkIssues` decides whether the key is acceptable. */
export function isPublicJwk(value: unknown): value is PublicJwk {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map(Object.entries(value));
  const isText = (name: string): boolean => typeof members.get(name) === 'string';
  if (members.get('kty') === 'OKP') return members.get('crv') === 'Ed25519' && isText('x');
  return members.get('kty') === 'EC' && members.get('crv') === 'P-256' && isText('x') && isText('y');
}

const MAX_IMPORTED = 2_000;
/** Imported keys by `kid`, which is a digest of the key itself: an entry can never be stale. */
const imported = new Map<Kid, Promise<CryptoKey>>();

/** The key as the crypto library wants it. Memoised: an import costs more than a signature check. */
export function importPublicKey(key: PublicKey): Promise<CryptoKey> {
  const known = imported.get(key.kid);
  if (known !== undefined) return known;
  if (imported.size >= MAX_IMPORTED) imported.clear();
  const pending = importAsCryptoKey(key);
  imported.set(key.kid, pending);
  return pending;
}

async function importAsCryptoKey({ jwk, algorithm }: PublicKey): Promise<CryptoKey> {
  const { kty, crv, x } = jwk;
  const bare = jwk.kty === 'OKP' ? { kty, crv, x } : { kty, crv, x, y: jwk.y };
  const key = await importJWK(bare, algorithm);
  if (key instanceof Uint8Array) throw new RegistryError('internal', 'a public key was imported as a secret');
  return key;
}

/** Size of a raw signature of either algorithm: R and S, 32 bytes each (RFC 8032, RFC 7518 section 3.4). */
export const SIGNATURE_BYTES = 64;

/**
 * Whether `signature` (raw: 64 bytes, ECDSA as R and S, never DER) is the key's over exactly `message`.
 * For signed notes and other formats that are not a JWS; statements go through `verifyStatement`.
 */
export async function verifyBytes(key: PublicKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const parameters = key.algorithm === 'ES256' ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'Ed25519' };
  return crypto.subtle.verify(parameters, await importPublicKey(key), Buffer.from(signature), Buffer.from(message));
}
