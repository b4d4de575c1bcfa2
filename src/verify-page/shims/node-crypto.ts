import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from './buffer.ts';

/** The one thing the pure layers take from `node:crypto`: SHA-256, fed in parts, as bytes or as text. */
export function createHash(algorithm: string) {
  if (algorithm !== 'sha256') throw new Error(`the page knows SHA-256 only, not ${algorithm}`);
  const hash = sha256.create();
  const running = {
    update(part: Uint8Array | string) {
      hash.update(typeof part === 'string' ? new TextEncoder().encode(part) : part);
      return running;
    },
    digest(encoding?: BufferEncoding) {
      const bytes = Buffer.from(hash.digest());
      return encoding === undefined ? bytes : bytes.toString(encoding);
    },
  };
  return running;
}
