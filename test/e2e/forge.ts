import { createPrivateKey, sign } from 'node:crypto';
import { kidOf, type PrivateJwk } from '../../src/sdk/sign.ts';

/** Parts of a token as a forger writes them: an object, or the raw text where no object could say it. */
export type Part = object | string | Uint8Array;

const bytesOf = (part: Part): Uint8Array =>
  part instanceof Uint8Array ? part : Buffer.from(typeof part === 'string' ? part : JSON.stringify(part), 'utf8');
export const segment = (part: Part): string => Buffer.from(bytesOf(part)).toString('base64url');

/** A compact JWS with a true signature over whatever parts one likes. */
export function forge(key: PrivateJwk, header: Part, payload: Part): string {
  const input = `${segment(header)}.${segment(payload)}`;
  return `${input}.${segment(signBytes(key, Buffer.from(input, 'latin1')))}`;
}

function signBytes(jwk: PrivateJwk, data: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  return jwk.kty === 'EC' ? sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }) : sign(null, data, key);
}

/** The header an honest client sends. */
export const headerOf = (key: PrivateJwk, typ: string) => ({
  alg: key.kty === 'EC' ? 'ES256' : 'EdDSA',
  kid: kidOf(key),
  typ,
});
