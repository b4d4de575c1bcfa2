import { generateKeyPairSync } from 'node:crypto';
import { inject } from 'vitest';
import { parseSigningKey, type SigningKey } from '../../src/keys/signing-key.ts';

/** The keys of a test registry's own. */
export interface TestKeys {
  readonly log: SigningKey;
  readonly credential: SigningKey;
  readonly answers: SigningKey;
}

/** Fresh Ed25519 keys; the RSA key, which takes long to make, is one for the whole run. */
export async function makeTestKeys(): Promise<TestKeys> {
  const [log, answers] = await Promise.all([makeEd25519(), makeEd25519()]);
  return { log, answers, credential: await parseSigningKey(inject('credentialKey'), 'RSA-3072', 'the run') };
}

export const makeEd25519 = (): Promise<SigningKey> =>
  parseSigningKey(
    JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
    'Ed25519',
    'a test',
  );
