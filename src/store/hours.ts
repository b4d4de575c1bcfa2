import { sql } from 'drizzle-orm';
import { HOURS_OF_DAY } from '../core/telemetry/hours.ts';
import type { HourStore } from '../registry/ports/hours.ts';
import { telemetryHours as table } from './schema/telemetry-hours.ts';
import type { Tx } from './tx.ts';

/** Rows of one INSERT: PostgreSQL takes at most 65,535 parameters. */
const CHUNK = 5_000;

export const hours = (tx: Tx): HourStore => ({
  add: async (seq, rows) => {
    const values = rows.map(({ it, unattributed, ...name }) => ({
      ...name,
      seq,
      it: [...it],
      unattributed: [...unattributed],
    }));
    for (let start = 0; start < values.length; start += CHUNK)
      await tx.insert(table).values(values.slice(start, start + CHUNK));
  },
  sum: async (party, fromDay, toDay, untilSeq) => {
    const { rows } = await tx.execute<{ hour: number; it: string; unattributed: string; days: number }>(sql`
      with newest as materialized (
        select distinct on (day, site_id) day, it, unattributed from ${table}
        where party_id = ${party} and day between ${fromDay} and ${toDay} and seq <= ${untilSeq}
        order by day, site_id, seq desc)
      select hour::int as hour, sum(h.it)::text as it, sum(h.unattributed)::text as unattributed,
        (select count(distinct day)::int from newest) as days
      from newest, unnest(newest.it, newest.unattributed) with ordinality as h(it, unattributed, hour)
      group by hour order by hour`);
    const at = (hour: number) => rows.find((row) => row.hour === hour + 1);
    const all = Array.from({ length: HOURS_OF_DAY }, (_, hour) => at(hour));
    return {
      days: rows[0]?.days ?? 0,
      sums: {
        it: all.map((row) => BigInt(row?.it ?? 0)),
        unattributed: all.map((row) => BigInt(row?.unattributed ?? 0)),
      },
    };
  },
});
