import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { PartyId } from '../core/ids.ts';
import type { IntakeFacts } from '../registry/ports/intake.ts';
import { registerEntries } from './schema/parties.ts';
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
  register: async (party, workloads) => {
    const rows = await tx
      .select({ acceptedAt: registerEntries.acceptedAt, entry: registerEntries.entry })
      .from(registerEntries)
      .where(and(eq(registerEntries.partyId, party), inArray(registerEntries.workloadId, [...workloads])))
      .orderBy(asc(registerEntries.acceptedAt));
    return rows.map(({ acceptedAt, entry }) => ({ acceptedAt, entry: JSON.parse(entry) }));
  },
});
