import { MICRO_PER_UNIT, type Micro } from '../decimal.ts';
import type { WorkloadUse } from '../documents/attestation.ts';
import type { PartyId } from '../ids.ts';
import { CMS_1, type Parameters } from '../methodology/cms-1.ts';
import type { Interval } from '../methodology/interval.ts';
import { reduceDay, totalsToSums } from '../methodology/site-day.ts';
import { mergeWorkloads, SITE_SUM_NAMES, type SiteSumName, type Sums, type WorkloadSums } from '../methodology/sums.ts';
import { type Rational, rational } from '../rational.ts';
import type { AcceptedInterval } from './accepted-interval.ts';
import type { SiteRow } from './accumulator-row.ts';
import type { WorkloadFacts } from './register.ts';

const MINUTES_PER_DAY = 1440;

/** Facts of a workload in the interval that begins at an instant. */
export type FactsAt = (id: string, start: Date) => WorkloadFacts;

/** A site's accepted intervals of one UTC day, in any order. */
export interface SiteDay {
  readonly org: PartyId;
  readonly site: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Length of every interval of the day: 15, 30 or 60. */
  readonly minutes: number;
  readonly intervals: readonly AcceptedInterval[];
  readonly factsAt: FactsAt;
}

/** Intervals a site and day are expected to have. */
export const expectedIntervals = (minutes: number): number => MINUTES_PER_DAY / minutes;

/**
 * The row of a site and day (statements section 6, "What the registry keeps"): what counts for scoring of what was accepted.
 * Equal intervals in any order give an equal row.
 */
export function siteRow({ org, site, day, minutes, intervals, factsAt }: SiteDay, p: Parameters = CMS_1): SiteRow {
  const counted = intervals.filter((interval) => interval.counted);
  const used = counted.map((interval) => usesOf(interval, factsAt));
  const missing = Math.max(0, expectedIntervals(minutes) - counted.length);
  const placed = counted.map((interval, index) => toInterval(interval, used[index] ?? []));
  const totals = reduceDay([...placed, ...Array.from({ length: missing }, () => null)], p);
  const heat = counted.reduce((sum, { attestation }) => sum + (attestation.heat_reused_kwh ?? 0n), 0n);
  const workloads = mergeWorkloads(used.flat());
  const sums = { ...totalsToSums(totals, heat), ...workloadTotals(workloads) };
  return { org, site, day, sums: siteSums(sums), workloads };
}

const usesOf = ({ attestation }: AcceptedInterval, factsAt: FactsAt): readonly WorkloadSums[] =>
  attestation.workloads.map((use) => toSums(use, factsAt(use.workload_id, attestation.start)));

function toSums(use: WorkloadUse, facts: WorkloadFacts): WorkloadSums {
  return {
    id: use.workload_id,
    visible: facts.visible,
    redundancy: facts.redundancy,
    unit: facts.unit,
    deferrable: facts.deferrable,
    measured: facts.measured,
    energy: use.energy_kwh,
    reserved: use.reserved_units_h,
    used: use.used_units_h,
    discarded: use.discarded_kwh,
  };
}

function toInterval({ attestation, grid }: AcceptedInterval, uses: readonly WorkloadSums[]): Interval {
  return {
    facility: attestation.facility_kwh,
    it: attestation.it_kwh,
    visible: sumOf(uses, (use) => (use.visible ? use.energy : 0n)),
    deferrable: sumOf(uses, (use) => (use.visible && use.deferrable ? use.energy : 0n)),
    matched: attestation.matched_cfe_kwh ?? 0n,
    gridShare: grid.cfeShare,
    intensity: grid.carbonIntensity,
    price: grid.price,
  };
}

/** Sums over the workload table, as `reduceWorkloads` has them: only what is visible can have been worth keeping. */
function workloadTotals(rows: readonly WorkloadSums[]) {
  const kwh = (amount: (row: WorkloadSums) => Micro): Rational => rational(sumOf(rows, amount), MICRO_PER_UNIT);
  return {
    w_all: kwh((row) => row.energy),
    w_measured: kwh((row) => (row.measured ? row.energy : 0n)),
    w_visible: kwh((row) => (row.visible ? row.energy : 0n)),
    w_discarded: kwh((row) => (row.visible ? row.discarded : 0n)),
  };
}

const sumOf = (rows: readonly WorkloadSums[], amount: (row: WorkloadSums) => Micro): Micro =>
  rows.reduce((sum, row) => sum + amount(row), 0n);

/** Of the 25 sums those a site row has. */
function siteSums(sums: Sums): Record<SiteSumName, Rational> {
  // One entry for every name.
  return Object.fromEntries(SITE_SUM_NAMES.map((name) => [name, sums[name]])) as Record<SiteSumName, Rational>;
}
