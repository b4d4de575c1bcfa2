import { and, asc, eq, gte, lte, sql } from 'drizzle-orm';
import { parseRow } from '../core/telemetry/row-text.ts';
import type { AccumulatorStore, CommittedRow } from '../registry/ports/telemetry.ts';
import { first } from './first.ts';
import { accumulatorRows as table, telemetryDayLeaves, telemetryDays } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

/** Rows of one INSERT: PostgreSQL takes at most 65,535 parameters. */
const CHUNK = 5_000;

export const accumulators = (tx: Tx): AccumulatorStore => ({
  changedDays: async () =>
    tx
      .select({
        partyId: telemetryDays.partyId,
        siteId: telemetryDays.siteId,
        day: telemetryDays.day,
        version: telemetryDays.version,
      })
      .from(telemetryDays)
      .where(sql`${telemetryDays.version} > ${telemetryDays.committedVersion}`)
      .orderBy(sql`party_id collate "C", site_id collate "C", day`),
  commit: async ({ seq, day, root }, rows, seen) => {
    await tx.insert(telemetryDayLeaves).values({ seq, day, root, rows: rows.length });
    const values = rows.map(({ row, text }, position) => ({
      seq,
      position,
      partyId: row.org,
      siteId: row.site,
      day: row.day,
      text,
    }));
    for (let start = 0; start < values.length; start += CHUNK)
      await tx.insert(table).values(values.slice(start, start + CHUNK));
    for (const { partyId, siteId, day: changed, version } of seen)
      await tx
        .update(telemetryDays)
        .set({ committedVersion: version })
        .where(
          and(eq(telemetryDays.partyId, partyId), eq(telemetryDays.siteId, siteId), eq(telemetryDays.day, changed)),
        );
  },
  newest: async (party, fromDay, toDay, untilSeq = Number.MAX_SAFE_INTEGER) => {
    const versions = await tx
      .selectDistinctOn([table.siteId, table.day], { seq: table.seq, text: table.text })
      .from(table)
      .where(and(eq(table.partyId, party), gte(table.day, fromDay), lte(table.day, toDay), lte(table.seq, untilSeq)))
      .orderBy(sql`${table.siteId} nulls first`, table.day, sql`${table.seq} desc`);
    return versions.map(toCommitted);
  },
  under: async (seq) => {
    const leaf = first(await tx.select().from(telemetryDayLeaves).where(eq(telemetryDayLeaves.seq, seq)));
    if (leaf === undefined) return undefined;
    const rows = await tx
      .select({ text: table.text })
      .from(table)
      .where(eq(table.seq, seq))
      .orderBy(asc(table.position));
    return rows.map(({ text }) => text);
  },
  dayLeaves: async (fromDay) =>
    tx
      .select({ day: telemetryDayLeaves.day, seq: telemetryDayLeaves.seq, root: telemetryDayLeaves.root })
      .from(telemetryDayLeaves)
      .where(gte(telemetryDayLeaves.day, fromDay))
      .orderBy(asc(telemetryDayLeaves.seq)),
});

function toCommitted({ seq, text }: { readonly seq: number; readonly text: string }): CommittedRow {
  const row = parseRow(text);
  if (row === undefined) throw new Error(`stored row is no accumulator row: ${text.slice(0, 100)}`);
  return { seq, text, row };
}
