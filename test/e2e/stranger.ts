import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

/**
 * A client as a stranger writes it from the published standard alone: Node's crypto and fetch, not a line of this project.
 */
export interface Stranger {
  readonly id: string;
  readonly kid: string;
  readonly jwk: Record<string, unknown>;
  readonly key: KeyObject;
  readonly alg: 'EdDSA' | 'ES256';
}

const base64url = (data: Buffer | string): string => Buffer.from(data).toString('base64url');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** RFC 7638: the required members in alphabetical order. */
function thumbprint(jwk: JsonWebKey): string {
  const { crv, kty, x, y } = jwk;
  return sha256(JSON.stringify(kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x }));
}

export function makeStranger(id: string, alg: 'EdDSA' | 'ES256'): Stranger {
  const { privateKey, publicKey } =
    alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return fromKeys(id, alg, privateKey, publicKey.export({ format: 'jwk' }));
}

export function fromKeys(id: string, alg: 'EdDSA' | 'ES256', key: KeyObject, jwk: JsonWebKey): Stranger {
  return { id, alg, key, jwk: { ...jwk }, kid: thumbprint(jwk) };
}

/** A compact JWS with the claims of the standard. */
export function statement(who: Stranger, typ: string, audience: string, now: Date, body: unknown): string {
  const iat = Math.floor(now.getTime() / 1000);
  const header = { alg: who.alg, kid: who.kid, typ };
  const payload = { iss: who.id, aud: audience, jti: randomUUID(), iat, exp: iat + 3600, body };
  const input = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(payload))}`;
  const signature =
    who.alg === 'EdDSA'
      ? sign(null, Buffer.from(input), who.key)
      : sign('sha256', Buffer.from(input), { key: who.key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${base64url(signature)}`;
}

/** SHA-256 of the signing input: the name of a statement. */
export const digestOf = (jws: string): string => sha256(jws.slice(0, jws.lastIndexOf('.')));

export async function post(
  address: string,
  path: string,
  jws: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/jose' },
    body: jws,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
