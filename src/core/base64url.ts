import { createHash } from 'node:crypto';

/** Bytes to base64url without padding (RFC 4648 section 5). */
export function encodeBase64url(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('base64url');
}

/**
 * Canonical base64url to bytes; `undefined` for anything else: padding, white space, the `+/` alphabet, a length no
 * encoder produces, or unused last bits that are not zero. Re-encoding must give the same text, so that one byte string
 * has one spelling and a statement cannot be sent twice under two texts.
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

/** base64url(SHA-256(bytes)), 43 characters; a string is hashed as UTF-8. */
export function sha256Base64url(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
