import { and, desc, eq, inArray, lte } from 'drizzle-orm';
import type { Digest, PartyId } from '../core/ids.ts';
import type { StatementTyp } from '../core/statement.ts';
import type { HistoryItem } from '../core/views.ts';
import type { CaseRow, CaseStore, HistoryStore, RefusalStore } from '../registry/ports.ts';
import { first } from './first.ts';
import { cases as caseTable, history as historyTable, refusals as refusalTable } from './schema.ts';
import type { Tx } from './tx.ts';

/** Refusals kept for a party: enough to see a pattern, too few to be a way of filling the disk. */
const KEPT_REFUSALS = 100;

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
      typ: typ as StatementTyp,
      digest: digest as Digest,
      at,
      code,
      detail,
      issues: JSON.parse(issues) as unknown[],
    }));
  },
});

const asCase = (row: typeof caseTable.$inferSelect): CaseRow => ({
  ...row,
  partyId: row.partyId as PartyId,
  audit: row.audit as Digest | null,
});

export const cases = (tx: Tx): CaseStore => ({
  find: async (id) => first((await tx.select().from(caseTable).where(eq(caseTable.id, id))).map(asCase)),
  of: async (party) =>
    (await tx.select().from(caseTable).where(eq(caseTable.partyId, party)).orderBy(caseTable.openedSeq)).map(asCase),
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
    return rows.map((row) => JSON.parse(row.item) as HistoryItem);
  },
});
