import { and, asc, desc, eq, gt, lte, min, sql } from 'drizzle-orm';
import type { PartyId } from '../core/ids.ts';
import type { InventoryStore } from '../registry/ports/telemetry.ts';
import { first } from './first.ts';
import { inventories as table } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

export const inventories = (tx: Tx): InventoryStore => ({
  insert: async (inventory) => void (await tx.insert(table).values(inventory)),
  of: async (party, endingAfter) =>
    tx
      .select()
      .from(table)
      .where(and(eq(table.partyId, party), gt(table.periodEnd, endingAfter)))
      .orderBy(asc(table.acceptedSeq)),
  first: async (party) =>
    first(await tx.select().from(table).where(eq(table.partyId, party)).orderBy(asc(table.acceptedSeq)).limit(1)),
  lastEnding: async (party, until) =>
    first(
      await tx
        .select()
        .from(table)
        .where(and(eq(table.partyId, party), lte(table.periodEnd, until)))
        .orderBy(desc(table.periodEnd), desc(table.acceptedSeq))
        .limit(1),
    ),
  earliestSince: async (party, seq) =>
    first(
      await tx
        .select({ start: min(table.periodStart) })
        .from(table)
        .where(and(eq(table.partyId, party), gt(table.acceptedSeq, seq))),
    )?.start ?? undefined,
  newestLedger: async (party, untilSeq = Number.MAX_SAFE_INTEGER) =>
    first(
      await tx
        .select()
        .from(table)
        .where(and(eq(table.partyId, party), table.hasHardware, lte(table.acceptedSeq, untilSeq)))
        .orderBy(desc(table.acceptedSeq))
        .limit(1),
    ),
  senders: async () => {
    // One probe of the index a party, however many statements each has sent.
    const { rows } = await tx.execute<{ party_id: PartyId }>(sql`
      with recursive senders (party_id) as (
        (select party_id from inventories order by party_id limit 1)
        union all
        select (select party_id from inventories where party_id > senders.party_id order by party_id limit 1)
        from senders where senders.party_id is not null
      )
      select party_id from senders where party_id is not null order by party_id collate "C"`);
    return rows.map(({ party_id }) => party_id);
  },
});
