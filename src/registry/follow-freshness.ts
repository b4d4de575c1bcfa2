import type { FreshnessEvent } from '../core/event-view.ts';
import { freshnessOf } from '../core/freshness.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { Deps } from './ports.ts';

/** What was accepted by one process and committed after another looked is still found this long after. */
const MARGIN_MS = 60_000;

/**
 * Watches what comes in: each call gives the holders whose newest interval is another than at the call before. The first call
 * gives none. What may not be shown is left out.
 */
export function followFreshness(deps: Deps): () => Promise<readonly FreshnessEvent[]> {
  const ends = new Map<string, number>();
  let since = deps.now();
  let isFirst = true;
  return async () => {
    const changed = await deps.ledger.read(async (tx) => {
      const measured = await tx.events.measuredSince(new Date(since.getTime() - MARGIN_MS));
      const newer = measured.filter(({ partyId, end }) => ends.get(partyId) !== end.getTime());
      for (const { partyId, end, acceptedAt } of measured) {
        ends.set(partyId, end.getTime());
        if (acceptedAt > since) since = acceptedAt;
      }
      const shown = await tx.events.listed(newer.map(({ partyId }) => partyId));
      return newer.filter(({ partyId }) => shown.has(partyId));
    });
    const told = isFirst ? [] : changed;
    isFirst = false;
    const now = deps.now();
    return told.map(({ partyId, end }) => ({
      party_id: partyId,
      live: freshnessOf(end, now),
      newest_interval_end: formatUtcInstant(end),
    }));
  };
}
