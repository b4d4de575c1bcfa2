import { and, asc, count, desc, eq, gt, sql } from 'drizzle-orm';
import type { CosignatureStore } from '../registry/ports/log.ts';
import { first } from './first.ts';
import { logCosignature as table } from './schema/log.ts';
import { accreditations, keys } from './schema/parties.ts';
import type { Tx } from './tx.ts';

/** Cosignatures, the newest of each signer and size. They say nothing new about the log, so they may be replaced. */
export const cosignatures = (tx: Tx): CosignatureStore => ({
  of: async (size, limit) => {
    const rows = await tx
      .select({ cosignature: table })
      .from(table)
      .leftJoin(keys, eq(keys.kid, sql`${table.signer}`))
      .leftJoin(accreditations, and(eq(accreditations.partyId, keys.partyId), eq(accreditations.state, 'accredited')))
      .where(eq(table.size, size))
      .orderBy(desc(sql`${keys.kid} is null`), asc(accreditations.partyId), asc(table.name), asc(table.signer))
      .limit(limit);
    return rows.map(({ cosignature }) => cosignature);
  },
  put: async (cosignature) => {
    const { time, line } = cosignature;
    const written = await tx
      .insert(table)
      .values(cosignature)
      .onConflictDoUpdate({
        target: [table.size, table.signer],
        set: { name: cosignature.name, time, line },
        // What is answered is what is stored: the same second under another name replaces the line too.
        setWhere: sql`${table.time} < ${time} or (${table.time} = ${time} and ${table.name} <> ${cosignature.name})`,
      });
    return written.rowCount === 1;
  },
  coverage: async (index, limit) => {
    const rows = await tx
      .select({ size: table.size, cosigners: count() })
      .from(table)
      .where(gt(table.size, index))
      .groupBy(table.size)
      .orderBy(asc(table.size))
      .limit(limit);
    return rows;
  },
  newestBy: async (signer) => {
    const rows = await tx.select().from(table).where(eq(table.signer, signer)).orderBy(desc(table.size)).limit(1);
    return first(rows);
  },
  signersNamed: async (name) => {
    const rows = await tx.selectDistinct({ signer: table.signer }).from(table).where(eq(table.name, name));
    return rows.map(({ signer }) => signer);
  },
});
