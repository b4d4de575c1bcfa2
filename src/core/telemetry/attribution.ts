import type { Micro } from '../decimal.ts';
import type { AcceptedInterval } from './accepted-interval.ts';
import type { FactsAt } from './site-row.ts';

/** One interval of a site as its owner looks at it: what IT drew, and how much of that nobody answers for. 10^-6 kWh. */
export interface AttributedInterval {
  readonly start: Date;
  readonly minutes: number;
  readonly it: Micro;
  readonly visible: Micro;
  /** IT energy less what is visible; 0 where the parts exceed the meter within its tolerance. */
  readonly unattributed: Micro;
  /** Energy by workload id of what was sent and is not visible: it explains part of the unattributed. */
  readonly invisible: ReadonlyMap<string, Micro>;
}

/** Splits an interval by the register as it stood at its start. */
export function attribute({ attestation }: AcceptedInterval, factsAt: FactsAt): AttributedInterval {
  const { start, minutes, it_kwh: it, workloads } = attestation;
  const invisible = new Map<string, Micro>();
  let visible = 0n;
  for (const { workload_id: id, energy_kwh } of workloads) {
    if (factsAt(id, start).visible) visible += energy_kwh;
    else if (energy_kwh > 0n) invisible.set(id, (invisible.get(id) ?? 0n) + energy_kwh);
  }
  return { start, minutes, it, visible, unattributed: it > visible ? it - visible : 0n, invisible };
}

/** Sums of one hour of a site. */
export interface HourOfEnergy {
  readonly start: Date;
  readonly it: Micro;
  readonly unattributed: Micro;
}

const HOUR_MS = 3_600_000;

/** Sums by the hour in which an interval begins, in time order. Hours without an interval are left out. */
export function byHour(intervals: readonly AttributedInterval[]): readonly HourOfEnergy[] {
  const hours = new Map<number, HourOfEnergy>();
  for (const { start, it, unattributed } of intervals) {
    const at = Math.floor(start.getTime() / HOUR_MS) * HOUR_MS;
    const known = hours.get(at) ?? { start: new Date(at), it: 0n, unattributed: 0n };
    hours.set(at, { ...known, it: known.it + it, unattributed: known.unattributed + unattributed });
  }
  return [...hours.values()].sort((a, b) => a.start.getTime() - b.start.getTime());
}

/** A workload that sent energy nobody answers for: the likeliest cause of the unattributed. */
export interface LikelyWorkload {
  readonly id: string;
  readonly energy: Micro;
  /** Intervals in which it used energy unseen. */
  readonly intervals: number;
  /** Hours of the day, UTC, in which they began, ascending. */
  readonly hours: readonly number[];
}

/** Invisible workloads of the intervals, by energy, the largest first. */
export function likelyWorkloads(intervals: readonly AttributedInterval[], limit: number): readonly LikelyWorkload[] {
  const found = new Map<string, { energy: Micro; intervals: number; hours: Set<number> }>();
  for (const { start, invisible } of intervals) {
    for (const [id, energy] of invisible) {
      const known = found.get(id) ?? { energy: 0n, intervals: 0, hours: new Set<number>() };
      known.energy += energy;
      known.intervals += 1;
      known.hours.add(start.getUTCHours());
      found.set(id, known);
    }
  }
  return [...found]
    .map(([id, { hours, ...sums }]) => ({ id, ...sums, hours: [...hours].sort((a, b) => a - b) }))
    .sort((a, b) => compare(b.energy, a.energy) || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));
