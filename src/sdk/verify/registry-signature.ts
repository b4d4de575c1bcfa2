import { credentialKeyUrl } from '../../core/credential.ts';
import { isKid } from '../../core/ids.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { findJwk, isSignedBy, type ParsedJwt } from './jwt.ts';
import { readJwks } from './keys.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/**
 * Whether the registry signed: by a trusted key; or by one that the evidence brings, where the log vouches for exactly what
 * was signed.
 */
export async function signatureOf(
  x: Examination,
  jwt: ParsedJwt,
  log: Answer<ProvenLeaf>,
  origin: string,
): Promise<Answer<string>> {
  const { alg, typ, kid, ...others } = jwt.header;
  const thumbprint = typeof kid === 'string' ? kid.slice(kid.lastIndexOf('/') + 1) : '';
  const isExact = alg === 'RS256' && typ === 'JWT' && Object.keys(others).length === 0 && isKid(thumbprint);
  if (!isExact || kid !== credentialKeyUrl(origin, thumbprint))
    return refuted('its header is not exactly RS256, JWT and the address of a key of the registry');
  const trusted = findJwk(x.trust.jwks, thumbprint);
  const jwk = trusted ?? findJwk(await readJwks(x), thumbprint);
  if (jwk === undefined) return missing(`the key ${thumbprint} of the registry is not at hand`);
  if (!(await isSignedBy(jwt, jwk, 'RS256')))
    return refuted(`the signature does not verify with the key ${thumbprint}`);
  if (trusted !== undefined) return found(`signed by the registry with its key ${thumbprint}`);
  if (log.word === 'ok') return found(`signed with the key ${thumbprint}, and the log names what was signed`);
  return missing(`signed with the key ${thumbprint}, which nothing but its own source calls the registry's`);
}
