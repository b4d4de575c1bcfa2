import { ed25519 } from '@noble/curves/ed25519.js';
import type { NoteSigner } from '../../src/log/checkpoint.ts';
import { EMPTY_EDGE, growTree } from '../../src/log/edge.ts';
import { emptyRoot, HASH_BYTES, leafHash, nodeHash } from '../../src/log/hash.ts';
import { NOTE_TYPES, type NoteType, verifierKey } from '../../src/log/note.ts';
import type { ReadTiles } from '../../src/log/tile.ts';
import type { ReadNodes } from '../../src/log/tree.ts';

/** Leaf n of the made-up trees. */
export const leafText = (n: number): string => `leaf ${n}`;

/** Hashes of the first `size` leaves. */
export const leafHashes = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, n) => leafHash(Buffer.from(leafText(n))));

/** MTH(D[n]) word for word as RFC 6962 section 2.1 says it: the slow reference. */
export function recursiveRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (only === undefined) return emptyRoot();
  if (hashes.length === 1) return only;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(recursiveRoot(hashes.slice(0, k)), recursiveRoot(hashes.slice(k)));
}

/** The recursive definition, complete subtrees remembered. */
export function referenceRoots(leaves: readonly Uint8Array[]): (size: number) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  const rootOf = (start: number, width: number): Uint8Array => {
    if (width === 1) return leaves[start] ?? emptyRoot();
    const name = `${start}+${width}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    let k = 1;
    while (k * 2 < width) k *= 2;
    const root = nodeHash(rootOf(start, k), rootOf(start + k, width - k));
    if (width === 2 * k) known.set(name, root);
    return root;
  };
  return (size) => (size === 0 ? emptyRoot() : rootOf(0, size));
}

/** Nodes straight from the leaves. */
export const nodesFromLeaves =
  (hashes: readonly Uint8Array[]): ReadNodes =>
  async (nodes) =>
    nodes.map(({ level, index }) => recursiveRoot(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level)));

/** A store of tiles that holds every tile of the tree over these leaf hashes, cut to the width asked for. */
export function storeTiles(hashes: readonly Uint8Array[]): ReadTiles {
  const { grown } = growTree(EMPTY_EDGE, hashes);
  const tiles = new Map(grown.map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
  return async (ids) =>
    ids.map(({ level, index, width }) => {
      const tile = tiles.get(`${level}/${index}`);
      if (tile === undefined || tile.length < width * HASH_BYTES)
        throw new Error(`no tile ${level}/${index} of ${width}`);
      return tile.subarray(0, width * HASH_BYTES);
    });
}

/** A signer of notes whose key is made of one repeated byte, so that its signatures never change. */
export function noteSigner(name: string, seed = 1, type: NoteType = NOTE_TYPES.ed25519): NoteSigner {
  const secret = new Uint8Array(32).fill(seed);
  const key = verifierKey(name, type, ed25519.getPublicKey(secret));
  return { key, sign: async (message) => ed25519.sign(message, secret) };
}

/** A signer whose key cosigns checkpoints. */
export const cosigner = (name: string, seed = 2): NoteSigner => noteSigner(name, seed, NOTE_TYPES.cosignature);

/** The bytes with one bit turned. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = Math.floor(bit / 8);
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}
