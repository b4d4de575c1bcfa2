import type { Micro } from '../decimal.ts';
import type { AcceptedInterval } from './accepted-interval.ts';
import { attribute } from './attribution.ts';
import type { FactsAt } from './site-row.ts';

export const HOURS_OF_DAY = 24;

/** Energy by hour of the day, UTC, 10^-6 kWh: 24 values each. */
export interface HourSums {
  readonly it: readonly Micro[];
  readonly unattributed: readonly Micro[];
}

/** What counts of a site's day, by the hour in which each interval begins. */
export function hourSums(intervals: readonly AcceptedInterval[], factsAt: FactsAt): HourSums {
  const it = Array.from({ length: HOURS_OF_DAY }, () => 0n);
  const unattributed = Array.from({ length: HOURS_OF_DAY }, () => 0n);
  for (const interval of intervals) {
    if (!interval.counted) continue;
    const energy = attribute(interval, factsAt);
    const hour = energy.start.getUTCHours();
    it[hour] = (it[hour] ?? 0n) + energy.it;
    unattributed[hour] = (unattributed[hour] ?? 0n) + energy.unattributed;
  }
  return { it, unattributed };
}
