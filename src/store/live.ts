import { and, asc, desc, eq, gte, lte, sql } from 'drizzle-orm';
import type { PartyId } from '../core/ids.ts';
import type { LiveRow, LiveStore } from '../registry/ports/telemetry.ts';
import { first } from './first.ts';
import { liveEvaluations as table } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

export const live = (tx: Tx): LiveStore => ({
  newest: async (party) =>
    first(
      (await tx.select().from(table).where(eq(table.partyId, party)).orderBy(desc(table.day)).limit(1)).map(toLiveRow),
    ),
  put: async ({ view, ...row }) => {
    const set = { ...row, view: view === null ? null : JSON.stringify(view) };
    await tx
      .insert(table)
      .values(set)
      .onConflictDoUpdate({ target: [table.partyId, table.day], set });
  },
  between: async (party, fromDay, toDay) =>
    (
      await tx
        .select()
        .from(table)
        .where(and(eq(table.partyId, party), gte(table.day, fromDay), lte(table.day, toDay)))
        .orderBy(asc(table.day))
    ).map(toLiveRow),
  evaluated: async () => {
    const found = await tx.execute<{ party_id: PartyId }>(sql`
      select party_id from (
        select party_id from telemetry_sites where digest is not null union select party_id from live_evaluations
      ) as known order by party_id collate "C"`);
    return found.rows.map((row) => row.party_id);
  },
});

const toLiveRow = ({ view, partyId, day, seq, state }: typeof table.$inferSelect): LiveRow => ({
  partyId,
  day,
  seq,
  state,
  view: view === null ? null : JSON.parse(view),
});
