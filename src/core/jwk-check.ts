import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { decodeBase64url, sha256Base64url } from './base64url.ts';
import type { Issue } from './errors.ts';
import { isJsonObject } from './json.ts';
import type { JsonObject, JsonValue } from './json-value.ts';

/** Members of a JWK that are, or may be, secret (RFC 7518 section 6, RFC 8037 section 2). */
const PRIVATE_MEMBERS: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']);

/** The two families accepted, each with its curve, key members and the header algorithms a JWK may name in `alg`. */
const FAMILIES: ReadonlyMap<JsonValue | undefined, { crv: string; coordinates: string[]; algs: string[] }> = new Map([
  ['OKP', { crv: 'Ed25519', coordinates: ['x'], algs: ['EdDSA', 'Ed25519'] }],
  ['EC', { crv: 'P-256', coordinates: ['x', 'y'], algs: ['ES256'] }],
]);

/** Why this value may not be registered as a public key; empty if it may. Pointers start with `pointer`. */
export function publicJwkIssues(value: JsonValue | undefined, pointer: string): Issue[] {
  if (!isJsonObject(value)) return [{ pointer, code: 'wrong_type', detail: 'a public JWK is a JSON object' }];
  const secret = Object.keys(value).filter((name) => PRIVATE_MEMBERS.has(name));
  if (secret.length > 0) return secret.map((name) => privateMember(`${pointer}/${name}`));
  const family = FAMILIES.get(value['kty']);
  if (family === undefined || value['crv'] !== family.crv) return [wrongFamily(value, pointer)];
  const issues = memberIssues(value, pointer, family.coordinates, family.algs);
  return issues.length > 0 ? issues : pointIssues(value, pointer);
}

const privateMember = (pointer: string): Issue => ({
  pointer,
  code: 'private_member',
  detail: 'a private or symmetric key was sent',
  hint: 'Treat this key as compromised and make a new one; send only kty, crv, x (and y).',
});

function wrongFamily(jwk: JsonObject, pointer: string): Issue {
  const member = FAMILIES.has(jwk['kty']) ? 'crv' : 'kty';
  return {
    pointer: `${pointer}/${member}`,
    code: 'wrong_value',
    detail: 'only Ed25519 (kty OKP) and P-256 (kty EC) keys are registered',
  };
}

function memberIssues(jwk: JsonObject, pointer: string, coordinates: string[], algs: string[]): Issue[] {
  const issues: Issue[] = [];
  const add = (name: string, code: string, detail: string): void => {
    issues.push({ pointer: `${pointer}/${name}`, code, detail });
  };
  for (const name of coordinates) {
    if (coordinateBytes(jwk[name]) === undefined)
      add(name, 'wrong_format', 'must be 32 bytes in canonical base64url, without padding');
  }
  const allowed = new Set(['kty', 'crv', ...coordinates, 'alg', 'use', 'kid']);
  for (const name of Object.keys(jwk)) if (!allowed.has(name)) add(name, 'unknown_member', 'not a member of this JWK');
  if ('alg' in jwk && !algs.some((alg) => alg === jwk['alg']))
    add('alg', 'wrong_value', `must be ${algs.join(' or ')}`);
  if ('use' in jwk && jwk['use'] !== 'sig') add('use', 'wrong_value', 'must be sig');
  if ('kid' in jwk && jwk['kid'] !== jwkThumbprint(jwk))
    add('kid', 'kid_mismatch', 'must be the RFC 7638 SHA-256 thumbprint of this key');
  return issues;
}

function pointIssues(jwk: JsonObject, pointer: string): Issue[] {
  const x = coordinateBytes(jwk['x']);
  const y = coordinateBytes(jwk['y']);
  if (x !== undefined && jwk['kty'] === 'OKP') return isPrimeOrderEd25519(x) ? [] : [weakKey(`${pointer}/x`)];
  if (x !== undefined && y !== undefined && isOnP256(x, y)) return [];
  return [{ pointer, code: 'not_on_curve', detail: 'x and y are not a point on P-256' }];
}

const weakKey = (pointer: string): Issue => ({
  pointer,
  code: 'weak_key',
  detail: 'not the canonical encoding of an Ed25519 point of prime order',
});

/** RFC 8032 decoding (not the laxer ZIP 215), in the prime-order subgroup and not the identity. */
function isPrimeOrderEd25519(bytes: Uint8Array): boolean {
  try {
    const point = ed25519.Point.fromBytes(bytes, false);
    return point.isTorsionFree() && !point.isSmallOrder();
  } catch {
    return false;
  }
}

function isOnP256(x: Uint8Array, y: Uint8Array): boolean {
  try {
    p256.Point.fromBytes(Uint8Array.of(4, ...x, ...y)).assertValidity();
    return true;
  } catch {
    return false;
  }
}

/** The 32 bytes of a coordinate, or `undefined` if it is not canonical base64url of 32 bytes. */
function coordinateBytes(value: JsonValue | undefined): Uint8Array | undefined {
  const bytes = typeof value === 'string' ? decodeBase64url(value) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}

/** RFC 7638 SHA-256 thumbprint: the required members only, in lexicographic order, without white space. */
export function jwkThumbprint(jwk: { readonly [member: string]: JsonValue | undefined }): string {
  const { crv, kty, x, y } = jwk;
  return sha256Base64url(JSON.stringify(kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x }));
}
