import { and, asc, desc, eq, gt, gte, inArray, isNull, lte, notExists, sql } from 'drizzle-orm';
import type { CredentialStore } from '../registry/ports/credentials.ts';
import { first } from './first.ts';
import { certificates } from './schema/audits.ts';
import { credentials as table } from './schema/credentials.ts';
import type { Tx } from './tx.ts';

export const credentials = (tx: Tx): CredentialStore => ({
  newest: async (certificate, untilSeq) =>
    first(
      await tx
        .select()
        .from(table)
        .where(and(eq(table.certificateId, certificate), lte(table.issuedSeq, untilSeq)))
        .orderBy(desc(table.issuedSeq))
        .limit(1),
    ),
  insert: async (credential) => void (await tx.insert(table).values(credential)),
  revoke: async (certificate, revokedSeq) => {
    const changed = await tx
      .update(table)
      .set({ revokedSeq })
      .where(and(eq(table.certificateId, certificate), isNull(table.revokedSeq)))
      .returning({ list: table.list });
    return [...new Set(changed.map((row) => row.list))];
  },
  isFree: async (list, index) => {
    const taken = await tx
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.list, list), eq(table.index, index)));
    return taken.length === 0;
  },
  due: async (now, until, limit) => {
    const lasting = tx
      .select({ id: table.id })
      .from(table)
      .where(
        and(
          eq(table.certificateId, certificates.id),
          isNull(table.revokedSeq),
          gte(table.validUntil, sql`least(${until.toISOString()}::timestamptz, ${certificates.validTo})`),
        ),
      );
    const standing = inArray(certificates.state, ['active', 'watch']);
    const rows = await tx
      .select({ id: certificates.id })
      .from(certificates)
      .where(and(standing, gt(certificates.validTo, now), notExists(lasting)))
      .orderBy(asc(certificates.leaf))
      .limit(limit);
    return rows.map((row) => row.id);
  },
});
