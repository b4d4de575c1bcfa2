import { createPrivateKey, sign } from 'node:crypto';
import { cosign } from '../../src/log/cosignature.ts';
import { NOTE_TYPES, type VerifierKey, verifierKey } from '../../src/log/note.ts';
import type { PrivateJwk } from '../../src/sdk/sign.ts';

/** Somebody who cosigns, under a name. */
export interface TestCosigner {
  readonly key: VerifierKey;
  /** The cosignature line of a checkpoint text, without line feed. */
  line(text: string, time: number): Promise<string>;
}

/** A cosigner with this key. @param jwk Ed25519 */
export function cosignerOf(name: string, jwk: PrivateJwk): TestCosigner {
  const privateKey = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  const key = verifierKey(name, NOTE_TYPES.cosignature, Buffer.from(jwk.x, 'base64url'));
  return { key, line: (text, time) => cosign(text, time, key, async (message) => sign(null, message, privateKey)) };
}
