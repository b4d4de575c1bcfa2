import { asc, eq } from 'drizzle-orm';
import type { DisputeStore } from '../registry/ports/disputes.ts';
import { first } from './first.ts';
import { disputes as table } from './schema/disputes.ts';
import type { Tx } from './tx.ts';

export const disputes = (tx: Tx): DisputeStore => ({
  find: async (id) => first(await tx.select().from(table).where(eq(table.id, id))),
  of: async (party) =>
    tx.select().from(table).where(eq(table.partyId, party)).orderBy(asc(table.filedAt), asc(table.id)),
  waiting: async (limit) =>
    tx.select().from(table).where(eq(table.state, 'filed')).orderBy(asc(table.filedAt), asc(table.id)).limit(limit),
  insert: async (row) => void (await tx.insert(table).values(row)),
  advance: async (id, change) => void (await tx.update(table).set(change).where(eq(table.id, id))),
});
