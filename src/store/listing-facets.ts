import { and, type SQL, sql } from 'drizzle-orm';
import { endsOf } from '../core/freshness.ts';
import { COMPOSITE_STEPS, type FacetName, facetsOf, LISTING_FACETS } from '../core/listing-facets.ts';
import type { ListingFacets, ListingQuery } from '../core/views.ts';
import { at, filtersOf, fourthPower } from './listing-filter.ts';
import { findByText, foundBy } from './listing-search.ts';
import { listing as table } from './schema/listing.ts';
import type { Tx } from './tx.ts';

/** What each facet divides by. Null has no value to choose. */
const VALUES: Readonly<Record<FacetName, SQL>> = {
  tier: sql`tier`,
  state: sql`state`,
  country: sql`country`,
  sector: sql`sector`,
  live: sql`fresh`,
  assurance: sql`assurance::text`,
};

/** Counts of a query's facets, one pass over the rows that its search and its least composite admit. */
export async function facets(tx: Tx, query: ListingQuery, seq: number, now: Date | undefined): Promise<ListingFacets> {
  const { composite, ...own } = filtersOf(query, now);
  const search = query.q === undefined ? undefined : foundBy(await findByText(tx, query.q, seq));
  const passes = LISTING_FACETS.map((name) => sql`coalesce(${own[name] ?? sql`true`}, false) as ${passed(name)}`);
  const counts = [...LISTING_FACETS.map(countsOf), HISTOGRAM];
  const counted = await tx.execute<{ facet: string; value: string; count: number }>(sql`
    with senders as (
      select party_id as sender, max("end") as newest from telemetry_sites where "end" is not null group by party_id
    ), base as materialized (
      select tier, state, country, sector, assurance, composite_key, ${freshness(now)} as fresh,
        ${sql.join(passes, sql`, `)}
      from ${table} left join senders on sender = ${table.partyId}
      where ${and(at(seq), search, composite)}
    )
    ${sql.join(counts, sql` union all `)}`);
  return facetsOf(counted.rows);
}

const passed = (name: FacetName): SQL => sql.identifier(`in_${name}`).getSQL();

const allPassed = (names: readonly FacetName[]): SQL => sql.join(names.map(passed), sql` and `);

/** One facet under the filters of the others. */
function countsOf(name: FacetName): SQL {
  const others = LISTING_FACETS.filter((other) => other !== name);
  const value = VALUES[name];
  return sql`select ${name}::text as facet, ${value} as value, count(*)::int as count from base
    where ${value} is not null and ${allPassed(others)} group by ${value}`;
}

/** Lower bounds of the steps as exact fourth powers: a composite on a bound is in the step above it. */
const BOUNDS = sql.join(
  COMPOSITE_STEPS.map((percent) => fourthPower(percent)),
  sql`, `,
);

/** Index of the step that a composite is in; null without one. */
export const STEP = sql`width_bucket(composite_key, array[${BOUNDS}]) - 1`;

const HISTOGRAM = sql`select 'composites'::text, step::text, count(*)::int
  from (select ${STEP} as step from base
    where composite_key is not null and ${allPassed(LISTING_FACETS)}) stepped group by 2`;

function freshness(now: Date | undefined): SQL {
  if (now === undefined) return sql`'none'`;
  const states = (['live', 'delayed', 'stale'] as const).map((state) => {
    const after = endsOf(state, now).after?.toISOString();
    return sql`when newest > ${after}::timestamptz then ${state}`;
  });
  return sql`case when newest is null then 'none' ${sql.join(states, sql` `)} else 'silent' end`;
}
