import { asc, desc, eq, lte, sql } from 'drizzle-orm';
import { encodeLeaf, type LeafBody, type LoggedLeaf, nextLeafTime } from '../log/leaf.ts';
import type { LogStore } from '../registry/ports/records.ts';
import { first } from './first.ts';
import { logHead, logPending, NAMES_D, STATES_POLICY } from './schema/log.ts';
import type { Tx } from './tx.ts';

const PLACE = { seq: logPending.seq, at: logPending.at };

const EPOCH = new Date(0);

/** Leaves in log order. Indexes are dense because the head row is locked from before the read until the commit. */
export const log = (tx: Tx): LogStore => {
  // The row of the head is locked once a leaf was appended, so the newest leaf is that one until the end of the transaction.
  let newest: LoggedLeaf | undefined;
  return {
    append: async (body, now) => {
      newest = await appendLeaf(tx, body, now);
      return newest;
    },
    head: async () => newest ?? first(await tx.select(PLACE).from(logPending).orderBy(desc(logPending.seq)).limit(1)),
    at: async (seq) => first(await tx.select(PLACE).from(logPending).where(eq(logPending.seq, seq))),
    lastUntil: async (instant) =>
      first(
        await tx
          .select(PLACE)
          .from(logPending)
          .where(lte(logPending.at, instant))
          .orderBy(desc(logPending.seq))
          .limit(1),
      ),
    naming: async (digest) => {
      const names = sql`${sql.raw(NAMES_D)} and (leaf::jsonb ->> 'd') = ${digest}`;
      const { seq } = logPending;
      return first(await tx.select({ seq }).from(logPending).where(names).orderBy(asc(seq)).limit(1))?.seq;
    },
    policy: async () => {
      const { leaf, seq } = logPending;
      const states = sql.raw(STATES_POLICY);
      return first(await tx.select({ leaf }).from(logPending).where(states).orderBy(desc(seq)).limit(1))?.leaf;
    },
  };
};

/** The row of the head moves first, which locks it: the index is given to nobody else, and comes back if this is undone. */
async function appendLeaf(tx: Tx, body: LeafBody, now: Date): Promise<LoggedLeaf> {
  const whole = nextLeafTime(now, EPOCH).toISOString();
  const moved = await tx
    .update(logHead)
    .set({ nextSeq: sql`next_seq + 1`, lastAt: sql`greatest(last_at, ${whole}::timestamptz)` })
    .where(eq(logHead.id, 1))
    .returning();
  const head = first(moved);
  if (head === undefined) throw new Error('the log head row is missing');
  const [seq, at] = [head.nextSeq - 1, head.lastAt];
  await tx.insert(logPending).values({ seq, at, type: body.t, leaf: encodeLeaf(body, at) });
  return { seq, at, body };
}
