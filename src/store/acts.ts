import { asc, eq } from 'drizzle-orm';
import type { ActStore } from '../registry/ports/officers.ts';
import { first } from './first.ts';
import { actSignatures, gridSeries, acts as table } from './schema/acts.ts';
import type { Tx } from './tx.ts';

export const acts = (tx: Tx): ActStore => ({
  find: async (digest) => {
    const row = first(await tx.select().from(table).where(eq(table.digest, digest)));
    if (row === undefined) return undefined;
    const signatures = await tx
      .select({ kid: actSignatures.kid })
      .from(actSignatures)
      .where(eq(actSignatures.act, digest));
    const { action, subject, signedAt, effectiveSeq } = row;
    const kids = signatures.map((signature) => signature.kid);
    return {
      digest: row.digest,
      action,
      subject,
      body: JSON.parse(row.body),
      signedAt,
      effectiveSeq,
      kids,
    };
  },
  insert: async (act) => void (await tx.insert(table).values({ ...act, body: JSON.stringify(act.body) })),
  sign: async (act, kid, digest) => void (await tx.insert(actSignatures).values({ act, kid, digest })),
  setEffective: async (act, effectiveSeq) =>
    void (await tx.update(table).set({ effectiveSeq }).where(eq(table.digest, act))),
  grid: {
    all: () =>
      tx
        .select({ zone: gridSeries.zone, sha256: gridSeries.sha256 })
        .from(gridSeries)
        .orderBy(asc(gridSeries.effectiveSeq)),
    put: async (effectiveSeq, zone, sha256) =>
      void (await tx.insert(gridSeries).values({ effectiveSeq, zone, sha256 })),
  },
});
