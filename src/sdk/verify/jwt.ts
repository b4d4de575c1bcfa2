import { compactVerify, importJWK, type JWK } from 'jose';
import { decodeBase64url, sha256Base64url } from '../../core/base64url.ts';
import { RegistryError } from '../../core/errors.ts';
import { isJsonObject, parseStrictJson } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { isPublicJwk, thumbprint } from '../../core/keys.ts';

/* What the registry itself signs: credentials, status lists and answers, as compact JWS. Strangers send them, so all is strict. */

/** A compact JWS of proper form. Nothing is verified. */
export interface ParsedJwt {
  /** As received. */
  readonly jwt: string;
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** base64url SHA-256 of the signing input. */
  readonly digest: string;
}

/** Longest credential, status list or answer that is read, in characters. */
const MAX_JWT = 262_144;

/** Reads a compact JWS; `undefined` where its form is wrong: segments, canonical base64url, strict JSON objects. */
export function parseJwt(jwt: string): ParsedJwt | undefined {
  if (jwt.length > MAX_JWT) return undefined;
  const segments = jwt.split('.', 4);
  const [header, payload, signature] = segments.map(decodeBase64url);
  if (segments.length !== 3 || !header || !payload || !signature?.length) return undefined;
  const [headerObject, payloadObject] = [readObject(header), readObject(payload)];
  if (headerObject === undefined || payloadObject === undefined) return undefined;
  const digest = sha256Base64url(jwt.slice(0, jwt.lastIndexOf('.')));
  return { jwt, header: headerObject, payload: payloadObject, digest };
}

/** Strict JSON (statements section 2), if it is an object; `undefined` for anything else. */
export function readObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value = parseStrictJson(bytes, 'request_invalid');
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}

export type JwtAlgorithm = 'RS256' | 'EdDSA';

/** Whether the key signed exactly these characters. Unusable keys verify nothing; nothing is thrown. */
export async function isSignedBy(
  { jwt }: Pick<ParsedJwt, 'jwt'>,
  jwk: JsonObject,
  alg: JwtAlgorithm,
): Promise<boolean> {
  const bare = bareKey(jwk);
  if (bare === undefined || (bare.kty === 'RSA') !== (alg === 'RS256')) return false;
  try {
    await compactVerify(jwt, await importJWK(bare, alg), { algorithms: [alg] });
    return true;
  } catch {
    return false;
  }
}

/** RFC 7638 thumbprint of a key of the two kinds the registry signs with, or its officers'; `undefined` for any other. */
export function kidOfJwk(jwk: JsonValue | undefined): string | undefined {
  if (!isJsonObject(jwk)) return undefined;
  const rsa = bareRsa(jwk);
  if (rsa !== undefined) return sha256Base64url(JSON.stringify({ e: rsa.e, kty: rsa.kty, n: rsa.n }));
  return isPublicJwk(jwk) ? thumbprint(jwk) : undefined;
}

/** The key with this thumbprint; members beside the key itself, `kid` included, are not believed. */
export const findJwk = (keys: readonly JsonObject[], kid: string): JsonObject | undefined =>
  keys.find((key) => kidOfJwk(key) === kid);

const bareKey = (jwk: JsonObject): JWK | undefined =>
  bareRsa(jwk) ??
  (jwk['kty'] === 'OKP' && jwk['crv'] === 'Ed25519' && typeof jwk['x'] === 'string'
    ? { kty: 'OKP', crv: 'Ed25519', x: jwk['x'] }
    : undefined);

/** 2048 to 4096 bits: smaller ones are broken, larger ones are a way to keep a verifier busy. */
const RSA_BYTES = { min: 256, max: 512 };

function bareRsa({ kty, n, e }: JsonObject): { kty: 'RSA'; n: string; e: 'AQAB' } | undefined {
  if (kty !== 'RSA' || typeof n !== 'string' || e !== 'AQAB') return undefined;
  const size = decodeBase64url(n)?.length ?? 0;
  return size >= RSA_BYTES.min && size <= RSA_BYTES.max ? { kty, n, e } : undefined;
}
