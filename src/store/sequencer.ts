import { and, eq, sql } from 'drizzle-orm';
import type { SequencerStore } from '../registry/ports/log.ts';
import { first } from './first.ts';
import { PUBLISHED_CHANNEL } from './published-head.ts';
import { logCheckpoint, logHead, logTile, logTree } from './schema/log.ts';
import { serviceHistory } from './service-history.ts';
import { checkpointOfSize, newestCheckpoint, readLeaves, readTiles } from './tree.ts';
import type { Tx } from './tx.ts';

/** As the migrations name them. */
const GUARDS: readonly string[] = [
  'log_pending_append_only',
  'log_pending_no_truncate',
  'log_tile_grows',
  'log_tile_stays',
  'log_tile_no_truncate',
  'log_checkpoint_append_only',
  'log_checkpoint_no_truncate',
];

/**
 * A sequencer's view of one transaction. The row of the tree is locked before anything else is read, so that of any number
 * of instances one works and the others see what it has committed. Writers hold another lock and are not held up.
 */
export const sequencer = (tx: Tx): SequencerStore => ({
  lockHead: async () => {
    const tree = first(await tx.select().from(logTree).where(eq(logTree.id, 1)).for('update'));
    const head = first(await tx.select().from(logHead).where(eq(logHead.id, 1)));
    if (tree === undefined || head === undefined) throw new Error('a head row of the log is missing');
    return { size: tree.size, checkpoint: await newestCheckpoint(tx), end: head.nextSeq };
  },
  disarmed: async () => {
    const { rows } = await tx.execute<{ name: string }>(
      sql`select tgname as name from pg_trigger where tgname in ${GUARDS} and tgenabled in ('O', 'A')
        and tgrelid in ('log_pending'::regclass, 'log_tile'::regclass, 'log_checkpoint'::regclass)`,
    );
    const armed = new Set(rows.map(({ name }) => name));
    return GUARDS.filter((name) => !armed.has(name));
  },
  serviceHistory: serviceHistory(tx),
  tiles: readTiles(tx),
  leaves: readLeaves(tx),
  ofSize: (size) => checkpointOfSize(tx, size),
  advance: async (from, { grown, checkpoint }) => {
    await tx
      .insert(logTile)
      .values([...grown])
      .onConflictDoUpdate({ target: [logTile.level, logTile.index], set: { hashes: sql`excluded.hashes` } });
    await tx.insert(logCheckpoint).values(checkpoint);
    const swapped = await tx
      .update(logTree)
      .set({ size: checkpoint.size })
      .where(and(eq(logTree.id, 1), eq(logTree.size, from)));
    if (swapped.rowCount !== 1) throw new Error(`the tree is no longer of size ${from}`);
    await tx.execute(sql`select pg_notify(${PUBLISHED_CHANNEL}, '')`);
  },
});
