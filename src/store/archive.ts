import { and, asc, count, eq, gte, inArray, lt, lte, max, min, sql } from 'drizzle-orm';
import type { ArchiveStore, Month } from '../registry/ports/archive.ts';
import { toAttestationRow } from './attestations.ts';
import { first } from './first.ts';
import { attestations, telemetryWindows } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';
import { splitDigests } from './windows.ts';

/** The table's lock is asked for as long as intake can bear to wait behind the one who asks. */
const LOCK_TIMEOUT = "set local lock_timeout = '2s'";

export const archive = (tx: Tx): ArchiveStore => ({
  months: async () => {
    const { rows } = await tx.execute<{ name: string }>(
      sql`select relname as name from pg_inherits join pg_class on oid = inhrelid
          where inhparent = 'attestations'::regclass order by 1`,
    );
    return rows.map(({ name }) => name.replace(/^attestations_(\d{4})(\d{2})$/, '$1-$2'));
  },
  count: async (month) => first(await tx.select({ n: count() }).from(attestations).where(isOf(month)))?.n ?? 0,
  windowsOf: async (month) => {
    const { id } = attestations;
    const span = first(
      await tx
        .select({ from: min(id), to: max(id) })
        .from(attestations)
        .where(isOf(month)),
    );
    if (span?.from == null || span.to === null) return [];
    const { seq, firstId, lastId } = telemetryWindows;
    const found = await tx
      .select({ seq })
      .from(telemetryWindows)
      .where(and(lte(firstId, span.to), gte(lastId, span.from)))
      .orderBy(asc(seq));
    return found.map((row) => row.seq);
  },
  window: async (seq) => {
    const row = first(await tx.select().from(telemetryWindows).where(eq(telemetryWindows.seq, seq)));
    if (row === undefined) throw new Error(`leaf ${seq} is not that of a window`);
    return splitDigests(row.digests);
  },
  rows: async (month, digests) =>
    (
      await tx
        .select()
        .from(attestations)
        .where(and(isOf(month), inArray(attestations.digest, [...digests])))
    ).map(toAttestationRow),
  drop: async (month) => {
    await tx.execute(sql.raw(LOCK_TIMEOUT));
    await tx.execute(sql`drop table ${sql.identifier(`attestations_${month.replace('-', '')}`)}`);
  },
});

/** The bounds let the planner look at this month's partition alone. */
function isOf(month: Month) {
  const from = new Date(`${month}-01T00:00:00Z`);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
  return and(gte(attestations.start, from), lt(attestations.start, to));
}
