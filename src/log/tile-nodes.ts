import { hashesOf, levelWidth, type ReadTiles, TILE_HEIGHT, TILE_WIDTH, type TileId } from './tile.ts';
import { type Node, perfectRoot, type ReadNodes } from './tree.ts';

/** The tiles that hold these nodes of the tree of `size` leaves: each once, as wide as that tree has them. */
export const tilesOf = (nodes: readonly Node[], size: number): TileId[] => [
  ...new Map(nodes.map((node) => tileOf(node, size)).map((id) => [nameOf(id), id])).values(),
];

/** Reads inner nodes of the tree of `size` leaves out of its tiles, each tile once. */
export function nodesFromTiles(size: number, readTiles: ReadTiles): ReadNodes {
  return async (nodes) => {
    const wanted = tilesOf(nodes, size);
    const tiles = await readTiles(wanted);
    const found = new Map(wanted.map((id, at) => [nameOf(id), hashesOf(tiles[at] ?? new Uint8Array())]));
    return nodes.map((node) => {
      const id = tileOf(node, size);
      const below = node.level - id.level * TILE_HEIGHT;
      const start = node.index * 2 ** below - id.index * TILE_WIDTH;
      return perfectRoot(found.get(nameOf(id)) ?? [], start, 2 ** below);
    });
  };
}

const nameOf = ({ level, index }: TileId): string => `${level}/${index}`;

/** The tile that holds a node's hash or the hashes below it. */
function tileOf({ level, index }: Node, size: number): TileId {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const tileIndex = Math.floor((index * 2 ** (level % TILE_HEIGHT)) / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, levelWidth(tileLevel, size) - tileIndex * TILE_WIDTH);
  return { level: tileLevel, index: tileIndex, width };
}
