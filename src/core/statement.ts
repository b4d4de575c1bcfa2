import { compactVerify } from 'jose';
import { decodeBase64url, sha256Base64url } from './base64url.ts';
import { assertThat, RegistryError } from './errors.ts';
import { type Digest, isDigest, isKid, type Kid } from './ids.ts';
import { isJsonObject, parseStrictJson } from './json.ts';
import type { JsonObject } from './json-value.ts';
import { importPublicKey, type KeyUse, type PublicKey, SIGNATURE_BYTES } from './keys.ts';

const KIB = 1024;
const MAX_HEADER_BYTES = KIB;
const DEFAULT_MAX_BYTES = 256 * KIB;

/** The class a statement declares in its header; each endpoint accepts one (statements section 1). */
export type StatementTyp =
  | 'cms-party+jwt'
  | 'cms-key+jwt'
  | 'cms-key-proof+jwt'
  | 'cms-workloads+jwt'
  | 'cms-audit+jwt'
  | 'cms-countersignature+jwt'
  | 'cms-act+jwt'
  | 'cms-client-auth+jwt'
  | 'cms-attestation+jwt'
  | 'cms-inventory+jwt';

/** `EdDSA` and `Ed25519` both mean Ed25519 (RFC 8037, RFC 9864). */
export type HeaderAlgorithm = 'EdDSA' | 'Ed25519' | 'ES256';

/** Largest statement of a class in bytes, as sent (statements section 2, step 1). */
export function maxStatementBytes(typ: StatementTyp): number {
  if (typ === 'cms-audit+jwt') return 8 * KIB * KIB;
  return typ === 'cms-attestation+jwt' ? 128 * KIB : DEFAULT_MAX_BYTES;
}

/** A statement of proper form whose signature nobody has checked: every field is the sender's word. */
export interface ParsedStatement {
  /** The compact serialisation, character for character as received; store and forward this. */
  readonly jws: string;
  readonly typ: StatementTyp;
  readonly alg: HeaderAlgorithm;
  readonly kid: Kid;
  /** base64url(SHA-256(header "." payload)): the statement's name, independent of its (malleable) signature. */
  readonly digest: Digest;
  /** Untrusted payload bytes. */
  readonly payload: Uint8Array;
}

declare const verified: unique symbol;
/** A statement whose signature by the key `kid` is checked and whose payload is strict JSON. Made by `verifyStatement` only. */
export interface VerifiedStatement {
  readonly [verified]: true;
  readonly jws: string;
  readonly typ: StatementTyp;
  readonly kid: Kid;
  readonly digest: Digest;
  readonly payload: JsonObject;
}

/**
 * Steps 1 to 3 of the gate (statements section 2), before any cryptography. The body is the attacker's.
 *
 * @param typ the one class the endpoint accepts
 * @throws RegistryError too_large, jws_structure, jws_encoding, jws_header, jws_alg, jws_kid_format, jws_typ
 */
export function parseStatement(body: Uint8Array, typ: StatementTyp): ParsedStatement {
  assertThat(
    body.length <= maxStatementBytes(typ),
    'too_large',
    `a ${typ} has at most ${maxStatementBytes(typ)} bytes`,
  );
  const jws = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const [header, payload] = splitSegments(jws);
  return {
    ...readHeader(header, typ),
    jws,
    digest: digestOf(jws.slice(0, jws.lastIndexOf('.'))),
    payload,
  };
}

/**
 * Steps 4 to 6 of the gate: the algorithm fits the key, the signature is the key's over the bytes received, and the
 * payload is strict JSON. Whether the key may sign this class is `assertRole`, whether it is active is state.
 *
 * @throws RegistryError jws_alg, jws_signature, payload_invalid
 */
export async function verifyStatement(parsed: ParsedStatement, key: PublicKey): Promise<VerifiedStatement> {
  assertThat(parsed.kid === key.kid, 'internal', 'verified with another key than the header names');
  const fits = key.algorithm === 'ES256' ? parsed.alg === 'ES256' : parsed.alg !== 'ES256';
  assertThat(fits, 'jws_alg', `alg ${parsed.alg} does not fit the registered ${key.algorithm} key`);
  await assertSignature(parsed, key);
  const { jws, typ, kid, digest } = parsed;
  return { jws, typ, kid, digest, payload: parsePayload(parsed) } as VerifiedStatement;
}

/** The payload as strict JSON, still untrusted. For statements that carry the key that signs them; others verify first. */
export function parsePayload(parsed: ParsedStatement): JsonObject {
  const payload = parseStrictJson(parsed.payload, 'payload_invalid');
  assertThat(isJsonObject(payload), 'payload_invalid', 'the payload is not a JSON object');
  return payload;
}

