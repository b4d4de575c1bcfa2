import { and, gt, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { PartyId } from '../core/ids.ts';
import type { ListingRowStore } from '../registry/ports/listing-rows.ts';
import { listing } from './schema/listing.ts';
import { liveEvaluations } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

export const listingRows = (tx: Tx): ListingRowStore => ({
  trends: async (parties, { from, to }, seq) => {
    if (parties.length === 0) return [];
    const { partyId, day, compositePercent } = liveEvaluations;
    const between = and(gte(day, from), lte(day, to), lte(liveEvaluations.seq, seq));
    const rows = await tx
      .select({ party: partyId, day, percent: compositePercent })
      .from(liveEvaluations)
      .where(and(inArray(sql<PartyId>`${partyId}`, [...parties]), between));
    return rows.flatMap(({ percent, ...row }) => (percent === null ? [] : [{ ...row, percent }]));
  },
  disputed: async (parties, seq) => {
    if (parties.length === 0) return [];
    const { partyId, fromSeq, toSeq, view } = listing;
    const stood = and(lte(fromSeq, seq), or(isNull(toSeq), gt(toSeq, seq)));
    // Most views have none; their text tells so without being read as JSON.
    const isOpen = sql`${view} not like '%"disputes":[]%' and ${view}::jsonb @? '$.disputes[*] ? (@.state == "open")'`;
    const rows = await tx
      .select({ partyId })
      .from(listing)
      .where(and(inArray(partyId, [...parties]), stood, isOpen));
    return rows.map((row) => row.partyId);
  },
});
