import type { HardwareReduction } from '../methodology/hardware.ts';
import type { Reduction, SiteCoverage } from '../methodology/reduction.ts';
import { EMPTY_SUMS, mergeSums, mergeWorkloads, sumsOf } from '../methodology/sums.ts';
import { floor, rational } from '../rational.ts';
import type { OrganisationRow, SiteRow } from './accumulator-row.ts';
import { countDays } from './day.ts';
import { expectedIntervals } from './site-row.ts';

/** Rows of an organisation and what is to be made of them. */
export interface Trailing {
  /** The newest version of each row, once; days and sites beyond the scope may be among them. */
  readonly siteRows: readonly SiteRow[];
  readonly organisationRows: readonly OrganisationRow[];
  /** The sites in scope and the interval each is expected to send. */
  readonly sites: readonly { readonly site_id: string; readonly minutes: number }[];
  /** `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
  /** The newest ledger, reduced. */
  readonly hardware: HardwareReduction;
}

/**
 * A window of rows as a reduction that `scoreReduction` takes like an audit's (methodology 1.6; statements section 6, "Live
 * decision"). A site and day without a row was expected and did not come; rows of other sites count nowhere.
 */
export function trailingReduction({ siteRows, organisationRows, sites, from, to, hardware }: Trailing): Reduction {
  const isWithin = ({ day }: { readonly day: string }): boolean => from <= day && day <= to;
  const scope = new Set(sites.map((site) => site.site_id));
  const rows = siteRows.filter((row) => scope.has(row.site) && isWithin(row));
  const days = countDays(from, to);
  const missing = sites.map(({ site_id, minutes }) => {
    const there = rows.filter((row) => row.site === site_id).length;
    return BigInt((days - there) * expectedIntervals(minutes));
  });
  const unseen = sumsOf({ intervals_expected: rational(missing.reduce((sum, count) => sum + count, 0n)) });
  const parts = [...rows, ...organisationRows.filter(isWithin)].map((row) => sumsOf(row.sums));
  return {
    sums: [...parts, unseen, hardware.sums].reduce(mergeSums, EMPTY_SUMS),
    workloads: mergeWorkloads(...rows.map((row) => row.workloads)),
    siteCoverage: new Map(
      sites.map(({ site_id }, index) => [site_id, coverageOf(rows, site_id, missing[index] ?? 0n)]),
    ),
    hardware: hardware.record,
    findings: [],
    // Rows do not say whose grid values they were scored with.
    senderGridIntervals: new Map(),
  };
}

function coverageOf(rows: readonly SiteRow[], site: string, missing: bigint): SiteCoverage {
  const own = rows.filter((row) => row.site === site);
  const count = (name: 'intervals_valid' | 'intervals_expected'): bigint =>
    own.reduce((sum, row) => sum + floor(row.sums[name]), 0n);
  return { valid: Number(count('intervals_valid')), expected: Number(count('intervals_expected') + missing) };
}
