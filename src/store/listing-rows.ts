import { and, gte, inArray, lte, sql } from 'drizzle-orm';
import type { PartyId } from '../core/ids.ts';
import type { ListingRowStore } from '../registry/ports/listing-rows.ts';
import { at } from './listing-filter.ts';
import { folded } from './listing-search.ts';
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
    const { partyId, view } = listing;
    // Most views have none; their text tells so without being read as JSON.
    const isOpen = sql`${view} not like '%"disputes":[]%' and ${view}::jsonb @? '$.disputes[*] ? (@.state == "open")'`;
    const rows = await tx
      .select({ partyId })
      .from(listing)
      .where(and(inArray(partyId, [...parties]), at(seq), isOpen));
    return rows.map((row) => row.partyId);
  },
  spelt: async (parties, words, seq) => {
    if (parties.length === 0) return [];
    const { partyId, searchText } = listing;
    const rows = await tx
      .select({ partyId })
      .from(listing)
      .where(and(inArray(partyId, [...parties]), at(seq), sql`strpos(${searchText}, ${folded(words)}) > 0`));
    return rows.map((row) => row.partyId);
  },
});
