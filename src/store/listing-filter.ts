import { and, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { endsOf, type LiveState } from '../core/freshness.ts';
import type { ListingQuery } from '../core/views.ts';
import { CURRENT, ORDER, REPLACED, listing as table } from './schema/listing.ts';

/** The versions that stood at an index. */
export const at = (seq: number): SQL | undefined =>
  and(lte(table.fromSeq, seq), or(isNull(table.toSeq), gt(table.toSeq, seq)));

/** The same in two parts, each with indexes of its own: versions that stand still, and those replaced since. */
export const standing = (seq: number): readonly (SQL | undefined)[] => [
  and(CURRENT, lte(table.fromSeq, seq)),
  and(REPLACED, gt(table.toSeq, seq), lte(table.fromSeq, seq)),
];

/** Every filter of a query by its name, but the search; undefined where the visitor set none. */
export const filtersOf = (
  { tier, minComposite, country, sector, state, assurance, live }: ListingQuery,
  now: Date | undefined,
) => ({
  state: state === 'all' ? undefined : inArray(table.state, [...state]),
  tier: tier.length === 0 ? undefined : inArray(table.tier, [...tier]),
  country: country === undefined ? undefined : eq(table.country, country),
  sector: sector === undefined ? undefined : eq(table.sector, sector),
  assurance: assurance === undefined ? undefined : eq(table.assurance, assurance),
  composite: minComposite === undefined ? undefined : sql`${ORDER.composite} >= ${fourthPower(minComposite)}`,
  live: isFresh(live, now),
});

/** Those whose newest interval ended when `live` says. One pass over the chain heads, however many rows are listed. */
function isFresh(live: LiveState | undefined, now: Date | undefined): SQL | undefined {
  if (live === undefined) return undefined;
  if (now === undefined) return live === 'none' ? undefined : sql`false`;
  if (live === 'none') return sql`${table.partyId} not in (${SENDERS})`;
  return sql`${table.partyId} in (${sendersThat(live, now)})`;
}

const SENDERS = sql`select party_id from telemetry_sites where "end" is not null`;

/** Parties whose newest interval ended when a state says. */
export function sendersThat(live: Exclude<LiveState, 'none'>, now: Date): SQL {
  const { after, until } = endsOf(live, now);
  const bounds = [
    ...(after === undefined ? [] : [sql`max("end") > ${after.toISOString()}::timestamptz`]),
    ...(until === undefined ? [] : [sql`max("end") <= ${until.toISOString()}::timestamptz`]),
  ];
  return sql`${SENDERS} group by party_id having ${sql.join(bounds, sql` and `)}`;
}

/** (per cent / 100)^4 by exact multiplication: the composite is only ever compared as its fourth power. */
export const fourthPower = (percent: string): SQL => {
  const x = sql`${percent}::numeric`;
  return sql`(${x} * ${x} * ${x} * ${x} * 0.00000001)`;
};
