import { and, arrayContains, arrayOverlaps, desc, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { ListedVersion, ListingVersionStore } from '../registry/ports/listing-versions.ts';
import { first } from './first.ts';
import { listing as table } from './schema/listing.ts';
import type { Tx } from './tx.ts';

/** Digits of a hash by which domains are indexed (migration 0012). */
const BUCKET_DIGITS = 4;

const VERSION = { row: table.row, view: table.view, domains: table.domains };

const at = (seq: number): SQL | undefined =>
  and(lte(table.fromSeq, seq), or(isNull(table.toSeq), gt(table.toSeq, seq)));

export const listingVersions = (tx: Tx): ListingVersionStore => ({
  rowsOf: async (party, untilSeq, domain) => {
    const holding = domain === undefined ? undefined : arrayContains(table.domains, [domain]);
    const rows = await tx
      .select({ row: table.row })
      .from(table)
      .where(and(sql`${table.partyId} = ${party}`, lte(table.fromSeq, untilSeq), holding))
      .groupBy(table.row)
      .orderBy(sql`min(${table.fromSeq})`);
    return rows.map(({ row }) => JSON.parse(row));
  },
  lastHolder: async (domain, untilSeq) =>
    first(
      await tx
        .select({ partyId: table.partyId })
        .from(table)
        .where(and(arrayContains(table.domains, [domain]), lte(table.fromSeq, untilSeq)))
        .orderBy(desc(table.fromSeq))
        .limit(1),
    )?.partyId,
  named: async ({ domains, parties }, seq) => {
    const conditions = [
      ...(domains.length === 0 ? [] : [arrayOverlaps(table.domains, [...domains])]),
      ...(parties.length === 0 ? [] : [inArray(table.partyId, [...parties])]),
    ];
    if (conditions.length === 0) return [];
    return (
      await tx
        .select(VERSION)
        .from(table)
        .where(and(or(...conditions), at(seq)))
    ).map(asVersion);
  },
  hashed: async (prefix, seq) => {
    const bucket = sql`listing_buckets(${table.domains}) @> array[${prefix.slice(0, BUCKET_DIGITS)}]`;
    const hash = sql<string>`domain_hash(domain)`;
    const domain = sql<string>`domain`;
    const rows = await tx
      .select({ ...VERSION, hash })
      .from(table)
      .crossJoin(sql`unnest(${table.domains}) as ${domain}`)
      .where(and(bucket, at(seq), sql`starts_with(${hash}, ${prefix})`))
      .orderBy(hash);
    return rows.map((row) => ({ ...asVersion(row), hash: row.hash }));
  },
});

const asVersion = ({ row, view, domains }: { row: string; view: string; domains: string[] }): ListedVersion => ({
  row: JSON.parse(row),
  view: JSON.parse(view),
  domains,
});
