import { asc, desc, eq, lte, sql } from 'drizzle-orm';
import { encodeLeaf, nextLeafTime } from '../log/leaf.ts';
import type { LogStore } from '../registry/ports/records.ts';
import { first } from './first.ts';
import { logHead, logPending, NAMES_D, STATES_POLICY } from './schema/log.ts';
import type { Tx } from './tx.ts';

const PLACE = { seq: logPending.seq, at: logPending.at };

/** Leaves in log order. Indexes are dense because the head row is locked from before the read until the commit. */
export const log = (tx: Tx): LogStore => ({
  append: async (body, now) => {
    const head = first(await tx.select().from(logHead).where(eq(logHead.id, 1)).for('update'));
    if (head === undefined) throw new Error('the log head row is missing');
    const at = nextLeafTime(now, head.lastAt);
    const seq = head.nextSeq;
    await tx.insert(logPending).values({ seq, at, type: body.t, leaf: encodeLeaf(body, at) });
    await tx
      .update(logHead)
      .set({ nextSeq: seq + 1, lastAt: at })
      .where(eq(logHead.id, 1));
    return { seq, at, body };
  },
  head: async () => first(await tx.select(PLACE).from(logPending).orderBy(desc(logPending.seq)).limit(1)),
  at: async (seq) => first(await tx.select(PLACE).from(logPending).where(eq(logPending.seq, seq))),
  lastUntil: async (instant) =>
    first(
      await tx.select(PLACE).from(logPending).where(lte(logPending.at, instant)).orderBy(desc(logPending.seq)).limit(1),
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
});
