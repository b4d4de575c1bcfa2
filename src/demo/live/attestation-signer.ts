import { createHash, createPrivateKey, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { JsonObject } from '../../core/json-value.ts';
import type { StatementTyp } from '../../core/statement.ts';
import { type FreshClaims, kidOf, type PrivateJwk } from '../../sdk/sign.ts';

const TYP: StatementTyp = 'cms-attestation+jwt';
// Off the event loop: a batch is signed on every core.
const signOff = promisify(sign);

/** A statement whose digest is known at once; its text follows. */
export interface SigningAttestation {
  readonly digest: string;
  readonly jws: Promise<string>;
}

/** Signs attestations of one Ed25519 key. A chain needs only digests, so whole batches are signed side by side. */
export function attestationSigner(
  { iss, key }: { readonly iss: string; readonly key: PrivateJwk },
  aud: string,
): (body: JsonObject, claims: FreshClaims) => SigningAttestation {
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  const header = encode({ alg: 'EdDSA', kid: kidOf(key), typ: TYP });
  return (body, { jti, iat, exp }) => {
    const input = `${header}.${encode({ iss, aud, jti, iat, exp, body })}`;
    const signature = signOff(null, Buffer.from(input), privateKey);
    return {
      digest: createHash('sha256').update(input).digest('base64url'),
      jws: signature.then((bytes) => `${input}.${bytes.toString('base64url')}`),
    };
  };
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
