import { CompactSign } from 'jose';
import type { JwsSigner } from '../registry/ports/credentials.ts';
import type { SigningKey } from './signing-key.ts';

/** Signs with one of the registry's keys, off the main thread. */
export const jwsSigner = ({ kid, alg, privateKey }: Pick<SigningKey, 'kid' | 'alg' | 'privateKey'>): JwsSigner => ({
  kid,
  alg,
  sign: (header, payload) =>
    new CompactSign(Buffer.from(JSON.stringify(payload), 'utf8'))
      .setProtectedHeader({ ...header, alg })
      .sign(privateKey),
});
