import { type Json, type JsonMap, mapOf, parseJwt, textOf } from './json.ts';
import { CREDENTIAL, checkClass, contextFaults, OPEN_BADGES_CONTEXT, subjectFaults, timeFaults } from './model.ts';
import { signatureFaults, type Web } from './signature.ts';
import { statusFaults } from './status.ts';

/*
 * What the public validator of 1EdTech checks of a credential signed as a JWT, and the rules of Open Badges 3.0 and of the
 * Bitstring Status List behind it, written anew from their documentation. Nothing of the registry's own code is used.
 */

/** Every rule the credential breaks, in words; empty for one that is valid now. */
export async function openBadgeFaults(jwt: string, web: Web): Promise<string[]> {
  const parsed = parseJwt(jwt);
  if (parsed === undefined) return ['not a compact JWS of JSON'];
  const { payload } = parsed;
  return [
    ...headerFaults(parsed.header),
    ...(await signatureFaults(jwt, parsed.header, web)),
    ...claimFaults(payload),
    ...contextFaults(payload, OPEN_BADGES_CONTEXT),
    ...checkClass('credential', payload, CREDENTIAL),
    ...subjectFaults(payload),
    ...timeFaults(payload, web.now),
    ...(await statusFaults(payload, web)),
  ];
}

/** Open Badges 3.0, "Create the JOSE Header": four members at most, RS256. */
function headerFaults(header: JsonMap): string[] {
  const others = Object.keys(header).filter((name) => !['alg', 'kid', 'jwk', 'typ'].includes(name));
  return [
    ...others.map((name) => `header: ${name} is not allowed`),
    ...(header['alg'] === 'RS256' ? [] : ['header: alg is not RS256']),
    ...(header['typ'] === undefined || header['typ'] === 'JWT' ? [] : ['header: typ is not JWT']),
    ...(header['kid'] === undefined && header['jwk'] === undefined ? ['header: neither kid nor jwk'] : []),
  ];
}

/** Open Badges 3.0, "Verify a Credential VC-JWT Signature"; VC-JOSE-COSE forbids `vc` and `vp`. */
function claimFaults(payload: JsonMap): string[] {
  const { iss, sub, jti, nbf, exp, validFrom, validUntil } = payload;
  const isInstant = (claim: Json | undefined, text: Json | undefined): boolean =>
    typeof claim === 'number' && claim * 1000 === Date.parse(textOf(text));
  const holds: readonly (readonly [boolean, string])[] = [
    [iss !== undefined && iss === mapOf(payload['issuer'])['id'], 'iss is not issuer.id'],
    [sub !== undefined && sub === mapOf(payload['credentialSubject'])['id'], 'sub is not credentialSubject.id'],
    [jti !== undefined && jti === payload['id'], 'jti is not id'],
    [isInstant(nbf, validFrom), 'nbf is not validFrom'],
    [validUntil === undefined ? exp === undefined : isInstant(exp, validUntil), 'exp is not validUntil'],
    [!('vc' in payload) && !('vp' in payload), 'vc and vp are not allowed'],
  ];
  return holds.filter(([fine]) => !fine).map(([, fault]) => `claims: ${fault}`);
}
