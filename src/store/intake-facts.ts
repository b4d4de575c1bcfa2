import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { PartyId } from '../core/ids.ts';
import type { IntakeFacts } from '../registry/ports/intake.ts';
import { registerEntries } from './schema/parties.ts';
import { statements } from './schema/statements.ts';
import type { Tx } from './tx.ts';

export const intakeFacts = (tx: Tx): IntakeFacts => ({
  stamps: async (parties) => {
    // One probe of the index a party, however long its history is.
    const { rows } = await tx.execute<{ party_id: PartyId; seq: string }>(
      sql`select party_id, newest.seq from unnest(${sql.param([...parties])}::text[]) as wanted (party_id)
        cross join lateral (select seq from history where history.party_id = wanted.party_id order by seq desc limit 1) newest`,
    );
    return new Map(rows.map(({ party_id, seq }) => [party_id, Number(seq)]));
  },
  register: async (workloads, after) => {
    if (workloads.length === 0) return [];
    const rows = await tx
      .select({
        partyId: registerEntries.partyId,
        acceptedAt: registerEntries.acceptedAt,
        entry: registerEntries.entry,
      })
      .from(registerEntries)
      .innerJoin(statements, eq(statements.digest, registerEntries.digest))
      .where(
        and(
          sql`(${registerEntries.partyId}, ${registerEntries.workloadId}) in (select * from unnest(${sql.param(
            workloads.map(({ partyId }) => partyId),
          )}::text[], ${sql.param(workloads.map(({ workloadId }) => workloadId))}::text[]))`,
          gt(registerEntries.acceptedAt, after),
        ),
      )
      .orderBy(asc(statements.seq));
    return rows.map(({ partyId, acceptedAt, entry }) => ({ partyId, acceptedAt, entry: JSON.parse(entry) }));
  },
});
