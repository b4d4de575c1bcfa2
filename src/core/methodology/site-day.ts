import { MICRO_PER_UNIT, type Micro, PICO_PER_UNIT } from '../decimal.ts';
import { rational } from '../rational.ts';
import type { Parameters } from './cms-1.ts';
import type { Interval } from './interval.ts';
import { type Sums, sumsOf } from './sums.ts';

/** Sums of a site's intervals as integers: 10^-6 kWh, and 10^-12 kWh where a product is summed. */
export interface SiteTotals {
  readonly facility: Micro;
  readonly it: Micro;
  readonly visible: Micro;
  readonly deferrable: Micro;
  readonly matched: Micro;
  readonly unattributed: Micro;
  readonly clean: Micro;
  readonly cheap: Micro;
  /** m + (f - m) g, in 10^-12 kWh. */
  readonly cfePico: bigint;
  readonly valid: number;
  readonly expected: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const EMPTY_TOTALS: SiteTotals = {
  facility: 0n,
  it: 0n,
  visible: 0n,
  deferrable: 0n,
  matched: 0n,
  unattributed: 0n,
  clean: 0n,
  cheap: 0n,
  cfePico: 0n,
  valid: 0,
  expected: 0,
};

export function addTotals(a: SiteTotals, b: SiteTotals): SiteTotals {
  return {
    facility: a.facility + b.facility,
    it: a.it + b.it,
    visible: a.visible + b.visible,
    deferrable: a.deferrable + b.deferrable,
    matched: a.matched + b.matched,
    unattributed: a.unattributed + b.unattributed,
    clean: a.clean + b.clean,
    cheap: a.cheap + b.cheap,
    cfePico: a.cfePico + b.cfePico,
    valid: a.valid + b.valid,
    expected: a.expected + b.expected,
  };
}

/**
 * The highest value that fewer than half of `values` are strictly below (methodology 1.2, the rank rule of clean and cheap
 * hours). Ties at the threshold all qualify, so a flat grid costs nothing. Undefined for an empty day.
 */
export function lowerHalfThreshold(values: readonly bigint[]): bigint | undefined {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.ceil(sorted.length / 2) - 1];
}

/** One site and UTC day: the unit that a registry stores and merges. null marks a missing interval; it earns nothing. */
export function reduceDay(intervals: readonly (Interval | null)[], p: Parameters): SiteTotals {
  const known = intervals.filter((interval) => interval !== null);
  const clean = lowerHalfThreshold(known.map((interval) => interval.intensity)) ?? 0n;
  const cheap = lowerHalfThreshold(known.map((interval) => interval.price)) ?? 0n;
  const cleanAbsolute = (p.cleanIntensity.num * MICRO_PER_UNIT) / p.cleanIntensity.den;
  const totals: Mutable<SiteTotals> = { ...EMPTY_TOTALS, valid: known.length, expected: intervals.length };
  for (const x of known) {
    const matched = x.matched < x.facility ? x.matched : x.facility;
    totals.facility += x.facility;
    totals.it += x.it;
    totals.visible += x.visible;
    totals.deferrable += x.deferrable;
    totals.matched += x.matched;
    if (x.it > x.visible) totals.unattributed += x.it - x.visible;
    totals.cfePico += matched * MICRO_PER_UNIT + (x.facility - matched) * x.gridShare;
    if (x.intensity <= clean || x.intensity <= cleanAbsolute) totals.clean += x.deferrable;
    if (x.price <= cheap || x.price <= 0n) totals.cheap += x.deferrable;
  }
  return totals;
}

/** Totals as the named sums; heat is metered apart from the intervals. */
export function totalsToSums(totals: SiteTotals, heat: Micro): Sums {
  const kwh = (value: Micro) => rational(value, MICRO_PER_UNIT);
  return sumsOf({
    facility: kwh(totals.facility),
    it: kwh(totals.it),
    cfe: rational(totals.cfePico, PICO_PER_UNIT),
    deferrable: kwh(totals.deferrable),
    unattributed: kwh(totals.unattributed),
    def_clean: kwh(totals.clean),
    def_cheap: kwh(totals.cheap),
    heat: kwh(heat),
    intervals_valid: rational(BigInt(totals.valid)),
    intervals_expected: rational(BigInt(totals.expected)),
  });
}
