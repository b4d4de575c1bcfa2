import { gunzipSync, gzipSync } from 'fflate';
import { decodeBase64url, encodeBase64url } from './base64url.ts';

/* W3C Bitstring Status List 1.0: one bit a credential, the left-most bit of the first byte is index 0. */

/** Entries of every list: the least the recommendation allows, so that an index tells little about its holder. */
export const STATUS_LIST_ENTRIES = 131_072;

/** Longest list that is read, in bytes: a short text can unpack to gigabytes. */
const MAX_LIST_BYTES = 1_048_576;
const BYTE_BITS = 8;
const MULTIBASE_BASE64URL = 'u';

/** The bits of a list in which exactly these indexes are set. @throws RangeError for an index outside the list */
export function statusBits(revoked: readonly number[]): Uint8Array {
  const bits = new Uint8Array(STATUS_LIST_ENTRIES / BYTE_BITS);
  for (const index of revoked) {
    if (!Number.isInteger(index) || index < 0 || index >= STATUS_LIST_ENTRIES) throw new RangeError('no such entry');
    const at = Math.floor(index / BYTE_BITS);
    bits[at] = (bits[at] ?? 0) | maskOf(index);
  }
  return bits;
}

/** Whether an entry is set; `undefined` outside the list, which says nothing about any credential. */
export function statusAt(bits: Uint8Array, index: number): boolean | undefined {
  const byte = Number.isInteger(index) && index >= 0 ? bits[Math.floor(index / BYTE_BITS)] : undefined;
  return byte === undefined ? undefined : (byte & maskOf(index)) !== 0;
}

const maskOf = (index: number): number => 0x80 >> (index % BYTE_BITS);

/** `encodedList`: gzip without a time, so that equal bits have equal text, then multibase base64url. */
export const encodeStatusList = (bits: Uint8Array): string =>
  `${MULTIBASE_BASE64URL}${encodeBase64url(gzipSync(bits, { level: 9, mtime: 0 }))}`;

/** The bits of an `encodedList`; `undefined` where it is none, or is longer than any list that is read. */
export function decodeStatusList(encoded: string): Uint8Array | undefined {
  const packed = encoded.startsWith(MULTIBASE_BASE64URL) ? decodeBase64url(encoded.slice(1)) : undefined;
  if (packed === undefined) return undefined;
  try {
    // A buffer of its own bounds the work, whatever length the sender states.
    const bits = gunzipSync(packed, { out: new Uint8Array(MAX_LIST_BYTES + 1) });
    return bits.length <= MAX_LIST_BYTES ? bits : undefined;
  } catch {
    return undefined;
  }
}
