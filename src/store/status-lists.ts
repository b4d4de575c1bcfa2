import { and, asc, count, eq, isNotNull, lt, max } from 'drizzle-orm';
import type { StatusListStore } from '../registry/ports/credentials.ts';
import { first } from './first.ts';
import { credentials, statusLists as table } from './schema/credentials.ts';
import type { Tx } from './tx.ts';

const FIRST_LIST = 1;

export const statusLists = (tx: Tx): StatusListStore => ({
  find: async (n) => first(await tx.select().from(table).where(eq(table.n, n))),
  put: async (list) => {
    const { n: _n, ...signed } = list;
    await tx.insert(table).values(list).onConflictDoUpdate({ target: table.n, set: signed });
  },
  // Whoever signs lays this method over the store.
  settle: async () => undefined,
  open: async () => {
    const newest = first(await tx.select({ n: max(credentials.list) }).from(credentials))?.n ?? FIRST_LIST;
    const held = await tx.select({ used: count() }).from(credentials).where(eq(credentials.list, newest));
    return { n: newest, used: first(held)?.used ?? 0 };
  },
  revoked: async (n) => {
    const rows = await tx
      .select({ index: credentials.index })
      .from(credentials)
      .where(and(eq(credentials.list, n), isNotNull(credentials.revokedSeq)))
      .orderBy(asc(credentials.index));
    return rows.map((row) => row.index);
  },
  signedBefore: async (instant) => {
    const rows = await tx.select({ n: table.n }).from(table).where(lt(table.signedAt, instant)).orderBy(asc(table.n));
    return rows.map((row) => row.n);
  },
});
