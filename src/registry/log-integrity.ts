import { assertThat } from '../core/errors.ts';
import { firstWrongLeaf } from '../log/bundle.ts';
import type { TreeHead } from '../log/checkpoint.ts';
import { nodeHash, sameBytes } from '../log/hash.ts';
import { hashesOf, levelWidth, type ReadTiles, TILE_WIDTH, type TileId, tilePath } from '../log/tile.ts';
import { nodesFromTiles } from '../log/tile-nodes.ts';
import { foldRoots, inclusionRanges, subtrees } from '../log/tree.ts';

/*
 * Checks of stored parts of the log against its signed root: what the sequencer looks at before it signs, and readers before
 * they are served. Each costs a few tiles, whatever the size of the log. A part that fails is named and refused, never served.
 */

/** Stored tiles and leaves, believed only after a check. */
export interface StoredLog {
  readonly tiles: ReadTiles;
  leaves(from: number, count: number): Promise<readonly string[]>;
}

/** The tile with this place, as wide as a tree of this size has it. */
export function widestTile(level: number, index: number, size: number): TileId {
  return { level, index, width: Math.min(TILE_WIDTH, levelWidth(level, size) - index * TILE_WIDTH) };
}

/**
 * The tile at a place, in full, after every one of its hashes was found under the head's root.
 *
 * @throws RegistryError log_damaged where it, or one that leads from it to the root, is missing or changed
 */
export async function soundTile(log: StoredLog, head: TreeHead, level: number, index: number): Promise<Uint8Array> {
  const id = widestTile(level, index, head.size);
  const [tile = new Uint8Array()] = await log.tiles([id]);
  const root = await rootThrough(log.tiles, head.size, id, tile);
  assertThat(
    sameBytes(root, head.root),
    'log_damaged',
    `${tilePath(id)} of the log, or a tile above it, does not lead to the root of size ${head.size}`,
  );
  return tile;
}

/** The root as it follows from a tile's first hash and the path up from it; every other hash of the tile is in that path. */
async function rootThrough(tiles: ReadTiles, size: number, { level, index }: TileId, tile: Uint8Array) {
  const span = TILE_WIDTH ** level;
  const start = index * TILE_WIDTH * span;
  const ranges = inclusionRanges(start, size).filter(([from, to]) => from < start || to > start + span);
  const parts = ranges.map(([from, to]) => subtrees(from, to));
  const hashes = [...(await nodesFromTiles(size, tiles)(parts.flat()))];
  return ranges.reduce((below, [from], at) => {
    const sibling = foldRoots(hashes.splice(0, parts[at]?.length));
    return from > start ? nodeHash(below, sibling) : nodeHash(sibling, below);
  }, hashesOf(tile)[0] ?? new Uint8Array());
}

/**
 * The leaves below a tile of level 0, after each was found in the tree with its exact bytes and place.
 *
 * @throws RegistryError log_damaged that names the first leaf which is missing, changed or in the wrong place
 */
export async function soundLeaves(log: StoredLog, head: TreeHead, index: number): Promise<readonly string[]> {
  const tile = await soundTile(log, head, 0, index);
  const { width } = widestTile(0, index, head.size);
  const leaves = await log.leaves(index * TILE_WIDTH, width);
  const wrong = firstWrongLeaf(
    leaves.map((leaf) => Buffer.from(leaf, 'utf8')),
    tile,
  );
  assertThat(
    wrong === undefined,
    'log_damaged',
    `leaf ${index * TILE_WIDTH + (wrong ?? 0)} of the log is not the one that was published`,
  );
  return leaves;
}
