import { randomBytes } from 'node:crypto';
import { CompactSign, importJWK } from 'jose';
import { kidOf, newClaims } from '../../src/sdk/sign.ts';
import { ORIGIN, type TestParty } from './registry.ts';

/** A compact JWS over any payload text, valid JSON or not: what no honest client would send. */
export async function signText(party: TestParty, typ: string, payload: string | Uint8Array): Promise<Uint8Array> {
  const alg = party.key.kty === 'EC' ? 'ES256' : 'EdDSA';
  const key = await importJWK({ ...party.key }, alg);
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  return Buffer.from(await new CompactSign(bytes).setProtectedHeader({ alg, kid: kidOf(party.key), typ }).sign(key));
}

/** A statement with sound claims around a body that is raw JSON text. */
export function signBodyText(party: TestParty, typ: string, body: string, now: Date): Promise<Uint8Array> {
  const claims = JSON.stringify({ iss: party.id, aud: ORIGIN, ...newClaims(now, randomBytes(16)) });
  return signText(party, typ, `${claims.slice(0, -1)},"body":${body}}`);
}
