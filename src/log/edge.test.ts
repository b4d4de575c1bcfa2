import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leafHashes, recursiveRoot, referenceRoots } from '../../test/support/log-fixtures.ts';
import { type Edge, EMPTY_EDGE, edgeRoot, growTree } from './edge.ts';
import { emptyRoot, HASH_BYTES } from './hash.ts';
import { allTiles, edgeTiles, type ReadTiles, TILE_WIDTH } from './tile.ts';
import { nodesFromTiles } from './tile-nodes.ts';
import { treeRoot } from './tree.ts';

const LARGEST = 70_000;
const LEAVES = leafHashes(LARGEST);

/** Tiles as a store keeps them: each at its widest so far, cut when read. */
function tileStore() {
  const tiles = new Map<string, Uint8Array>();
  const readTiles: ReadTiles = async (ids) =>
    ids.map(({ level, index, width }) => {
      const tile = tiles.get(`${level}/${index}`)?.subarray(0, width * HASH_BYTES);
      if (tile?.length !== width * HASH_BYTES) throw new Error(`no tile ${level}/${index} of ${width} hashes`);
      return tile;
    });
  const grow = (edge: Edge, hashes: readonly Uint8Array[]): Edge => {
    const step = growTree(edge, hashes);
    for (const tile of step.grown) tiles.set(`${tile.level}/${tile.index}`, tile.hashes);
    return step.edge;
  };
  return { tiles, readTiles, grow };
}

/** Sizes where tiles begin, fill and overflow, and a sample of all others. */
function sizesToCheck(): number[] {
  const around = [256, 512, 1_024, 4_096, 32_768, 65_280, 65_536, 65_792, LARGEST].flatMap((size) => [
    size - 1,
    size,
    size + 1,
  ]);
  const spread = Array.from({ length: 150 }, (_, at) => at * 467);
  const first = Array.from({ length: 300 }, (_, size) => size);
  return [...new Set([...first, ...around, ...spread])].filter((size) => size <= LARGEST).sort((a, b) => a - b);
}

describe('growth', () => {
  test('0 to 70,000: tiles give the root of the recursive definition', async () => {
    const reference = referenceRoots(LEAVES);
    const { readTiles, grow } = tileStore();
    let edge = EMPTY_EDGE;
    for (const size of sizesToCheck()) {
      edge = grow(edge, LEAVES.slice(edge.size, size));
      const root = reference(size);
      expect(edge.size).toBe(size);
      expect(edgeRoot(edge), `edge of ${size}`).toEqual(root);
      expect(await treeRoot(size, nodesFromTiles(size, readTiles)), `tiles of ${size}`).toEqual(root);
    }
    expect(edge.size).toBe(LARGEST);
  }, 120_000);

  test('70,000 leaves at once: the tiles of C2SP tlog-tiles, section "Partial Tiles"', async () => {
    const { tiles, readTiles, grow } = tileStore();
    grow(EMPTY_EDGE, LEAVES);
    const widths = [...tiles].map(([name, { length }]) => [name, length / HASH_BYTES] as const);
    expect(tiles.size).toBe(273 + 1 + 1 + 1 + 1);
    expect(widths.filter(([, width]) => width < TILE_WIDTH)).toEqual([
      ['0/273', 112],
      ['1/1', 17],
      ['2/0', 1],
    ]);
    const ids = allTiles(LARGEST);
    expect(ids).toHaveLength(tiles.size);
    expect((await readTiles(ids)).map(({ length }) => length)).toEqual(ids.map(({ width }) => width * HASH_BYTES));
  });

  test('batches of any sizes end where one by one ends', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 }), (batches) => {
        const [together, single] = [tileStore(), tileStore()];
        let [edge, slow] = [EMPTY_EDGE, EMPTY_EDGE];
        for (const batch of batches) edge = together.grow(edge, LEAVES.slice(edge.size, edge.size + batch));
        while (slow.size < edge.size) slow = single.grow(slow, LEAVES.slice(slow.size, slow.size + 1));
        expect(edge).toEqual(slow);
        expect(together.tiles).toEqual(single.tiles);
        expect(edgeRoot(edge)).toEqual(recursiveRoot(LEAVES.slice(0, edge.size)));
      }),
      { numRuns: 15 },
    ));

  test('a step tells exactly the tiles it changed', () => {
    const before = growTree(EMPTY_EDGE, LEAVES.slice(0, 65_530)).edge;
    const { grown, edge } = growTree(before, LEAVES.slice(65_530, 65_540));
    expect(grown.map(({ level, index, hashes }) => [level, index, hashes.length / HASH_BYTES])).toEqual([
      [0, 255, 256],
      [0, 256, 4],
      [1, 0, 256],
      [2, 0, 1],
    ]);
    expect(edge.tiles.map(({ length }) => length / HASH_BYTES)).toEqual([4, 0, 1]);
  });

  test('nothing appended changes nothing', () => {
    const { edge } = growTree(EMPTY_EDGE, LEAVES.slice(0, 300));
    expect(growTree(edge, [])).toEqual({ edge, grown: [] });
    expect(edgeRoot(EMPTY_EDGE)).toEqual(emptyRoot());
  });

  test('an edge goes through the tiles a store would read it from', async () => {
    for (const size of [1, 255, 256, 257, 65_535, 65_536, 65_537, LARGEST]) {
      const { readTiles, grow } = tileStore();
      const edge = grow(EMPTY_EDGE, LEAVES.slice(0, size));
      const ids = edgeTiles(size);
      const read = await readTiles(ids);
      expect(read.map((tile) => Buffer.from(tile))).toEqual(edge.tiles.filter(({ length }) => length > 0));
      expect(ids.map(({ level }) => level)).toEqual(
        [...edge.tiles.keys()].filter((level) => edge.tiles[level]?.length),
      );
    }
  });

  test.each<[string, Edge]>([
    ['a tile is missing', { size: 257, tiles: [new Uint8Array(32)] }],
    ['a tile is too short', { size: 257, tiles: [new Uint8Array(31), new Uint8Array(32)] }],
    ['a tile is too wide', { size: 257, tiles: [new Uint8Array(64), new Uint8Array(32)] }],
    ['the size is another', { size: 2, tiles: [new Uint8Array(32)] }],
    ['a full tile was kept', { size: 256, tiles: [new Uint8Array(8_192), new Uint8Array(32)] }],
  ])('refused: %s', (_, edge) => {
    expect(() => growTree(edge, LEAVES.slice(0, 1))).toThrow(RangeError);
  });
});
