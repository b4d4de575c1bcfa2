import { HASH_BYTES } from './hash.ts';

/* C2SP tlog-tiles: the tree cut into tiles of eight levels, 256 hashes wide. */

export const TILE_WIDTH = 256;
/** Levels of the tree that one level of tiles spans. */
export const TILE_HEIGHT = 8;

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
  if (name === '' || !Number.isSafeInteger(index)) return undefined;
  // Spelled back: refuses a partial tile as wide as a full one, and groups of zeroes in front.
  return tilePath({ level: 0, index, width }) === `tile/0/${text}` ? { index, width } : undefined;
}

/** How many hashes level `level` has in a tree of `size` leaves, in all its tiles. */
export const levelWidth = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** The partial tiles a tree of this size has; a level without one is left out. */
export function edgeTiles(size: number): TileId[] {
  const ids: TileId[] = [];
  for (let level = 0; levelWidth(level, size) > 0; level++) {
    const all = levelWidth(level, size);
    if (all % TILE_WIDTH > 0) ids.push({ level, index: Math.floor(all / TILE_WIDTH), width: all % TILE_WIDTH });
  }
  return ids;
}

/** The tiles a checkpoint of this size lets a reader ask for: all full ones and the partial edge. */
export function allTiles(size: number): TileId[] {
  const ids: TileId[] = [];
  for (let level = 0; levelWidth(level, size) > 0; level++) {
    for (let index = 0; index < Math.floor(levelWidth(level, size) / TILE_WIDTH); index++)
      ids.push({ level, index, width: TILE_WIDTH });
  }
  return [...ids, ...edgeTiles(size)];
}

/** Whether a tree of `size` leaves holds this tile, this wide. */
export const holdsTile = ({ level, index, width }: TileId, size: number): boolean =>
  level >= 0 &&
  index >= 0 &&
  width >= 1 &&
  width <= TILE_WIDTH &&
  index * TILE_WIDTH + width <= levelWidth(level, size);

/** The hashes of a tile. */
export function hashesOf(tile: Uint8Array): Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (let at = 0; at + HASH_BYTES <= tile.length; at += HASH_BYTES) hashes.push(tile.subarray(at, at + HASH_BYTES));
  return hashes;
}
