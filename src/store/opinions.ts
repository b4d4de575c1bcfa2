import { and, asc, eq } from 'drizzle-orm';
import type { OpinionRow, OpinionStore } from '../registry/ports/audits.ts';
import { audits, opinions as table } from './schema/audits.ts';
import type { Tx } from './tx.ts';

const asOpinion = (row: typeof table.$inferSelect): OpinionRow => ({
  ...row,
  opinion: JSON.parse(row.opinion),
});

export const opinions = (tx: Tx): OpinionStore => ({
  of: async (audit) =>
    (await tx.select().from(table).where(eq(table.audit, audit)).orderBy(asc(table.acceptedSeq))).map(asOpinion),
  insert: async (opinion) => {
    const sameAuditor = and(eq(table.audit, opinion.audit), eq(table.auditor, opinion.auditor));
    await tx.update(table).set({ standing: false }).where(sameAuditor);
    await tx.insert(table).values({ ...opinion, opinion: JSON.stringify(opinion.opinion) });
  },
  by: async (auditor) =>
    (await tx.select().from(table).where(eq(table.auditor, auditor)).orderBy(asc(table.acceptedSeq))).map(asOpinion),
  about: async (party) => {
    const rows = await tx
      .select({ opinion: table, auditSeq: audits.acceptedSeq })
      .from(audits)
      .innerJoin(table, eq(table.audit, audits.digest))
      .where(eq(audits.partyId, party))
      .orderBy(asc(table.acceptedSeq));
    return rows.map(({ opinion, auditSeq }) => {
      const { audit, auditor, acceptedAt: at, opinion: said } = asOpinion(opinion);
      return { audit, auditSeq, auditor, at, result: said.result };
    });
  },
});
