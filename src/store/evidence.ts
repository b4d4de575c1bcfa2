import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import type { Digest } from '../core/ids.ts';
import type { EvidenceStore } from '../registry/ports/evidence.ts';
import { actSignatures, acts } from './schema/acts.ts';
import { history } from './schema/listing.ts';
import { statements } from './schema/statements.ts';
import type { Tx } from './tx.ts';

export const evidence = (tx: Tx): EvidenceStore => {
  const signatures = async (act: Digest): Promise<Digest[]> => {
    const rows = await tx
      .select({ digest: actSignatures.digest })
      .from(actSignatures)
      .innerJoin(statements, eq(statements.digest, actSignatures.digest))
      .where(eq(actSignatures.act, act))
      .orderBy(asc(statements.seq));
    return rows.map(({ digest }) => digest);
  };
  return {
    keyStatements: async (party, untilSeq) => {
      const kinds = inArray(statements.typ, ['cms-party+jwt', 'cms-key+jwt']);
      const rows = await tx
        .select({ digest: statements.digest })
        .from(statements)
        .where(and(eq(statements.iss, party), kinds, lte(statements.seq, untilSeq)))
        .orderBy(asc(statements.seq));
      return rows.map(({ digest }) => digest);
    },
    acts: async (subject, actions, untilSeq) => {
      const about = and(eq(acts.subject, subject), inArray(acts.action, [...actions]));
      const rows = await tx
        .select({ digest: acts.digest })
        .from(acts)
        .where(and(about, lte(acts.effectiveSeq, untilSeq)))
        .orderBy(asc(acts.effectiveSeq));
      const found: Digest[] = [];
      for (const { digest } of rows) found.push(...(await signatures(digest)));
      return found;
    },
    signatures,
    gridActs: async (zones, beforeSeq) => {
      const rows = await tx
        .select({ act: acts.digest, body: acts.body })
        .from(acts)
        .where(and(eq(acts.action, 'grid_series'), lt(acts.effectiveSeq, beforeSeq)))
        .orderBy(asc(acts.effectiveSeq));
      const read = rows.map(({ act, body }): { act: Digest; zone: string; sha256: string } => ({
        act,
        ...JSON.parse(body),
      }));
      return read.filter(({ zone }) => zones.has(zone)).map(({ act, sha256 }) => ({ act, sha256 }));
    },
    changes: async (party, certificate) => {
      const about = sql`(${history.item}::jsonb ->> 'certificate_id') = ${certificate}`;
      const rows = await tx
        .select({ seq: history.seq })
        .from(history)
        .where(and(eq(history.partyId, party), about))
        .orderBy(asc(history.seq));
      return rows.map(({ seq }) => seq);
    },
  };
};
