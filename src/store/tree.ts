import { and, asc, desc, eq, gt, gte, or } from 'drizzle-orm';
import { RegistryError } from '../core/errors.ts';
import { HASH_BYTES } from '../log/hash.ts';
import { type ReadTiles, type TileId, tilePath } from '../log/tile.ts';
import type { Checkpoint, TreeStore } from '../registry/ports/log.ts';
import { first } from './first.ts';
import { logCheckpoint, logPending, logTile } from './schema/log.ts';
import type { Tx } from './tx.ts';

/** The published tree. Tiles grow and nothing else changes, so a reader may cut what it finds to any earlier width. */
export const tree = (tx: Tx): TreeStore => ({
  head: () => newestCheckpoint(tx),
  firstCovering: async (index) =>
    first(
      await tx
        .select()
        .from(logCheckpoint)
        .where(gt(logCheckpoint.size, index))
        .orderBy(asc(logCheckpoint.size))
        .limit(1),
    ),
  ofSize: (size) => checkpointOfSize(tx, size),
  newest: async (count) => tx.select().from(logCheckpoint).orderBy(desc(logCheckpoint.size)).limit(count),
  tiles: readTiles(tx),
  leaves: readLeaves(tx),
});

export const newestCheckpoint = async (tx: Tx): Promise<Checkpoint | undefined> =>
  first(await tx.select().from(logCheckpoint).orderBy(desc(logCheckpoint.size)).limit(1));

export const checkpointOfSize = async (tx: Tx, size: number): Promise<Checkpoint | undefined> =>
  first(await tx.select().from(logCheckpoint).where(eq(logCheckpoint.size, size)));

/** @throws RegistryError log_damaged where a tile is not there as wide as asked for */
export const readTiles =
  (tx: Tx): ReadTiles =>
  async (ids) => {
    const wanted = ids.map(({ level, index }) => and(eq(logTile.level, level), eq(logTile.index, index)));
    const rows =
      ids.length === 0
        ? []
        : await tx
            .select()
            .from(logTile)
            .where(or(...wanted));
    const found = new Map(rows.map(({ level, index, hashes }) => [`${level}/${index}`, hashes]));
    return ids.map((id) => cut(id, found.get(`${id.level}/${id.index}`)));
  };

function cut(id: TileId, hashes: Uint8Array | undefined): Uint8Array {
  if (hashes !== undefined && hashes.length >= id.width * HASH_BYTES) return hashes.subarray(0, id.width * HASH_BYTES);
  throw new RegistryError('log_damaged', `${tilePath(id)} of the log is missing`);
}

export const readLeaves =
  (tx: Tx): TreeStore['leaves'] =>
  async (from, count) => {
    const rows = await tx
      .select({ seq: logPending.seq, leaf: logPending.leaf })
      .from(logPending)
      .where(gte(logPending.seq, from))
      .orderBy(asc(logPending.seq))
      .limit(count);
    const gap = rows.findIndex(({ seq }, at) => seq !== from + at);
    return (gap < 0 ? rows : rows.slice(0, gap)).map(({ leaf }) => leaf);
  };
