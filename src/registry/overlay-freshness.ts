import { type FreshnessView, freshnessView } from '../core/freshness.ts';
import { isPartyId, type PartyId } from '../core/ids.ts';
import type { Deps, Stores } from './ports.ts';

/* Freshness belongs to the moment of reading: it is laid over stored rows here and nowhere else. */

/** The clock that freshness is measured by: none where a visitor names a time, for the freshness of the past is not kept. */
export const freshnessClock = (deps: Deps, at: string | undefined): Date | undefined =>
  at === undefined ? deps.now() : undefined;

/** Freshness of each party, one query for all. */
export async function readFreshness(
  tx: Stores,
  parties: readonly string[],
  now: Date | undefined,
): Promise<(party: string) => FreshnessView> {
  const ids = now === undefined ? [] : parties.filter((party): party is PartyId => isPartyId(party));
  const ends: ReadonlyMap<string, Date> = ids.length === 0 ? new Map() : await tx.attestations.lastEnds(ids);
  return (party) => freshnessView(ends.get(party), now);
}
