import type { Micro } from '../decimal.ts';
import { type Rational, rational } from '../rational.ts';
import type { AttributedInterval } from './attribution.ts';

/* `visibility.unattributed_spike`: an interval in which much more energy than usual belongs to nobody. */

/**
 * The rule: an interval is a spike where its unattributed energy exceeds `factor` times the median of the same site's
 * intervals of the `days` before it, all brought to one hour, and `share` of the interval's own IT energy. It needs
 * `history` earlier hours to know what is usual.
 */
export const SPIKE = {
  factor: 3n,
  share: rational(5n, 100n),
  days: 7,
  history: 24,
} as const;

/** One interval that broke the rule. kWh in 10^-6. */
export interface Spike {
  readonly interval: AttributedInterval;
  /** What is usual in an interval of the same length. */
  readonly median: Rational;
}

const DAY_MS = 86_400_000;
const MINUTES_PER_HOUR = 60;

/**
 * Spikes among the intervals of one site that began at or after an instant, newest first.
 *
 * @param intervals in time order, with the `SPIKE.days` before `since`
 */
export function findSpikes(intervals: readonly AttributedInterval[], since: Date): readonly Spike[] {
  const late = intervals.filter(({ start }) => start >= since);
  return late
    .flatMap((interval): Spike[] => {
      const median = usual(intervals, interval);
      return median !== undefined && isSpike(interval, median) ? [{ interval, median }] : [];
    })
    .reverse();
}

/** Median of the earlier intervals' unattributed energy, for the length of this one; undefined where too few are known. */
function usual(intervals: readonly AttributedInterval[], { start, minutes }: AttributedInterval): Rational | undefined {
  const first = start.getTime() - SPIKE.days * DAY_MS;
  const before = intervals.filter((one) => one.start < start && one.start.getTime() >= first);
  const known = before.reduce((sum, one) => sum + one.minutes, 0);
  if (known < SPIKE.history * MINUTES_PER_HOUR) return undefined;
  const hourly = before.map((one) => one.unattributed * perHour(one.minutes));
  return rational(twiceMedian(hourly), 2n * perHour(minutes));
}

/** Intervals of 15, 30 or 60 minutes fill an hour. */
const perHour = (minutes: number): bigint => BigInt(MINUTES_PER_HOUR / minutes);

/** The sum of the two values in the middle; of an odd number they are one. */
function twiceMedian(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : Number(a > b)));
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n;
  return low + (sorted[Math.floor(sorted.length / 2)] ?? low);
}

function isSpike({ unattributed, it }: AttributedInterval, { num, den }: Rational): boolean {
  return unattributed * den > SPIKE.factor * num && unattributed * SPIKE.share.den > it * SPIKE.share.num;
}

/** A median of 10^-6 kWh as whole ones, rounded down: for showing. */
export const shownMedian = ({ num, den }: Rational): Micro => num / den;

/** The rule in words, for answers and pages. */
export const SPIKE_RULE =
  `more than ${SPIKE.factor} times the median of the site's last ${SPIKE.days} days, and more than ` +
  `${(SPIKE.share.num * 100n) / SPIKE.share.den} % of the interval's IT energy`;