const SIGNS: Record<StatementTyp, readonly KeyUse[]> = {
  'cms-party+jwt': ['statements'],
  'cms-key+jwt': ['statements', 'recovery'],
  'cms-key-proof+jwt': ['statements', 'telemetry', 'cosign', 'recovery'],
  'cms-workloads+jwt': ['statements'],
  'cms-audit+jwt': ['statements'],
  'cms-attestation+jwt': ['telemetry'],
  'cms-inventory+jwt': ['statements'],
  'cms-countersignature+jwt': ['statements'],
  'cms-act+jwt': ['officer'],
  'cms-client-auth+jwt': ['statements', 'officer'],
};

/** Step 4, the role: which use of key may sign which class (table of statements section 1). @throws RegistryError key_role */
export function assertRole(typ: StatementTyp, use: KeyUse): void {
  assertThat(SIGNS[typ].includes(use), 'key_role', `a key for ${use} does not sign ${typ}`);
}

/** Three non-empty segments of canonical base64url; the first two come back decoded. */
function splitSegments(jws: string): [Uint8Array, Uint8Array] {
  const segments = jws.startsWith('{') ? [] : jws.split('.', 4);
  const [header, payload, signature] = segments;
  assertThat(segments.length === 3, 'jws_structure', 'a compact JWS is three segments joined by two dots');
  assertThat(!!header && !!payload && !!signature, 'jws_structure', 'a segment of the compact JWS is empty');
  const bytes = [header, payload, signature].map(decodeBase64url);
  const [headerBytes, payloadBytes, signatureBytes] = bytes;
  if (headerBytes === undefined || payloadBytes === undefined || signatureBytes === undefined) {
    throw new RegistryError(
      'jws_encoding',
      'a segment is not canonical base64url: no padding, white space or stray bits',
    );
  }
  return [headerBytes, payloadBytes];
}

/** Exactly `{alg, kid, typ}`, all non-empty strings: nothing in a header may point elsewhere or change the rules. */
function readHeader(bytes: Uint8Array, expected: StatementTyp): { alg: HeaderAlgorithm; kid: Kid; typ: StatementTyp } {
  assertThat(bytes.length <= MAX_HEADER_BYTES, 'jws_header', `the header has more than ${MAX_HEADER_BYTES} bytes`);
  const header = parseStrictJson(bytes, 'jws_header');
  assertThat(
    isJsonObject(header) && hasExactMembers(header),
    'jws_header',
    'the header is exactly {alg, kid, typ}, all strings',
  );
  const { alg, kid, typ } = header;
  assertThat(isHeaderAlgorithm(alg), 'jws_alg', 'alg is EdDSA, Ed25519 or ES256');
  assertThat(isKid(kid), 'jws_kid_format', 'kid is an RFC 7638 SHA-256 thumbprint: 43 base64url characters');
  assertThat(typ === expected, 'jws_typ', `this endpoint accepts typ ${expected} only`);
  return { alg, kid, typ: expected };
}

function hasExactMembers(header: JsonObject): boolean {
  const names = Object.keys(header);
  const isText = (name: string): boolean => typeof header[name] === 'string' && header[name] !== '';
  return names.length === 3 && ['alg', 'kid', 'typ'].every(isText);
}

const isHeaderAlgorithm = (alg: unknown): alg is HeaderAlgorithm =>
  alg === 'EdDSA' || alg === 'Ed25519' || alg === 'ES256';

function digestOf(signingInput: string): Digest {
  const digest = sha256Base64url(signingInput);
  if (!isDigest(digest)) throw new RegistryError('internal', 'a SHA-256 digest is not 43 base64url characters');
  return digest;
}

/** One answer for every way a signature can be wrong: the sender learns nothing about which check failed. */
async function assertSignature(parsed: ParsedStatement, key: PublicKey): Promise<void> {
  const signature = decodeBase64url(parsed.jws.slice(parsed.jws.lastIndexOf('.') + 1));
  const isRightSize = signature?.length === SIGNATURE_BYTES;
  const isVerified = isRightSize && (await verifies(parsed, key));
  assertThat(isVerified, 'jws_signature', 'the signature does not verify with the key named by kid');
}

async function verifies(parsed: ParsedStatement, key: PublicKey): Promise<boolean> {
  const cryptoKey = await importPublicKey(key);
  try {
    await compactVerify(parsed.jws, cryptoKey, { algorithms: [parsed.alg] });
    return true;
  } catch {
    return false;
  }
}
