import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { isPublicJwk, type PublicJwk, thumbprint } from '../core/keys.ts';
import type { HeaderAlgorithm, StatementTyp } from '../core/statement.ts';

/** A private JWK as generated here: keep it secret, send only `publicJwkOf(it)`. */
export type PrivateJwk = PublicJwk & { readonly d: string };

/** A new signing key. Ed25519 unless ES256 is asked for (hardware modules that know no Ed25519). */
export async function generateSigningKey(alg: 'Ed25519' | 'ES256' = 'Ed25519'): Promise<PrivateJwk> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return toPrivateJwk(await exportJWK(privateKey));
}

/** Narrows a JWK read from a file. @throws TypeError if it is not a private Ed25519 or P-256 key */
export function toPrivateJwk(jwk: JWK): PrivateJwk {
  if (!isPrivateJwk(jwk)) throw new TypeError('not a private Ed25519 or P-256 JWK');
  return jwk;
}

const isPrivateJwk = (jwk: unknown): jwk is PrivateJwk => isPublicJwk(jwk) && 'd' in jwk && typeof jwk.d === 'string';

/** The members that may be published: `kty`, `crv`, `x` and, for P-256, `y`. */
export function publicJwkOf(jwk: PublicJwk): PublicJwk {
  if (jwk.kty === 'OKP') return { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
}

/** RFC 7638 SHA-256 thumbprint: the `kid` the registry knows the key by. */
export const kidOf = (jwk: PublicJwk): string => thumbprint(jwk);

/** Claims that differ from one statement to the next. `iat` and `exp` in whole seconds since 1970. */
export interface FreshClaims {
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
}

/** What to sign: a body for a document, or none for a client assertion, which carries `sub` instead. */
export interface StatementInput extends FreshClaims {
  readonly typ: StatementTyp;
  readonly privateJwk: PrivateJwk;
  readonly iss: string;
  /** The registry's origin. */
  readonly aud: string;
  readonly body: unknown;
  /** Header `alg` for an Ed25519 key; `EdDSA` is what most libraries read. */
  readonly alg?: 'EdDSA' | 'Ed25519';
}

/** A statement in compact form, ready to post. Send the same text again after a time-out; never sign anew for a retry. */
export function signStatement(input: StatementInput): Promise<string> {
  const { iss, aud, jti, iat, exp, body } = input;
  return signCompact(input, { iss, aud, jti, iat, exp, body });
}

/** A client assertion (RFC 7523) for `POST /v1/token`. */
export function signClientAuth(input: Omit<StatementInput, 'typ' | 'body'>): Promise<string> {
  const { iss, aud, jti, iat, exp } = input;
  return signCompact({ ...input, typ: 'cms-client-auth+jwt' }, { iss, sub: iss, aud, jti, iat, exp });
}

async function signCompact(
  { privateJwk, typ, alg }: Pick<StatementInput, 'privateJwk' | 'typ' | 'alg'>,
  payload: object,
): Promise<string> {
  const headerAlg: HeaderAlgorithm = privateJwk.kty === 'EC' ? 'ES256' : (alg ?? 'EdDSA');
  const key = await importJWK({ ...privateJwk }, headerAlg);
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: headerAlg, kid: thumbprint(privateJwk), typ })
    .sign(key);
}

const DEFAULT_WINDOW_S = 3_600;

/** Fresh claims for now: a random UUID version 4, valid for `windowS` seconds. Pass 16 random bytes. */
export function newClaims(now: Date, random: Uint8Array, windowS: number = DEFAULT_WINDOW_S): FreshClaims {
  const iat = Math.floor(now.getTime() / 1000);
  return { jti: uuidV4(random), iat, exp: iat + windowS };
}

/** RFC 9562 section 5.4: version and variant over 16 random bytes. */
function uuidV4(random: Uint8Array): string {
  if (random.length !== 16) throw new RangeError('a UUID takes 16 random bytes');
  const bytes = Buffer.from(random);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
