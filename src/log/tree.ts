import { emptyRoot, HASH_BYTES, nodeHash, sameBytes } from './hash.ts';

/* RFC 6962 section 2.1: roots and proofs over any source of inner nodes. */

/** The root of the complete subtree of 2^level leaves that starts at leaf index * 2^level. */
export interface Node {
  readonly level: number;
  readonly index: number;
}

/** Reads nodes, in the order asked. All of them lie within the tree the caller works on. */
export type ReadNodes = (nodes: readonly Node[]) => Promise<readonly Uint8Array[]>;

/** The complete subtrees that make up leaves [start, end), left to right. `start` is a multiple of every size that occurs. */
export function subtrees(start: number, end: number): Node[] {
  const nodes: Node[] = [];
  for (let at = start; at < end; ) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** Folds the roots of neighbouring subtrees of falling size into the root of them all. */
export function foldRoots(roots: readonly Uint8Array[]): Uint8Array {
  const last = roots.at(-1);
  if (last === undefined) return emptyRoot();
  return roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** Root over the hashes of a tile, or of any run of equal subtrees that starts a tile. */
export function rootOfHashes(hashes: readonly Uint8Array[]): Uint8Array {
  return foldRoots(
    subtrees(0, hashes.length).map(({ level, index }) => perfectRoot(hashes, index * 2 ** level, 2 ** level)),
  );
}

export function perfectRoot(hashes: readonly Uint8Array[], start: number, width: number): Uint8Array {
  const [only] = width === 1 ? hashes.slice(start, start + 1) : [];
  if (width === 1) {
    if (only === undefined) throw new RangeError('the tile is too narrow');
    return only;
  }
  return nodeHash(perfectRoot(hashes, start, width / 2), perfectRoot(hashes, start + width / 2, width / 2));
}

/** The root of the first `size` leaves. */
export const treeRoot = async (size: number, read: ReadNodes): Promise<Uint8Array> =>
  foldRoots(await read(subtrees(0, size)));

/** The largest power of two below n. */
function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

/** Ranges whose roots form the audit path of a leaf, from its sibling up to the root's child. */
export function inclusionRanges(index: number, size: number): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    ranges.push(index < middle ? [middle, end] : [start, middle]);
    [start, end] = index < middle ? [start, middle] : [middle, end];
  }
  return ranges.reverse();
}

/** Ranges whose roots form the consistency proof from the first `old` leaves to `size` (RFC 6962 section 2.1.2). */
export function consistencyRanges(old: number, size: number): (readonly [number, number])[] {
  if (old === 0 || old === size) return [];
  const ranges: (readonly [number, number])[] = [];
  let [start, end] = [0, size];
  // `whole`: the old tree is exactly the part under consideration's left edge, whose root the verifier knows already.
  let whole = true;
  while (old !== end) {
    const middle = start + splitOf(end - start);
    if (old <= middle) {
      ranges.push([middle, end]);
      end = middle;
    } else {
      ranges.push([start, middle]);
      start = middle;
      whole = false;
    }
  }
  if (!whole) ranges.push([start, end]);
  return ranges.reverse();
}

async function readRanges(ranges: readonly (readonly [number, number])[], read: ReadNodes): Promise<Uint8Array[]> {
  const parts = ranges.map(([start, end]) => subtrees(start, end));
  const hashes = await read(parts.flat());
  let at = 0;
  return parts.map((part) => {
    const roots = hashes.slice(at, at + part.length);
    at += part.length;
    return foldRoots(roots);
  });
}

/** The inclusion proof of a leaf in the tree of `size` leaves. @throws RangeError where the leaf lies outside */
export function proveInclusion(index: number, size: number, read: ReadNodes): Promise<Uint8Array[]> {
  if (!isIndex(index) || !isIndex(size) || index >= size) throw new RangeError('no such leaf in this tree');
  return readRanges(inclusionRanges(index, size), read);
}

/** The consistency proof between two sizes. @throws RangeError where `old` is not a size of an earlier tree */
export function proveConsistency(old: number, size: number, read: ReadNodes): Promise<Uint8Array[]> {
  if (!isIndex(old) || !isIndex(size) || old > size) throw new RangeError('no such earlier tree');
  return readRanges(consistencyRanges(old, size), read);
}

interface Head {
  readonly size: number;
  readonly root: Uint8Array;
}

const isIndex = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const areHashes = (...values: readonly Uint8Array[]): boolean => values.every(({ length }) => length === HASH_BYTES);

/** Whether the path of exactly the right length leads from the leaf's hash to the root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion(
  { index, hash }: { readonly index: number; readonly hash: Uint8Array },
  { size, root }: Head,
  path: readonly Uint8Array[],
): boolean {
  if (!isIndex(index) || !isIndex(size) || index >= size || !areHashes(hash, root, ...path)) return false;
  const ranges = inclusionRanges(index, size);
  if (ranges.length !== path.length) return false;
  const found = ranges.reduce((below, [start], at) => {
    const sibling = path[at] ?? below;
    return start > index ? nodeHash(below, sibling) : nodeHash(sibling, below);
  }, hash);
  return sameBytes(found, root);
}

/**
 * Whether the later head extends the earlier one (RFC 9162 section 2.1.4.2). From the empty tree everything follows, and
 * there is nothing to prove: a proof for size 0 is an error.
 */
export function verifyConsistency(old: Head, head: Head, proof: readonly Uint8Array[]): boolean {
  if (!isIndex(old.size) || !isIndex(head.size) || old.size === 0 || old.size > head.size) return false;
  if (old.size === head.size) return proof.length === 0 && sameBytes(old.root, head.root);
  if (!areHashes(old.root, head.root, ...proof)) return false;
  // A complete old tree is a subtree of the new one: the proof leaves its root out, because the reader has it.
  const isComplete = subtrees(0, old.size).length === 1;
  const [first, ...rest] = isComplete ? [old.root, ...proof] : proof;
  const ranges = consistencyRanges(old.size, head.size).slice(isComplete ? 0 : 1);
  if (first === undefined || ranges.length !== rest.length) return false;
  let [oldRoot, newRoot] = [first, first];
  for (const [at, hash] of rest.entries()) {
    const [start = 0] = ranges[at] ?? [];
    if (start >= old.size) newRoot = nodeHash(newRoot, hash);
    else [oldRoot, newRoot] = [nodeHash(hash, oldRoot), nodeHash(hash, newRoot)];
  }
  return sameBytes(oldRoot, old.root) && sameBytes(newRoot, head.root);
}
