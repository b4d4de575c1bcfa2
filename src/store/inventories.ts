import { and, asc, desc, eq, gt, lte, min } from 'drizzle-orm';
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
    const rows = await tx.selectDistinct({ partyId: table.partyId }).from(table).orderBy(asc(table.partyId));
    return rows.map(({ partyId }) => partyId);
  },
});
