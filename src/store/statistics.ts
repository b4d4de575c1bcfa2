import { type SQL, sql } from 'drizzle-orm';
import type { Tier } from '../core/methodology/cms-1.ts';
import type { LeafType } from '../log/leaf.ts';
import type { Ranked, StatisticsStore } from '../registry/ports/statistics.ts';
import { listing } from './schema/listing.ts';
import type { Tx } from './tx.ts';

const STANDING = sql`state in ('active', 'watch')`;
const at = (seq: number): SQL => sql`from_seq <= ${seq} and (to_seq is null or to_seq > ${seq})`;

/** Where the row has the rounded figure, and where the view has what it was rounded from. */
const FIGURES: Readonly<Record<Ranked, { readonly percent: SQL; readonly exact: SQL }>> = {
  composite: { percent: sql`"row"::jsonb ->> 'composite_percent'`, exact: sql`"row"::jsonb ->> 'composite_6'` },
  efficiency: mirror('efficiency'),
  timing: mirror('timing'),
  data_diet: mirror('data_diet'),
  circularity: mirror('circularity'),
};

function mirror(name: string): { percent: SQL; exact: SQL } {
  return {
    percent: sql`"row"::jsonb #>> ${`{mirrors,${name}}`}::text[]`,
    exact: sql`view::jsonb #>> ${`{certificate,score,mirrors,${name},value}`}::text[]`,
  };
}

export const statistics = (tx: Tx): StatisticsStore => ({
  listed: async (seq) => {
    const { rows } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${listing} where ${at(seq)}`);
    return rows[0]?.n ?? 0;
  },
  changes: async (seq) => {
    const { rows } = await tx.execute<{ month: string; type: LeafType; count: number }>(sql`
      select to_char(at at time zone 'UTC', 'YYYY-MM') as month, type, count(*)::int as count from log_pending
      where type = any(array['certificate.issued', 'certificate.watch', 'certificate.suspended', 'certificate.reinstated',
        'certificate.superseded', 'certificate.withdrawn', 'certificate.expired']) and seq <= ${seq} group by 1, 2`);
    return rows;
  },
  growth: async (ends) => {
    const steps = sql`${sql.param([...ends])}::bigint[]`;
    const last = ends.at(-1) ?? -1;
    const { rows } = await tx.execute<{ tier: Tier; step: number; by: number }>(sql`
      select tier, step, sum(by)::int as by from (
        select tier, width_bucket(from_seq - 1, ${steps}) as step, 1 as by from ${listing}
          where ${STANDING} and from_seq <= ${last}
        union all
        select tier, width_bucket(to_seq - 1, ${steps}), -1 from ${listing} where ${STANDING} and to_seq <= ${last}
      ) changed group by tier, step`);
    return rows;
  },
  figures: async (seq) => {
    const each = Object.entries(FIGURES).map(
      ([of, { percent }]) => sql`select ${of}::text as of, ${percent} as percent from standing`,
    );
    const { rows } = await tx.execute<{ of: Ranked; percent: string; count: number }>(sql`
      with standing as materialized (select "row" from ${listing} where ${STANDING} and ${at(seq)})
      select of, percent, count(*)::int as count from (${sql.join(each, sql` union all `)}) figures
      where percent is not null group by 1, 2`);
    return rows;
  },
  exact: async (of, percents, seq) => {
    const { percent, exact } = FIGURES[of];
    const { rows } = await tx.execute<{ value: string }>(sql`
      select ${exact} as value from ${listing}
      where ${STANDING} and ${at(seq)} and ${percent} = any(${sql.param([...percents])}::text[])`);
    return rows.map(({ value }) => value);
  },
  energy: async (fromDay, seq) => {
    const { rows } = await tx.execute<{ attributed: string; all: string }>(sql`
      select share ->> 'numerator' as attributed, share ->> 'denominator' as all
      from ${listing}, lateral (
        select view::jsonb #> '{score,submetrics,E2}' as share from live_evaluations evaluated
        where evaluated.party_id = listing.party_id and evaluated.day >= ${fromDay} and evaluated.seq <= ${seq}
          and evaluated.view is not null
        order by evaluated.day desc limit 1
      ) newest where ${STANDING} and ${at(seq)}`);
    return rows;
  },
});
