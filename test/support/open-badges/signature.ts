import { createPublicKey, verify } from 'node:crypto';
import { isMap, type Json, type JsonMap, textOf } from './json.ts';

/** How a verifier reaches what a credential points at. */
export interface Web {
  get(url: string): Promise<{ readonly status: number; readonly type: string; readonly body: string }>;
  readonly now: Date;
}

/** The validator fetches `kid` and reads `n` and `e` of the one key that comes back. */
export async function signatureFaults(jwt: string, { kid }: JsonMap, web: Web): Promise<string[]> {
  if (!/^https?:\/\//.test(textOf(kid))) return ['kid: not the address of a key'];
  const answer = await web.get(textOf(kid));
  if (answer.status !== 200) return [`kid: answers ${answer.status}`];
  const jwk: Json = JSON.parse(answer.body);
  if (!isMap(jwk) || 'keys' in jwk) return ['kid: not one JWK'];
  if ('d' in jwk) return ['kid: a private key'];
  const { kty, n, e } = jwk;
  if (kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string') return ['kid: no RSA key'];
  const end = jwt.lastIndexOf('.');
  const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
  const isGood = verify(
    'RSA-SHA256',
    Buffer.from(jwt.slice(0, end)),
    key,
    Buffer.from(jwt.slice(end + 1), 'base64url'),
  );
  return isGood ? [] : ['signature: does not verify'];
}
