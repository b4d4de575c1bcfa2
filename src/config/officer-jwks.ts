import { parseStrictJson } from '../core/json.ts';
import type { JsonValue } from '../core/json-value.ts';
import { publicJwkIssues } from '../core/jwk-check.ts';
import { isPublicJwk, type PublicKey, restorePublicKey } from '../core/keys.ts';

/**
 * The distinct officer keys of a JWK set (RFC 7517 section 5). The same key twice is one officer, however it is spelled.
 *
 * @throws Error with one line, also when a private member is among them: the text was in an environment, so that key is burnt
 */
export function parseOfficerJwks(text: string): readonly PublicKey[] {
  const keys = readKeySet(text).map(parseKey);
  return [...new Map(keys.map((key) => [key.kid, key])).values()];
}

function readKeySet(text: string): readonly JsonValue[] {
  const set = parse(text);
  const keys = typeof set === 'object' && set !== null && 'keys' in set ? set['keys'] : undefined;
  if (!Array.isArray(keys)) throw new Error('OFFICER_JWKS must be a JWK set: {"keys":[…]}');
  return keys;
}

function parse(text: string): JsonValue {
  try {
    return parseStrictJson(new TextEncoder().encode(text), 'request_invalid');
  } catch (error) {
    throw new Error(`OFFICER_JWKS is not strict JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseKey(jwk: JsonValue, index: number): PublicKey {
  const [issue] = publicJwkIssues(jwk, `/keys/${index}`);
  if (issue !== undefined) throw new Error(`OFFICER_JWKS ${issue.pointer}: ${issue.detail}`);
  if (!isPublicJwk(jwk)) throw new Error(`OFFICER_JWKS /keys/${index}: not a public key`);
  return restorePublicKey(jwk);
}
