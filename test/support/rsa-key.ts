import { generateKeyPairSync } from 'node:crypto';

/** A private RSA key of the size the registry uses, as JWK. Takes about half a second. */
export const makeRsaJwk = (): string =>
  JSON.stringify(generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey.export({ format: 'jwk' }));
