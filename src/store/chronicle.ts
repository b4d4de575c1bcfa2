import { and, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { HistoryItem } from '../core/views.ts';
import type { CaseStore } from '../registry/ports/officers.ts';
import type { HistoryStore, RefusalStore } from '../registry/ports/records.ts';
import { first } from './first.ts';
import { cases as caseTable } from './schema/acts.ts';
import { history as historyTable } from './schema/listing.ts';
import { refusals as refusalTable } from './schema/statements.ts';
import type { Tx } from './tx.ts';

/** Refusals kept for a party: enough to see a pattern, too few to be a way of filling the disk. */
export const KEPT_REFUSALS = 100;

export const refusals = (tx: Tx): RefusalStore => ({
  insert: async (id, { party, typ, digest, at, code, detail, issues }) => {
    await tx
      .insert(refusalTable)
      .values({ id, partyId: party, typ, digest, at, code, detail, issues: JSON.stringify(issues) });
    const older = tx
      .select({ id: refusalTable.id })
      .from(refusalTable)
      .where(eq(refusalTable.partyId, party))
      .orderBy(desc(refusalTable.at), desc(refusalTable.id))
      .offset(KEPT_REFUSALS);
    await tx.delete(refusalTable).where(inArray(refusalTable.id, older));
  },
  of: async (party) => {
    const rows = await tx
      .select()
      .from(refusalTable)
      .where(eq(refusalTable.partyId, party))
      .orderBy(desc(refusalTable.at), desc(refusalTable.id));
    return rows.map(({ typ, digest, at, code, detail, issues }) => ({
      party,
      typ,
      digest,
      at,
      code,
      detail,
      issues: JSON.parse(issues),
    }));
  },
});

export const cases = (tx: Tx): CaseStore => ({
  find: async (id) => first(await tx.select().from(caseTable).where(eq(caseTable.id, id))),
  of: async (party) => tx.select().from(caseTable).where(eq(caseTable.partyId, party)).orderBy(caseTable.openedSeq),
  open: async (row) => void (await tx.insert(caseTable).values(row)),
  close: async (id, closedSeq, outcome) =>
    void (await tx.update(caseTable).set({ closedSeq, outcome }).where(eq(caseTable.id, id))),
});

export const history = (tx: Tx): HistoryStore => ({
  append: async (partyId, item) =>
    void (await tx.insert(historyTable).values({ partyId, seq: item.seq, item: JSON.stringify(item) })),
  of: async (party, untilSeq, limit) => {
    const upTo = and(eq(historyTable.partyId, party), lte(historyTable.seq, untilSeq));
    const rows = await tx.select().from(historyTable).where(upTo).orderBy(desc(historyTable.seq)).limit(limit);
    return rows.map((row): HistoryItem => JSON.parse(row.item));
  },
  ofType: async (party, type) => {
    // The text narrows the rows, its parsed form decides: words in it may come from outside.
    const like = and(eq(historyTable.partyId, party), sql`${historyTable.item} like ${`%${type}%`}`);
    const rows = await tx.select().from(historyTable).where(like).orderBy(desc(historyTable.seq));
    return rows.map((row): HistoryItem => JSON.parse(row.item)).filter((item) => item.type === type);
  },
});
