import type { HardwareReduction } from '../methodology/hardware.ts';
import type { Reduction, SiteCoverage } from '../methodology/reduction.ts';
import {
  HARDWARE_SUM_NAMES,
  INVENTORY_SUM_NAMES,
  SITE_SUM_NAMES,
  type SumName,
  sumsOf,
  type WorkloadSums,
} from '../methodology/sums.ts';
import { add, type Rational, rational, ZERO } from '../rational.ts';
import type { OrganisationRow, SiteRow } from '../telemetry/accumulator-row.ts';
import { countDays } from '../telemetry/day.ts';
import { expectedIntervals } from '../telemetry/site-row.ts';

/** Every sum of a site row is a decimal of at most twelve digits. */
const SCALE = 10n ** 12n;

/** A site in scope and the length of the intervals it is expected to send. */
export interface ScopeSite {
  readonly site_id: string;
  readonly minutes: number;
}

/** A site row ready to be summed often: integers in the order of `SITE_SUM_NAMES`, 10^-12 units. */
interface ScaledRow {
  readonly site: string;
  readonly day: string;
  readonly sums: readonly bigint[];
  readonly valid: number;
  readonly expected: number;
  readonly workloads: readonly WorkloadSums[];
}

/** The rows of one organisation's sites in scope. */
export interface ScopedRows {
  readonly sites: readonly ScopeSite[];
  readonly rows: readonly ScaledRow[];
  readonly organisationRows: readonly OrganisationRow[];
}

/** Days, both included, and of those only the ones in `only` where it is given. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
  readonly only?: ReadonlySet<string>;
}

/**
 * Prepares rows for `reduceDays`. Rows of other sites are left out.
 *
 * @param siteRows the newest version of each row, once
 */
export function scopedRows(
  sites: readonly ScopeSite[],
  siteRows: readonly SiteRow[],
  organisationRows: readonly OrganisationRow[],
): ScopedRows {
  const scope = new Set(sites.map((site) => site.site_id));
  return { sites, rows: siteRows.filter((row) => scope.has(row.site)).map(scaled), organisationRows };
}

function scaled({ site, day, sums, workloads }: SiteRow): ScaledRow {
  const valid = toCount(sums.intervals_valid);
  const expected = toCount(sums.intervals_expected);
  return { site, day, sums: SITE_SUM_NAMES.map((name) => scale(sums[name])), valid, expected, workloads };
}

const toCount = ({ num, den }: Rational): number => Number(num / den);

function scale({ num, den }: Rational): bigint {
  if (SCALE % den !== 0n) throw new Error('a sum of a site row has more than twelve digits');
  return num * (SCALE / den);
}

/**
 * The sum of days as a reduction that `scoreReduction` takes like an audit's. A site and day without a row was expected and did
 * not come (statements section 6, "Live decision"). Rows do not say whose grid values they were scored with.
 */
export function reduceDays({ sites, rows, organisationRows }: ScopedRows, span: DaySpan, hardware: HardwareReduction) {
  const isWithin = ({ day }: { readonly day: string }): boolean =>
    span.from <= day && day <= span.to && (span.only?.has(day) ?? true);
  const within = rows.filter(isWithin);
  const siteCoverage = coverageOf(sites, within, span.only?.size ?? countDays(span.from, span.to));
  const site = addSites(within);
  const expected = [...siteCoverage.values()].reduce((sum, one) => sum + one.expected, 0);
  const inventory = addInventories(organisationRows.filter(isWithin));
  const known: Partial<Record<SumName, Rational>> = { ...inventory };
  SITE_SUM_NAMES.forEach((name, index) => {
    known[name] = rational(site[index] ?? 0n, SCALE);
  });
  for (const name of HARDWARE_SUM_NAMES) known[name] = hardware.sums[name];
  return {
    sums: sumsOf({ ...known, intervals_expected: rational(BigInt(expected)) }),
    workloads: mergeUses(within),
    siteCoverage,
    hardware: hardware.record,
    findings: [],
    senderGridIntervals: new Map(),
  } satisfies Reduction;
}

/** What came of each site, of what was expected on so many days. */
export function coverageOf(
  sites: readonly ScopeSite[],
  rows: readonly Pick<ScaledRow, 'site' | 'valid' | 'expected'>[],
  days: number,
): ReadonlyMap<string, SiteCoverage> {
  const counts = new Map(sites.map(({ site_id }) => [site_id, { valid: 0, expected: 0, there: 0 }]));
  for (const { site, valid, expected } of rows) {
    const count = counts.get(site);
    if (count === undefined) continue;
    count.valid += valid;
    count.expected += expected;
    count.there += 1;
  }
  return new Map(
    sites.map(({ site_id, minutes }) => {
      const { valid = 0, expected = 0, there = 0 } = counts.get(site_id) ?? {};
      return [site_id, { valid, expected: expected + (days - there) * expectedIntervals(minutes) }];
    }),
  );
}

function addSites(rows: readonly ScaledRow[]): readonly bigint[] {
  const sums = SITE_SUM_NAMES.map(() => 0n);
  for (const row of rows) {
    for (let index = 0; index < sums.length; index++) sums[index] = (sums[index] ?? 0n) + (row.sums[index] ?? 0n);
  }
  return sums;
}

/** Days of one inventory share their denominators, so integers are added and few fractions reduced. */
function addInventories(rows: readonly OrganisationRow[]): Partial<Record<SumName, Rational>> {
  const known: Partial<Record<SumName, Rational>> = {};
  for (const name of INVENTORY_SUM_NAMES) {
    const byDenominator = new Map<bigint, bigint>();
    for (const { sums } of rows) {
      const { num, den } = sums[name];
      byDenominator.set(den, (byDenominator.get(den) ?? 0n) + num);
    }
    known[name] = [...byDenominator].reduce((sum, [den, num]) => add(sum, rational(num, den)), ZERO);
  }
  return known;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One row per key, in no particular order: a score depends on none. */
function mergeUses(rows: readonly ScaledRow[]): readonly WorkloadSums[] {
  const byKey = new Map<string, Mutable<WorkloadSums>>();
  for (const { workloads } of rows) {
    for (const use of workloads) {
      const key = keyOf(use);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, { ...use });
      else addUse(known, use);
    }
  }
  return [...byKey.values()];
}

/** Unique as `workloadKey` is: the id comes last, and no number or truth value holds a space; a unit's length is told. */
const keyOf = ({ id, visible, redundancy, unit, deferrable, measured }: WorkloadSums): string =>
  `${visible} ${redundancy} ${deferrable} ${measured} ${unit === null ? -1 : unit.length} ${unit ?? ''}${id}`;

function addUse(sum: Mutable<WorkloadSums>, use: WorkloadSums): void {
  sum.energy += use.energy;
  sum.reserved += use.reserved;
  sum.used += use.used;
  sum.discarded += use.discarded;
}
