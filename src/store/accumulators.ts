import { and, asc, desc, eq, gte, lte, sql } from 'drizzle-orm';
import type { AccumulatorRow } from '../core/telemetry/accumulator-row.ts';
import { readRow } from '../core/telemetry/row-text.ts';
import type { AccumulatorStore, CommittedRow } from '../registry/ports/telemetry.ts';
import { runIn, runWithRows } from './bulk.ts';
import { first } from './first.ts';
import { accumulatorRows as table, telemetryDayLeaves, telemetryDays } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

/** Rows of one INSERT: PostgreSQL takes at most 65,535 parameters. */
const CHUNK = 5_000;

export const accumulators = (tx: Tx): AccumulatorStore => ({
  changedDays: async (fromDay, toDay) =>
    tx
      .select({
        partyId: telemetryDays.partyId,
        siteId: telemetryDays.siteId,
        day: telemetryDays.day,
        version: telemetryDays.version,
      })
      .from(telemetryDays)
      .where(
        and(
          sql`${telemetryDays.version} > ${telemetryDays.committedVersion}`,
          gte(telemetryDays.day, fromDay),
          lte(telemetryDays.day, toDay),
        ),
      )
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
    await runWithRows(
      runIn(tx),
      ['text', 'text', 'date', 'integer'],
      seen.map(({ partyId, siteId, day: changed, version }) => [partyId, siteId, changed, version]),
      (list) => `update telemetry_days set committed_version = seen.version
        from (values ${list}) as seen (party_id, site_id, day, version)
        where telemetry_days.party_id = seen.party_id and telemetry_days.site_id = seen.site_id and telemetry_days.day = seen.day`,
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
  withRoot: async (root) =>
    first(
      await tx
        .select({ seq: telemetryDayLeaves.seq })
        .from(telemetryDayLeaves)
        .where(eq(telemetryDayLeaves.root, root))
        .orderBy(asc(telemetryDayLeaves.seq))
        .limit(1),
    )?.seq,
  dayLeaves: async (fromDay) =>
    tx
      .select({ day: telemetryDayLeaves.day, seq: telemetryDayLeaves.seq, root: telemetryDayLeaves.root })
      .from(telemetryDayLeaves)
      .where(gte(telemetryDayLeaves.day, fromDay))
      .orderBy(asc(telemetryDayLeaves.seq)),
  newestLeaf: async () =>
    first(
      await tx
        .select({ day: telemetryDayLeaves.day, seq: telemetryDayLeaves.seq, root: telemetryDayLeaves.root })
        .from(telemetryDayLeaves)
        .orderBy(desc(telemetryDayLeaves.day))
        .limit(1),
    ),
  firstDay: async () => {
    const { rows } = await tx.execute<{ day: string | null }>(sql`
      select to_char(least(
        (select min(day) from telemetry_days where version > 0),
        (select min(period_start at time zone 'UTC')::date from inventories)
      ), 'YYYY-MM-DD') as day`);
    return rows[0]?.day ?? undefined;
  },
});

/** Rows kept in memory, about 4 kB each: a text fixes its row, so an entry is never out of date. */
const KEPT = 8_192;
const known = new Map<string, AccumulatorRow>();

const toCommitted = ({ seq, text }: { readonly seq: number; readonly text: string }): CommittedRow => ({
  seq,
  text,
  row: known.get(text) ?? remember(text),
});

/** The oldest entry makes room. */
function remember(text: string): AccumulatorRow {
  const row = readRow(text);
  if (row === undefined) throw new Error(`stored row is no accumulator row: ${text.slice(0, 100)}`);
  const [oldest] = known.size < KEPT ? [] : known.keys();
  if (oldest !== undefined) known.delete(oldest);
  known.set(text, row);
  return row;
}
