import { HASH_BYTES, leafHash, nodeHash, sameBytes } from './hash.ts';
import { foldRoots, type Node, type ReadNodes, subtrees } from './tree.ts';

/* C2SP tlog-tiles: the tree cut into tiles of eight levels, 256 hashes wide. */

export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const MAX_LEVEL = 5;

/** A tile and how much of it: `width` 1..256 hashes. */
export interface TileId {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** Reads tiles, each exactly `width` hashes. */
export type ReadTiles = (ids: readonly TileId[]) => Promise<readonly Uint8Array[]>;

/** Path below the log's prefix: `tile/<L>/<N>[.p/<W>]`, `L` a level or `entries`. */
export function tilePath({
  level,
  index,
  width,
}: Omit<TileId, 'level'> & { readonly level: number | 'entries' }): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const elements = digits.match(/.{3}/g) ?? [];
  const name = elements.map((part, at) => (at < elements.length - 1 ? `x${part}` : part)).join('/');
  return `tile/${level}/${name}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

const PATH = /^((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** Reads `<N>[.p/<W>]`; `undefined` for any other spelling, so that one tile has one address. */
export function parseTilePath(text: string): { readonly index: number; readonly width: number } | undefined {
  const [, name = '', partial] = PATH.exec(text) ?? [];
  const index = Number(name.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (name === '' || !Number.isSafeInteger(index) || (partial !== undefined && width >= TILE_WIDTH)) return undefined;
  return tilePath({ level: 0, index, width }) === `tile/0/${text}` ? { index, width } : undefined;
}

/** How many hashes level `level` has in a tree of `size` leaves, in all its tiles. */
export const levelWidth = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** The partial tiles of a tree, from level 0 up: what the next leaf will change. Widths are 0..255. */
export interface Edge {
  readonly size: number;
  /** Concatenated hashes of the partial tile of each level. */
  readonly tiles: readonly Uint8Array[];
}

export const EMPTY_EDGE: Edge = { size: 0, tiles: [] };

/** The partial tiles a tree of this size has; a level without one is left out. */
export function edgeTiles(size: number): TileId[] {
  const ids: TileId[] = [];
  for (let level = 0; level <= MAX_LEVEL && levelWidth(level, size) > 0; level++) {
    const all = levelWidth(level, size);
    if (all % TILE_WIDTH > 0) ids.push({ level, index: Math.floor(all / TILE_WIDTH), width: all % TILE_WIDTH });
  }
  return ids;
}

/** The tiles a checkpoint of this size lets a reader ask for: all full ones and the partial edge. */
export function allTiles(size: number): TileId[] {
  const ids: TileId[] = [];
  for (let level = 0; level <= MAX_LEVEL && levelWidth(level, size) > 0; level++) {
    for (let index = 0; index < Math.floor(levelWidth(level, size) / TILE_WIDTH); index++)
      ids.push({ level, index, width: TILE_WIDTH });
  }
  return [...ids, ...edgeTiles(size)];
}

/** Whether a tree of `size` leaves holds this tile, this wide. */
export const holdsTile = ({ level, index, width }: TileId, size: number): boolean =>
  level >= 0 && level <= MAX_LEVEL && index * TILE_WIDTH + width <= levelWidth(level, size);

/** The hashes of a tile. */
export function hashesOf(tile: Uint8Array): Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (let at = 0; at + HASH_BYTES <= tile.length; at += HASH_BYTES) hashes.push(tile.subarray(at, at + HASH_BYTES));
  return hashes;
}

/** Root over the hashes of a tile, or of any run of equal subtrees that starts a tile. */
export function rootOfHashes(hashes: readonly Uint8Array[]): Uint8Array {
  return foldRoots(
    subtrees(0, hashes.length).map(({ level, index }) => perfectRoot(hashes, index * 2 ** level, 2 ** level)),
  );
}

function perfectRoot(hashes: readonly Uint8Array[], start: number, width: number): Uint8Array {
  const [only] = width === 1 ? hashes.slice(start, start + 1) : [];
  if (width === 1) {
    if (only === undefined) throw new RangeError('the tile is too narrow');
    return only;
  }
  return nodeHash(perfectRoot(hashes, start, width / 2), perfectRoot(hashes, start + width / 2, width / 2));
}

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

/** Appends leaf hashes: the new edge, and every tile that changed, in full. */
export function growTree(edge: Edge, leafHashes: readonly Uint8Array[]): { edge: Edge; grown: GrownTile[] } {
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

const LENGTH_BYTES = 2;
/** An entry bundle states lengths in two bytes. */
export const MAX_LEAF_BYTES = 65_535;

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
