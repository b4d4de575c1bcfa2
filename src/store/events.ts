import { and, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { PartyId } from '../core/ids.ts';
import type { EventQuery, EventStore, StoredLeaf } from '../registry/ports/events.ts';
import { certificates as certificateTable } from './schema/audits.ts';
import { listing as listingTable } from './schema/listing.ts';
import { ABOUT } from './schema/log.ts';
import type { Tx } from './tx.ts';

/** Leaves for those who follow the log, and the few facts that their words need. */
export const events = (tx: Tx): EventStore => ({
  from: (query, { from, below, limit }) =>
    walk(tx, query, sql`seq >= ${from} and seq < ${below}`, sql`order by seq limit ${limit}`),
  newest: (query, { below, limit }) => walk(tx, query, sql`seq < ${below}`, sql`order by seq desc limit ${limit}`),
  listed: async (parties) => {
    if (parties.length === 0) return new Map();
    const { partyId, name, toSeq } = listingTable;
    const current = and(inArray(partyId, [...parties]), isNull(toSeq));
    const rows = await tx.select({ partyId, name }).from(listingTable).where(current);
    return new Map(rows.map((row) => [row.partyId, row.name]));
  },
  composites: async (ids) => {
    if (ids.length === 0) return new Map();
    const percent = sql<string>`record::jsonb #>> '{score,composite_percent}'`;
    const { id } = certificateTable;
    const rows = await tx
      .select({ id, percent })
      .from(certificateTable)
      .where(inArray(id, [...ids]));
    return new Map(rows.map((row) => [row.id, row.percent]));
  },
  measuredSince: async (since) => {
    const { rows } = await tx.execute<{ party_id: PartyId; newest: string; accepted: string }>(sql`
      select party_id, max("end") as newest, max(accepted_at) as accepted from telemetry_sites
      where party_id in (select party_id from telemetry_sites where accepted_at >= ${since.toISOString()}::timestamptz)
      group by party_id having max("end") is not null`);
    return rows.map(({ party_id, newest, accepted }) => ({
      partyId: party_id,
      end: new Date(newest),
      acceptedAt: new Date(accepted),
    }));
  },
});

type Row = { readonly seq: string; readonly leaf: string };

/**
 * Leaves that match, in one order. A filter becomes one bounded walk along its index for each value it names, merged: a rare
 * value costs as little as a frequent one.
 */
async function walk(tx: Tx, { organisations, types }: EventQuery, range: SQL, order: SQL): Promise<StoredLeaf[]> {
  const ofTypes = types.length === 0 ? sql`` : sql` and type = any(${sql.param([...types])}::text[])`;
  const one = (values: readonly string[], column: SQL, rest: SQL): SQL => sql`
    select found.seq, found.leaf from unnest(${sql.param([...new Set(values)])}::text[]) as wanted(value), lateral (
      select seq, leaf from log_pending where ${column} = wanted.value and ${range}${rest} ${order}
    ) as found ${order}`;
  const query =
    organisations.length > 0
      ? one(organisations, sql.raw(ABOUT), ofTypes)
      : types.length > 0
        ? one(types, sql`type`, sql``)
        : sql`select seq, leaf from log_pending where ${range} ${order}`;
  const { rows } = await tx.execute<Row>(query);
  return rows.map(({ seq, leaf }) => ({ seq: Number(seq), leaf }));
}
