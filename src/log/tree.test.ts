import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flipBit, leafHashes, nodesFromLeaves, recursiveRoot } from '../../test/support/log-fixtures.ts';
import { emptyRoot, HASH_BYTES, leafHash, nodeHash } from './hash.ts';
import {
  proveConsistency,
  proveInclusion,
  type ReadNodes,
  rootOfHashes,
  subtrees,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts';

const LEAVES = leafHashes(300);
const read = nodesFromLeaves(LEAVES);
const head = (size: number) => ({ size, root: recursiveRoot(LEAVES.slice(0, size)) });
const hashOf = (index: number): Uint8Array => LEAVES[index] ?? emptyRoot();
const sizes = fc.integer({ min: 1, max: LEAVES.length });

describe('roots', () => {
  test('of sizes 0 to 300: the recursive definition', async () => {
    for (let size = 0; size <= LEAVES.length; size++) {
      const { root } = head(size);
      expect(await treeRoot(size, read), `size ${size}`).toEqual(root);
      expect(rootOfHashes(LEAVES.slice(0, size)), `size ${size}`).toEqual(root);
    }
  });

  test('a tree that is told to be wider than it is has none', () => {
    expect(() => rootOfHashes([])).not.toThrow();
    expect(subtrees(0, 7)).toEqual([
      { level: 2, index: 0 },
      { level: 1, index: 2 },
      { level: 0, index: 6 },
    ]);
  });
});

describe('inclusion', () => {
  test('every leaf of every tree up to 40', async () => {
    for (let size = 1; size <= 40; size++) {
      for (let index = 0; index < size; index++) {
        const path = await proveInclusion(index, size, read);
        expect(verifyInclusion({ index, hash: hashOf(index) }, head(size), path), `${index} of ${size}`).toBe(true);
      }
    }
  });

  test('a bit flipped anywhere, in leaf, root or path, and nothing is proved', () =>
    fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, pick, bit) => {
        const index = pick % size;
        const path = await proveInclusion(index, size, read);
        const all = Buffer.concat([hashOf(index), head(size).root, ...path]);
        const flipped = flipBit(all, bit % (all.length * 8));
        const [hash = all, root = all, ...rest] = cut(flipped);
        expect(verifyInclusion({ index, hash }, { size, root }, rest)).toBe(false);
      }),
      { numRuns: 300 },
    ));

  test('another index or size has another path', () =>
    fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, pick, other) => {
        const index = pick % size;
        const wrong = other % size;
        fc.pre(wrong !== index);
        const path = await proveInclusion(index, size, read);
        expect(verifyInclusion({ index: wrong, hash: hashOf(index) }, head(size), path)).toBe(false);
      }),
    ));

  describe('refused', async () => {
    const size = 7;
    const index = 2;
    const hash = hashOf(index);
    const path = await proveInclusion(index, size, read);
    const [first = hash, ...rest] = path;
    test.each([
      ['the path of another leaf', index, hash, size, await proveInclusion(5, size, read)],
      ['a swapped entry', index, hashOf(3), size, path],
      ['a truncated path', index, hash, size, path.slice(0, -1)],
      ['a path cut at its beginning', index, hash, size, rest],
      ['an empty path', index, hash, size, []],
      ['a path too long', index, hash, size, [...path, first]],
      ['a path in another order', index, hash, size, [...path].reverse()],
      ['a path with a short hash', index, hash, size, [first.subarray(1), ...rest]],
      ['a path with a long hash', index, hash, size, [Buffer.concat([first, first]), ...rest]],
      ['an empty leaf hash', index, new Uint8Array(), size, path],
      ['an index at the size', size, hash, size, path],
      ['an index far outside', 2 ** 52, hash, size, path],
      ['a negative index', -1, hash, size, path],
      ['half an index', 1.5, hash, size, path],
      ['no number as index', Number.NaN, hash, size, path],
      ['an unsafe size', index, hash, 2 ** 53, path],
      ['half a size', index, hash, 6.5, path],
      ['no number as size', index, hash, Number.NaN, path],
    ])('%s', (_, at, leaf, of, proof) => {
      expect(verifyInclusion({ index: at, hash: leaf }, { size: of, root: head(size).root }, proof)).toBe(false);
    });

    test('the tree of one leaf: the root is the leaf, and there is no path', () => {
      const only = { index: 0, hash: hashOf(0) };
      expect(verifyInclusion(only, { size: 1, root: hashOf(0) }, [])).toBe(true);
      expect(verifyInclusion(only, { size: 1, root: hashOf(0) }, [hashOf(0)])).toBe(false);
      expect(verifyInclusion(only, { size: 1, root: hashOf(1) }, [])).toBe(false);
      expect(verifyInclusion({ index: 0, hash: new Uint8Array() }, { size: 1, root: new Uint8Array() }, [])).toBe(
        false,
      );
    });

    test('the empty tree holds nothing', () => {
      expect(verifyInclusion({ index: 0, hash: emptyRoot() }, { size: 0, root: emptyRoot() }, [])).toBe(false);
    });

    test('an inner node is no leaf: second preimages have another prefix', () => {
      const inner = nodeHash(hashOf(0), hashOf(1));
      const asLeaf = leafHash(Buffer.concat([hashOf(0), hashOf(1)]));
      const top = { size: 2, root: nodeHash(inner, hashOf(2)) };
      expect(verifyInclusion({ index: 0, hash: inner }, top, [hashOf(2)])).toBe(true);
      expect(verifyInclusion({ index: 0, hash: asLeaf }, top, [hashOf(2)])).toBe(false);
    });

    test.each([
      ['at the size', 7, 7],
      ['negative', -1, 7],
      ['of no tree', 0, Number.NaN],
    ])('a proof of a leaf %s is not made', (_, at, of) => {
      expect(() => proveInclusion(at, of, read)).toThrow(RangeError);
    });
  });
});

