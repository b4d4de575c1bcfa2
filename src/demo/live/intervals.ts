import { sumOf } from '../story/energy.ts';
import { dayStart } from '../story/moment.ts';
import type { SiteProfile } from '../story/profile.ts';
import { between, seedOf } from '../story/random.ts';
import { dailyEnergy, facilityOf, itOf, type Span, siteDay } from './site-day.ts';
import { split } from './split.ts';

/** Length of an interval; constant for a site and UTC day (statements section 6). */
export type IntervalMinutes = 15 | 60;

/** One interval of a site with the readings of its meters at its end, 10^-6 kWh. */
export interface SiteInterval {
  readonly start: Date;
  readonly minutes: IntervalMinutes;
  readonly span: Span;
  readonly registers: { readonly facility: bigint; readonly it: bigint };
}

const MINUTE_MS = 60_000;
/** 2020-01-01: the day the meters of the story stood at their first reading. */
const METERS_INSTALLED = 18_262;

/** All intervals of a site and UTC day (days since 1970-01-01), in order. They follow from the arguments alone. */
export function dayIntervals(site: SiteProfile, day: number, minutes: IntervalMinutes): SiteInterval[] {
  const seed = seedOf(site.site_id);
  const hours = siteDay(site, day, seed);
  const spans = minutes === 60 ? hours : hours.flatMap((hour, index) => quartersOf(hour, [seed, day, index]));
  const daily = dailyEnergy(site);
  const before = BigInt(day - METERS_INSTALLED);
  let facility = BigInt(between(1_000_000, 9_000_000, seed, 1)) * 1_000_000n + before * daily.facility;
  let it = BigInt(between(1_000_000, 9_000_000, seed, 2)) * 1_000_000n + before * daily.it;
  return spans.map((span, index) => {
    facility += facilityOf(span);
    it += itOf(span);
    const start = new Date(dayStart(day).getTime() + index * minutes * MINUTE_MS);
    return { start, minutes, span, registers: { facility, it } };
  });
}

/** An hour in four parts that sum to it. */
function quartersOf(hour: Span, seed: readonly number[]): Span[] {
  const weights = [0, 1, 2, 3].map((quarter) => BigInt(between(96, 104, ...seed, quarter)));
  const workloads = hour.workloads.map((use) => {
    const energy = split(use.energy, weights);
    const reserved = split(use.reserved, [1n, 1n, 1n, 1n]);
    const used = split(use.used, weights);
    const discarded = split(use.discarded, energy);
    return energy.map((part, index) => ({
      id: use.id,
      energy: part,
      reserved: reserved[index] ?? 0n,
      used: used[index] ?? 0n,
      discarded: discarded[index] ?? 0n,
    }));
  });
  const remainder = split(hour.remainder, weights);
  const overhead = split(hour.overhead, weights);
  const listed = weights.map((_, index) => workloads.flatMap((parts) => parts[index] ?? []));
  const facility = listed.map(
    (uses, index) => sumOf(uses.map((use) => use.energy)) + (remainder[index] ?? 0n) + (overhead[index] ?? 0n),
  );
  const matched = split(hour.matched, facility);
  const heat = split(hour.heat, facility);
  return listed.map((uses, index) => ({
    workloads: uses,
    remainder: remainder[index] ?? 0n,
    overhead: overhead[index] ?? 0n,
    matched: matched[index] ?? 0n,
    heat: heat[index] ?? 0n,
  }));
}
