import type { Attestation } from '../../core/documents/attestation.ts';
import type { SiteName } from '../ports/intake.ts';
import type { CoverageRow } from '../ports/telemetry.ts';

const DAY_MS = 86_400_000;
/** Days around now that are counted in: whatever else a refused interval names, it names no day worth a row. */
const REACH = { back: 8 * DAY_MS, ahead: DAY_MS };

/** Counters of a site's day. */
export type Counter = 'received' | 'late' | 'duplicate' | 'overlap' | 'skewed' | 'refused';

/** What one transaction adds to the coverage ledger. */
export interface Coverage {
  add(site: SiteName, interval: Pick<Attestation, 'start' | 'minutes'>, counters: readonly Counter[]): void;
  rows(): readonly CoverageRow[];
}

export const isNear = (start: Date, now: Date): boolean =>
  start.getTime() > now.getTime() - REACH.back && start.getTime() < now.getTime() + REACH.ahead;

export function openCoverage(now: Date): Coverage {
  const days = new Map<string, CoverageRow>();
  return {
    add: ({ partyId, siteId }, { start, minutes }, counters) => {
      if (!isNear(start, now)) return;
      const day = start.toISOString().slice(0, 10);
      const key = `${partyId} ${day} ${siteId}`;
      const empty = { received: 0, late: 0, duplicate: 0, overlap: 0, skewed: 0, refused: 0 };
      const row = { ...empty, ...days.get(key), partyId, siteId, day };
      const counted = Object.fromEntries(counters.map((name) => [name, row[name] + 1]));
      // A refused interval does not say how long the day's intervals are where an accepted one does.
      const known = days.get(key);
      const length =
        known === undefined || (known.received === 0 && counters.includes('received')) ? minutes : known.minutes;
      days.set(key, { ...row, ...counted, minutes: length });
    },
    rows: () => [...days.values()],
  };
}
