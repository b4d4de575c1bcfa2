import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leafHashes, nodesFromLeaves, referenceRoots, storeTiles } from '../../test/support/log-fixtures.ts';
import { holdsTile, type ReadTiles } from './tile.ts';
import { nodesFromTiles, tilesOf } from './tile-nodes.ts';
import { proveConsistency, proveInclusion, verifyConsistency, verifyInclusion } from './tree.ts';

const SIZE = 66_000;
const LEAVES = leafHashes(SIZE);
const readTiles = storeTiles(LEAVES);
const sizes = fc.integer({ min: 1, max: SIZE });
const rootOf = referenceRoots(LEAVES);
const headOf = (size: number) => ({ size, root: rootOf(size) });

describe('proofs out of tiles', () => {
  test('inclusion, in trees of several levels of tiles', () =>
    fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, pick) => {
        const index = pick % size;
        const path = await proveInclusion(index, size, nodesFromTiles(size, readTiles));
        const hash = LEAVES[index] ?? new Uint8Array();
        expect(verifyInclusion({ index, hash }, headOf(size), path)).toBe(true);
      }),
      { numRuns: 60 },
    ));

  test('consistency, in trees of several levels of tiles', () =>
    fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, pick) => {
        const old = 1 + (pick % size);
        const proof = await proveConsistency(old, size, nodesFromTiles(size, readTiles));
        expect(verifyConsistency(headOf(old), headOf(size), proof)).toBe(true);
      }),
      { numRuns: 60 },
    ));

  test('a reader asks for tiles of the tree only, each once', async () => {
    const asked: string[] = [];
    const watched: ReadTiles = (ids) => {
      for (const id of ids) expect(holdsTile(id, 65_800), JSON.stringify(id)).toBe(true);
      asked.push(...ids.map(({ level, index, width }) => `${level}/${index}/${width}`));
      return readTiles(ids);
    };
    await proveInclusion(65_700, 65_800, nodesFromTiles(65_800, watched));
    expect(asked).toEqual(['0/256/256', '0/257/8', '2/0/1']);
  });
});

test('the same nodes as from the leaves themselves', async () => {
  const nodes = [
    { level: 0, index: 299 },
    { level: 8, index: 0 },
    { level: 3, index: 36 },
    { level: 7, index: 1 },
  ];
  const leaves = LEAVES.slice(0, 300);
  expect(await nodesFromTiles(300, readTiles)(nodes)).toEqual(await nodesFromLeaves(leaves)(nodes));
  expect(tilesOf(nodes, 300)).toEqual([
    { level: 0, index: 1, width: 44 },
    { level: 1, index: 0, width: 1 },
    { level: 0, index: 0, width: 256 },
  ]);
});

test('a tile that is too narrow is not read past its end', async () => {
  const narrow: ReadTiles = async (ids) => ids.map(() => new Uint8Array(32));
  await expect(nodesFromTiles(300, narrow)([{ level: 1, index: 1 }])).rejects.toThrow(RangeError);
});
