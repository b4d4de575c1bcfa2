import { leafHash, sameBytes } from './hash.ts';
import { MAX_LEAF_BYTES } from './leaf.ts';
import { hashesOf } from './tile.ts';

/* C2SP tlog-tiles, entry bundles: the leaves below one tile of level 0. */

const LENGTH_BYTES = 2;
/** Entry bundle: each leaf after its length, two bytes, big-endian. @throws RangeError for a leaf too long */
export function formatBundle(leaves: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    leaves.flatMap((leaf) => {
      if (leaf.length > MAX_LEAF_BYTES) throw new RangeError('a leaf has at most 65,535 bytes');
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt16BE(leaf.length);
      return [length, leaf];
    }),
  );
}

/** The leaves of an entry bundle; `undefined` where it is cut short. */
export function parseBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const leaves: Uint8Array[] = [];
  for (let at = 0; at < buffer.length; ) {
    if (at + LENGTH_BYTES > buffer.length) return undefined;
    const end = at + LENGTH_BYTES + buffer.readUInt16BE(at);
    if (end > buffer.length) return undefined;
    leaves.push(buffer.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return leaves;
}

/** Index within the tile of the first leaf whose hash the tile does not hold; `undefined` where all agree. */
export function firstWrongLeaf(leaves: readonly Uint8Array[], tile: Uint8Array): number | undefined {
  const hashes = hashesOf(tile);
  const wrong = leaves.findIndex((leaf, at) => !sameBytes(leafHash(leaf), hashes[at] ?? new Uint8Array()));
  return wrong < 0 && hashes.length === leaves.length ? undefined : wrong < 0 ? leaves.length : wrong;
}
