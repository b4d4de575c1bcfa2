import { and, desc, eq, inArray, lte } from 'drizzle-orm';
import { CURRENT_STATES } from '../core/certificate-state.ts';
import type { CertificateRow, CertificateStore } from '../registry/ports/audits.ts';
import { first } from './first.ts';
import { certificates as table } from './schema/audits.ts';
import type { Tx } from './tx.ts';

const asCertificate = (row: typeof table.$inferSelect): CertificateRow => ({
  ...row,
  record: JSON.parse(row.record),
});

export const certificates = (tx: Tx): CertificateStore => ({
  find: async (id) => first((await tx.select().from(table).where(eq(table.id, id))).map(asCertificate)),
  of: async (party) =>
    (await tx.select().from(table).where(eq(table.partyId, party)).orderBy(desc(table.leaf))).map(asCertificate),
  insert: async (certificate) =>
    void (await tx.insert(table).values({ ...certificate, record: JSON.stringify(certificate.record) })),
  setState: async (id, state, reason) => void (await tx.update(table).set({ state, reason }).where(eq(table.id, id))),
  overdue: async (now) => {
    const current = inArray(table.state, [...CURRENT_STATES]);
    return (
      await tx
        .select()
        .from(table)
        .where(and(current, lte(table.validTo, now)))
        .orderBy(table.validTo, table.id)
    ).map(asCertificate);
  },
});