describe('consistency', () => {
  test('every pair up to 40', async () => {
    for (let size = 1; size <= 40; size++) {
      for (let old = 1; old <= size; old++) {
        const proof = await proveConsistency(old, size, read);
        expect(verifyConsistency(head(old), head(size), proof), `${old} to ${size}`).toBe(true);
      }
    }
  });

  test('a bit flipped anywhere, in a root or the proof, and nothing is proved', () =>
    fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, pick, bit) => {
        const old = 1 + (pick % size);
        const proof = await proveConsistency(old, size, read);
        const all = Buffer.concat([head(old).root, head(size).root, ...proof]);
        const [oldRoot = all, root = all, ...rest] = cut(flipBit(all, bit % (all.length * 8)));
        expect(verifyConsistency({ size: old, root: oldRoot }, { size, root }, rest)).toBe(false);
      }),
      { numRuns: 300 },
    ));

  test('a log that re-wrote an old leaf cannot prove that it only grew', () =>
    fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, pick, at) => {
        const old = 1 + (pick % size);
        const forged = LEAVES.with(at % old, leafHash(Buffer.from('forged')));
        const later = { size, root: recursiveRoot(forged.slice(0, size)) };
        const proof = await proveConsistency(old, size, nodesFromLeaves(forged));
        expect(verifyConsistency(head(old), later, proof)).toBe(false);
      }),
      { numRuns: 100 },
    ));

  describe('refused', async () => {
    const proof = await proveConsistency(3, 7, read);
    const [first = emptyRoot(), ...rest] = proof;
    test.each([
      ['the proof of another pair', head(3), head(7), await proveConsistency(2, 7, read)],
      ['a truncated proof', head(3), head(7), proof.slice(0, -1)],
      ['an empty proof', head(3), head(7), []],
      ['a proof too long', head(3), head(7), [...proof, first]],
      ['a proof cut at its beginning', head(3), head(7), rest],
      ['a short hash', head(3), head(7), [first.subarray(1), ...rest]],
      ['a shrunk log', head(7), head(3), proof],
      ['two roots of one size', head(3), { size: 3, root: head(4).root }, []],
      ['a proof where sizes are equal', head(3), head(3), [first]],
      ['the empty tree', head(0), head(7), []],
      ['the empty tree with a proof', head(0), head(7), proof],
      ['both trees empty', head(0), head(0), []],
      ['an old root that is no hash', { size: 4, root: new Uint8Array() }, head(7), [new Uint8Array()]],
      ['a root that is no hash', head(3), { size: 7, root: new Uint8Array() }, proof],
      ['half a size', { size: 1.5, root: head(1).root }, head(7), proof],
      ['no number as size', { size: Number.NaN, root: head(1).root }, head(7), proof],
      ['an unsafe size', head(3), { size: 2 ** 53, root: head(7).root }, proof],
    ])('%s', (_, old, later, hashes) => {
      expect(verifyConsistency(old, later, hashes)).toBe(false);
    });

    test('a complete old tree does not bring its own root', async () => {
      const withRoot = [head(4).root, ...(await proveConsistency(4, 7, read))];
      expect(verifyConsistency(head(4), head(7), withRoot)).toBe(false);
    });

    test.each([
      ['larger than the tree', 8, 7],
      ['negative', -1, 7],
      ['half', 1.5, 7],
    ])('a proof from a size that is %s is not made', (_, old, of) => {
      expect(() => proveConsistency(old, of, read)).toThrow(RangeError);
    });

    test('from the empty tree there is nothing to prove', async () => {
      expect(await proveConsistency(0, 7, read)).toEqual([]);
    });
  });
});

// Trees of equal leaves: a complete subtree's root depends on its level alone, so no leaf need be there.
describe('sizes near 2^53', async () => {
  const roots: Uint8Array[] = [hashOf(0)];
  for (let level = 1; level <= 53; level++) {
    const below = roots[level - 1] ?? emptyRoot();
    roots.push(nodeHash(below, below));
  }
  const readEqual: ReadNodes = async (nodes) => nodes.map(({ level }) => roots[level] ?? emptyRoot());
  const headOf = async (size: number) => ({ size, root: await treeRoot(size, readEqual) });

  test.each([
    [2 ** 49 + 1, 2 ** 49 + 2],
    [2 ** 49, 2 ** 49 + 1],
    [2 ** 52 - 1, 2 ** 53 - 1],
    [2 ** 52 + 1, 2 ** 53 - 1],
    [3, 2 ** 53 - 1],
  ])('%d and %d', async (old, size) => {
    const [earlier, later] = [await headOf(old), await headOf(size)];
    const proof = await proveConsistency(old, size, readEqual);
    expect(verifyConsistency(earlier, later, proof)).toBe(true);
    const path = await proveInclusion(old - 1, size, readEqual);
    expect(verifyInclusion({ index: old - 1, hash: hashOf(0) }, later, path)).toBe(true);
    expect(verifyInclusion({ index: old - 1, hash: hashOf(1) }, later, path)).toBe(false);
  });
});

/** The 32-byte parts of a row of hashes. */
function cut(bytes: Uint8Array): Uint8Array[] {
  const count = bytes.length / HASH_BYTES;
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}
