import { and, desc, eq, gte, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { parseUtcInstant } from '../core/instant.ts';
import type { ListingRow } from '../core/views.ts';
import type { SnapshotPlace, SnapshotStore } from '../registry/ports/credentials.ts';
import { first } from './first.ts';
import { listing } from './schema/listing.ts';
import { snapshots as table } from './schema/snapshots.ts';
import type { Tx } from './tx.ts';

const DAY_MS = 86_400_000;

export const snapshots = (tx: Tx): SnapshotStore => ({
  insert: async (snapshot) => void (await tx.insert(table).values(snapshot)),
  byDigest: async (digest, untilSeq) =>
    first(
      await tx
        .select()
        .from(table)
        .where(and(sql`${table.digest} = ${digest}`, lte(table.seq, untilSeq)))
        .orderBy(desc(table.seq))
        .limit(1),
    ),
  newest: async (day, untilSeq) =>
    first(
      await tx
        .select()
        .from(table)
        .where(and(onDay(day), untilSeq === undefined ? undefined : lte(table.seq, untilSeq)))
        .orderBy(desc(table.seq))
        .limit(1),
    ),
  rows: async (seq, after, limit) => {
    const found = await tx
      .select({ row: listing.row, compositeKey: listing.compositeKey, partyId: listing.partyId })
      .from(listing)
      .where(and(inArray(listing.state, ['active', 'watch']), at(seq), behind(after)))
      .orderBy(desc(listing.compositeKey), bytewise)
      .limit(limit);
    return found.map(({ row, compositeKey, partyId }) => {
      const parsed: ListingRow = JSON.parse(row);
      return { row: parsed, place: { compositeKey: compositeKey ?? '0', partyId } };
    });
  },
});

function onDay(day: string): SQL | undefined {
  const start = parseUtcInstant(`${day}T00:00:00Z`);
  if (start === undefined) return sql`false`;
  return and(gte(table.at, start), lt(table.at, new Date(start.getTime() + DAY_MS)));
}

/** The version of each organisation that was valid at a leaf. */
const at = (seq: number): SQL | undefined =>
  and(lte(listing.fromSeq, seq), or(isNull(listing.toSeq), sql`${listing.toSeq} > ${seq}`));

/** Whatever the database's own collation. */
const bytewise = sql`${listing.partyId} collate "C"`;

function behind(place: SnapshotPlace | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  const { compositeKey, partyId } = place;
  const tied = and(eq(listing.compositeKey, compositeKey), sql`${bytewise} > ${partyId}`);
  return or(lt(listing.compositeKey, compositeKey), tied);
}
