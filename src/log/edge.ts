import { HASH_BYTES } from './hash.ts';
import { hashesOf, levelWidth, TILE_WIDTH } from './tile.ts';
import { foldRoots, perfectRoot, rootOfHashes, subtrees } from './tree.ts';

/* The right edge of a tree: the only tiles that the next leaves change. */

/** The partial tiles of a tree, from level 0 up: what the next leaf will change. Widths are 0..255. */
export interface Edge {
  readonly size: number;
  /** Concatenated hashes of the partial tile of each level. */
  readonly tiles: readonly Uint8Array[];
}

export const EMPTY_EDGE: Edge = { size: 0, tiles: [] };

/** The root of the tree whose partial tiles these are. */
export function edgeRoot({ tiles }: Edge): Uint8Array {
  const roots: Uint8Array[] = [];
  for (const tile of [...tiles].reverse()) {
    const hashes = hashesOf(tile);
    for (const { level, index } of subtrees(0, hashes.length))
      roots.push(perfectRoot(hashes, index * 2 ** level, 2 ** level));
  }
  return foldRoots(roots);
}

export interface GrownTile {
  readonly level: number;
  readonly index: number;
  /** All its hashes so far. */
  readonly hashes: Uint8Array;
}

/** Appends leaf hashes: the new edge, and every tile that changed, in full. @throws RangeError for tiles of another size */
export function growTree(edge: Edge, leafHashes: readonly Uint8Array[]): { edge: Edge; grown: GrownTile[] } {
  if (!isEdge(edge)) throw new RangeError(`not the right edge of a tree of ${edge.size} leaves`);
  const grown: GrownTile[] = [];
  const tiles: Uint8Array[] = [];
  let added: readonly Uint8Array[] = leafHashes;
  for (let level = 0; level < edge.tiles.length || added.length > 0; level++) {
    const before = Math.floor(levelWidth(level, edge.size) / TILE_WIDTH);
    const step = growLevel(level, before, edge.tiles[level] ?? new Uint8Array(), added);
    grown.push(...step.grown);
    tiles.push(step.partial);
    added = step.full;
  }
  return { edge: { size: edge.size + leafHashes.length, tiles }, grown };
}

function isEdge({ size, tiles }: Edge): boolean {
  const isWhole = levelWidth(tiles.length, size) === 0;
  return isWhole && tiles.every((tile, level) => tile.length === (levelWidth(level, size) % TILE_WIDTH) * HASH_BYTES);
}

function growLevel(level: number, firstIndex: number, partial: Uint8Array, added: readonly Uint8Array[]) {
  if (added.length === 0) return { grown: [], partial, full: [] };
  const hashes = [...hashesOf(partial), ...added];
  const grown: GrownTile[] = [];
  const full: Uint8Array[] = [];
  for (let at = 0; at < hashes.length; at += TILE_WIDTH) {
    const own = hashes.slice(at, at + TILE_WIDTH);
    grown.push({ level, index: firstIndex + at / TILE_WIDTH, hashes: Buffer.concat(own) });
    if (own.length === TILE_WIDTH) full.push(rootOfHashes(own));
  }
  const rest = hashes.length % TILE_WIDTH;
  return { grown, partial: rest === 0 ? new Uint8Array() : Buffer.concat(hashes.slice(-rest)), full };
}
