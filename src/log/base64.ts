/** Bytes to base64 with padding (RFC 4648 section 4), the alphabet of C2SP formats. */
export const encodeBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** Canonical base64 to bytes; `undefined` for anything no encoder writes, so that one byte string has one spelling. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
