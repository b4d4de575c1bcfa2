import { hashesOf, levelWidth, type ReadTiles, TILE_HEIGHT, TILE_WIDTH, type TileId } from './tile.ts';
import { type Node, perfectRoot, type ReadNodes } from './tree.ts';

/** Reads inner nodes of the tree of `size` leaves out of its tiles, each tile once. */
export function nodesFromTiles(size: number, readTiles: ReadTiles): ReadNodes {
  return async (nodes) => {
    const ids = new Map<string, TileId>();
    for (const node of nodes) {
      const id = tileOf(node, size);
      ids.set(`${id.level}/${id.index}`, id);
    }
    const wanted = [...ids.values()];
    const tiles = await readTiles(wanted);
    const found = new Map(wanted.map((id, at) => [`${id.level}/${id.index}`, hashesOf(tiles[at] ?? new Uint8Array())]));
    return nodes.map((node) => {
      const { level, index } = tileOf(node, size);
      const below = node.level - level * TILE_HEIGHT;
      const start = node.index * 2 ** below - index * TILE_WIDTH;
      return perfectRoot(found.get(`${level}/${index}`) ?? [], start, 2 ** below);
    });
  };
}

/** The tile that holds a node's hash or the hashes below it, as wide as the tree has it. */
function tileOf({ level, index }: Node, size: number): TileId {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const tileIndex = Math.floor((index * 2 ** (level % TILE_HEIGHT)) / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, levelWidth(tileLevel, size) - tileIndex * TILE_WIDTH);
  return { level: tileLevel, index: tileIndex, width };
}
