import { and, desc, eq, inArray, ne, or } from 'drizzle-orm';
import { CURRENT_STATES } from '../core/certificate-state.ts';
import { formatMicro, parseMicro } from '../core/decimal.ts';
import type { AuditRow, AuditStore } from '../registry/ports/audits.ts';
import { first } from './first.ts';
import { certificates, cfeClaims, audits as table } from './schema/audits.ts';
import type { Tx } from './tx.ts';

const asAudit = (row: typeof table.$inferSelect): AuditRow => ({
  ...row,
  evaluation: JSON.parse(row.evaluation),
});

export const audits = (tx: Tx): AuditStore => ({
  find: async (digest) => first((await tx.select().from(table).where(eq(table.digest, digest))).map(asAudit)),
  of: async (party) =>
    (await tx.select().from(table).where(eq(table.partyId, party)).orderBy(desc(table.acceptedSeq))).map(asAudit),
  insert: async (audit, cfe) => {
    await tx.insert(table).values({ ...audit, evaluation: JSON.stringify(audit.evaluation) });
    const { digest, partyId } = audit;
    const totals = new Map<string, bigint>();
    for (const { ref, kwh } of cfe) totals.set(ref, (totals.get(ref) ?? 0n) + kwh);
    if (totals.size > 0)
      await tx
        .insert(cfeClaims)
        .values([...totals].map(([ref, kwh]) => ({ ref, digest, partyId, kwh: formatMicro(kwh) })));
  },
  update: async (digest, change) => void (await tx.update(table).set(change).where(eq(table.digest, digest))),
  cfeUses: async (refs, claimant) => {
    if (refs.length === 0) return [];
    const current = inArray(certificates.state, [...CURRENT_STATES]);
    const standing = and(eq(table.superseded, false), current);
    const rows = await tx
      .select({
        ref: cfeClaims.ref,
        partyId: cfeClaims.partyId,
        kwh: cfeClaims.kwh,
        windowStart: table.windowStart,
        windowEnd: table.windowEnd,
      })
      .from(cfeClaims)
      .innerJoin(table, eq(table.digest, cfeClaims.digest))
      .leftJoin(certificates, eq(certificates.id, table.certificateId))
      .where(and(inArray(cfeClaims.ref, [...new Set(refs)]), or(ne(cfeClaims.partyId, claimant), standing)));
    return rows.map((row) => ({ ...row, partyId: row.partyId, kwh: parseMicro(trimZeros(row.kwh)) ?? 0n }));
  },
});

/** `numeric(24,6)` comes back with all its decimals. */
const trimZeros = (text: string): string => text.replace(/\.?0+$/, (zeros) => (text.includes('.') ? '' : zeros));
