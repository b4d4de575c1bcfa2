import { type ErrorCode, RegistryError } from './errors.ts';
import { scanJson } from './json-scan.ts';
import type { JsonObject, JsonValue } from './json-value.ts';

/** Deepest nesting of arrays and objects in anything the registry reads (statements section 2, step 6). */
const MAX_JSON_DEPTH = 32;

// Fatal: invalid UTF-8 is refused, never replaced. A byte order mark stays in the text, where no JSON grammar admits it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Strict JSON (RFC 8259 within I-JSON, RFC 7493, and narrower): refuses invalid UTF-8, a byte order mark, duplicate
 * member names at any depth (also when spelled with escapes), members named `__proto__`, `constructor` or `prototype`,
 * numbers with a fraction or exponent or beyond 2^53-1, lone surrogates, depth over 32, and trailing data.
 *
 * The bytes are the sender's and may be hostile: cost is linear in their length, with no recursion.
 *
 * @param code thrown for every fault, e.g. `jws_header`, `payload_invalid`, `request_invalid`
 */
export function parseStrictJson(bytes: Uint8Array, code: ErrorCode): JsonValue {
  const text = decodeUtf8(bytes, code);
  const fault = scanJson(text, MAX_JSON_DEPTH);
  if (fault !== undefined) throw new RegistryError(code, `not strict JSON: ${fault}`);
  return parseGrammar(text, code);
}

function decodeUtf8(bytes: Uint8Array, code: ErrorCode): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new RegistryError(code, 'not strict JSON: invalid UTF-8');
  }
}

// The engine's own message quotes the input, so it is not passed on.
function parseGrammar(text: string, code: ErrorCode): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw new RegistryError(code, 'not strict JSON: not well formed');
  }
}

/** Narrows a JSON value to an object; arrays and null are none. */
export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
