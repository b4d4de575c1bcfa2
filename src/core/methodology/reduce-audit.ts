import { formatMicro, type Micro } from '../decimal.ts';
import type { Audit } from '../documents/audit.ts';
import type { AuditSite } from '../documents/audit-site.ts';
import { formatFixed, rational } from '../rational.ts';
import { type AuditSiteReduction, reduceAuditSite } from './audit-site.ts';
import { checkCapacity } from './capacity.ts';
import { CMS_1, type Parameters } from './cms-1.ts';
import { type Finding, finding, type Report } from './findings.ts';
import { reduceHardware } from './hardware.ts';
import { checkTraffic, reduceNetwork, reduceStorage, storedSums } from './inventory.ts';
import type { GridLookup, Reduction, SiteCoverage } from './reduction.ts';
import { addTotals, EMPTY_TOTALS, type SiteTotals, totalsToSums } from './site-day.ts';
import { EMPTY_SUMS, mergeSums, type Sums, type WorkloadSums } from './sums.ts';
import { isNear } from './tolerance.ts';
import { reduceWorkloads, type WorkloadReduction } from './workloads.ts';

const MS_PER_DAY = 86_400_000;

/**
 * Reduces an audit to the 25 sums and reports every check the document itself can break. `grid` overrides the sender's grid
 * values and fills its nulls (methodology 1.2).
 */
export function reduceAudit(audit: Audit, grid?: GridLookup, p: Parameters = CMS_1): Reduction {
  const findings: Finding[] = [];
  const report: Report = (one) => void findings.push(one);
  checkWindow(audit, p, report);
  const sites = reduceSites(audit, grid, p, report);
  const workloads = reduceWorkloads(audit.workloads, audit.window.start, p, report, '/workloads');
  const reserved = audit.workloads.map((row) => ({ unit: row.capacity_unit, reserved: row.reserved_units_h }));
  checkCapacity(reserved, audit.capacity, sites.totals, audit.level, p, report);
  checkSeriesAgainstTable(sites.totals, workloads, p, report);
  const inventory = reduceInventory(audit, p, report);
  const hardware = reduceHardware(audit.hardware, p, report);
  const parts = [totalsToSums(sites.totals, sites.heat), workloads.sums, inventory, hardware.sums];
  return {
    sums: parts.reduce(mergeSums, EMPTY_SUMS),
    workloads: workloads.workloads,
    siteCoverage: sites.coverage,
    hardware: hardware.record,
    findings,
    senderGridIntervals: sites.senderGrid,
  };
}

/** R02, the part that needs no clock. */
function checkWindow(audit: Audit, p: Parameters, report: Report): void {
  const { start, end } = audit.window;
  const duration = end.getTime() - start.getTime();
  const days = formatFixed(rational(BigInt(duration), BigInt(MS_PER_DAY)), 3);
  const reject = (message: string): void => report(finding('REJECT', 'R02', '/window', message, { days }));
  if (start.getTime() % MS_PER_DAY !== 0 || end.getTime() % MS_PER_DAY !== 0)
    reject('the window is not whole UTC days');
  const { min, levelOneMax } = p.windowDays;
  if (audit.level === 1 && (duration < min * MS_PER_DAY || duration > levelOneMax * MS_PER_DAY)) {
    reject(`the window of a Level 1 audit is ${days} days, not ${min} to ${levelOneMax}`);
  }
  if (duration < min * MS_PER_DAY) reject(`the window of ${days} days is under ${min} days`);
}

interface SitesReduction {
  readonly totals: SiteTotals;
  readonly heat: Micro;
  readonly coverage: ReadonlyMap<string, SiteCoverage>;
  readonly senderGrid: ReadonlyMap<string, number>;
}

function reduceSites(audit: Audit, grid: GridLookup | undefined, p: Parameters, report: Report): SitesReduction {
  const coverage = new Map<string, SiteCoverage>();
  const senderGrid = new Map<string, number>();
  const reduceOne = (site: AuditSite, index: number): AuditSiteReduction => {
    const pointer = `/sites/${index}`;
    if (coverage.has(site.site_id)) {
      report(finding('REJECT', 'R21', `${pointer}/site_id`, `duplicate site ${site.site_id}`));
    }
    const one = reduceAuditSite(site, audit.window, pointer, grid, p, report);
    coverage.set(site.site_id, { valid: one.totals.valid, expected: one.totals.expected });
    senderGrid.set(site.site_id, one.senderGrid);
    return one;
  };
  const reduced = audit.sites.map(reduceOne);
  return {
    totals: reduced.map((one) => one.totals).reduce(addTotals, EMPTY_TOTALS),
    heat: reduced.reduce((sum, one) => sum + one.heat, 0n),
    coverage,
    senderGrid,
  };
}

/** R07 and R09: with every interval present, series and table are two views of one energy. */
function checkSeriesAgainstTable(totals: SiteTotals, table: WorkloadReduction, p: Parameters, report: Report): void {
  if (totals.valid !== totals.expected) return;
  const deferrable = sumEnergy(table.workloads.filter((row) => row.visible && row.deferrable));
  const compareOne = (code: 'R07' | 'R09', name: string, series: Micro, rows: Micro): void => {
    if (isNear(series, rows, p.meterTolerance)) return;
    const measured = { series_kwh: formatMicro(series), workloads_kwh: formatMicro(rows) };
    const message = `${name} series ${measured.series_kwh} kWh, workload table ${measured.workloads_kwh} kWh`;
    report(finding('REJECT', code, '/workloads', message, measured));
  };
  compareOne('R07', 'visible', totals.visible, table.visible);
  compareOne('R09', 'deferrable', totals.deferrable, deferrable);
}

function sumEnergy(rows: readonly WorkloadSums[]): Micro {
  return rows.reduce((sum, row) => sum + row.energy, 0n);
}

function reduceInventory(audit: Audit, p: Parameters, report: Report): Sums {
  const { start, end } = audit.window;
  const stored = reduceStorage(audit.storage, p, report, '/storage');
  const moved = reduceNetwork(audit.network, report, '/network');
  checkTraffic(moved, p, report, '/network/metered_gb');
  return mergeSums(storedSums(stored, BigInt(end.getTime() - start.getTime())), moved);
}
