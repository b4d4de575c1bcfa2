import { Inflate } from 'fflate';

/** So little goes in at a time that what comes out of it fits in memory whatever it is (DEFLATE grows by 1032 at most). */
const STEP = 4096;

class TooMuch extends Error {}

/** Unpacks DEFLATE (RFC 1951); `undefined` where it is none, is cut short, or gives more than `limit` bytes. */
export function inflateWithin(packed: Uint8Array, limit: number): Uint8Array | undefined {
  if (packed.length === 0) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const take = (chunk: Uint8Array): void => {
    size += chunk.length;
    if (size > limit) throw new TooMuch();
    chunks.push(Uint8Array.from(chunk));
  };
  try {
    const stream = new Inflate(take);
    for (let at = 0; at < packed.length; at += STEP)
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  } catch {
    // Whatever the library throws for malformed data, and the limit: one answer.
    return undefined;
  }
  return Buffer.concat(chunks);
}
