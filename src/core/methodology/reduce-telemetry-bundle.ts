import type { Micro } from '../decimal.ts';
import type { SeriesName } from '../documents/audit-site.ts';
import { checkCapacity } from './capacity.ts';
import { CMS_1, type Parameters } from './cms-1.ts';
import { type ConstantShares, observeShare, reportConstantShares } from './constant-share.ts';
import { type Finding, finding, type Report } from './findings.ts';
import { reduceHardware } from './hardware.ts';
import type { Interval } from './interval.ts';
import { checkTraffic, reduceNetwork, reduceStorage, storedSums } from './inventory.ts';
import type { Reduction, SiteCoverage } from './reduction.ts';
import { reduceSite } from './site.ts';
import { addTotals, EMPTY_TOTALS, type SiteTotals, totalsToSums } from './site-day.ts';
import { EMPTY_SUMS, mergeSums, type Sums } from './sums.ts';
import type {
  RegisterEntry,
  TelemetryBundle,
  TelemetryRecord,
  TelemetrySite,
  WorkloadUse,
} from './telemetry-bundle.ts';
import { reduceWorkloads, type WorkloadRow } from './workloads.ts';

const MS_PER_MINUTE = 60_000;

/** Reduces live telemetry to the same 25 sums as an audit (methodology 1.6). */
export function reduceTelemetryBundle(bundle: TelemetryBundle, p: Parameters = CMS_1): Reduction {
  const findings: Finding[] = [];
  const report: Report = (one) => void findings.push(one);
  const ledger = createLedger(bundle);
  const coverage = new Map<string, SiteCoverage>();
  let totals = EMPTY_TOTALS;
  let heat = 0n;
  bundle.sites.forEach((site, index) => {
    const one = reduceTelemetrySite(bundle, site, `/sites/${index}`, ledger, p, report);
    coverage.set(site.site_id, { valid: one.totals.valid, expected: one.totals.expected });
    totals = addTotals(totals, one.totals);
    heat += one.heat;
  });
  const rows = ledger.rows();
  const workloads = reduceWorkloads(rows, bundle.window.start, p, report, '/register');
  const reserved = rows.map((row) => ({ unit: row.capacity_unit, reserved: row.reserved_units_h }));
  checkCapacity(reserved, bundle.capacity, totals, p.capacityRejectLevel, p, report);
  const inventory = reducePeriods(bundle, p, report);
  const hardware = reduceHardware(bundle.hardware, p, report);
  const parts = [totalsToSums(totals, heat), workloads.sums, inventory, hardware.sums];
  return {
    sums: parts.reduce(mergeSums, EMPTY_SUMS),
    workloads: workloads.workloads,
    siteCoverage: coverage,
    hardware: hardware.record,
    findings,
    senderGridIntervals: new Map([...coverage].map(([site, { valid }]) => [site, valid])),
  };
}

/** Per-workload sums over all sites, split by whether each interval was visible. */
interface Ledger {
  /** Counts one use and says whether it was visible, and if so whether it could wait. */
  readonly count: (use: WorkloadUse, at: Date) => { visible: boolean; deferrable: boolean };
  readonly rows: () => readonly WorkloadRow[];
}

interface Running {
  readonly entry: RegisterEntry | undefined;
  readonly id: string;
  readonly visible: boolean;
  energy: Micro;
  reserved: Micro;
  used: Micro;
  discarded: Micro;
}

function createLedger(bundle: TelemetryBundle): Ledger {
  const register = new Map(bundle.register.map((entry) => [entry.workload_id, entry]));
  const running = new Map<string, Running>();
  return {
    count: (use, at) => {
      const entry = register.get(use.workload_id);
      const visible = entry !== undefined && isRegistered(entry, at);
      // Energy from before the registration never becomes visible later: it is a row of its own.
      const id = visible ? use.workload_id : `${use.workload_id}@invisible`;
      const sums = running.get(id) ?? { entry, id, visible, energy: 0n, reserved: 0n, used: 0n, discarded: 0n };
      running.set(id, sums);
      sums.energy += use.energy_kwh;
      sums.reserved += use.reserved_units_h;
      sums.used += use.used_units_h;
      sums.discarded += use.discarded_kwh ?? 0n;
      return { visible, deferrable: visible && entry.deferrable };
    },
    rows: () => [...running.values()].map((sums) => toRow(sums, bundle.window.start)),
  };
}

/** Methodology 1.0, per interval: the register held owner and schedule at or before its start. */
function isRegistered(entry: RegisterEntry, at: Date): boolean {
  if (entry.owner === null || entry.schedule_ref === null || entry.registered_at === null) return false;
  return entry.registered_at.getTime() <= at.getTime();
}

const UNKNOWN: Omit<WorkloadRow, 'workload_id' | 'energy_kwh' | 'reserved_units_h' | 'used_units_h' | 'discarded_kwh'> =
  {
    name: 'not in the register',
    owner: null,
    schedule_ref: null,
    registered_at: null,
    first_run_at: null,
    kind: null,
    deferrable: false,
    not_deferrable_reason: null,
    energy_basis: null,
    capacity_unit: null,
    redundancy: 1,
  };

function toRow(sums: Running, windowStart: Date): WorkloadRow {
  return {
    ...UNKNOWN,
    ...sums.entry,
    workload_id: sums.id,
    // Already judged interval by interval.
    registered_at: sums.visible ? windowStart : null,
    energy_kwh: sums.energy,
    reserved_units_h: sums.reserved,
    used_units_h: sums.used,
    discarded_kwh: sums.discarded,
  };
}

function reduceTelemetrySite(
  bundle: TelemetryBundle,
  site: TelemetrySite,
  pointer: string,
  ledger: Ledger,
  p: Parameters,
  report: Report,
): { totals: SiteTotals; heat: Micro } {
  const { start, end } = bundle.window;
  const step = site.interval_minutes * MS_PER_MINUTE;
  const expected = Math.max(0, Math.floor((end.getTime() - start.getTime()) / step));
  const intervals = Array.from<Interval | null>({ length: expected }).fill(null);
  const places = new Map<number, number>();
  const shares: ConstantShares = new Map();
  let heat = 0n;
  bundle.records.forEach((record, place) => {
    if (record.site_id !== site.site_id) return;
    const index = Math.floor((record.start.getTime() - start.getTime()) / step);
    if (index < 0 || index >= expected || intervals[index] !== null) {
      const message = `${site.site_id} ${record.start.toISOString()}: outside the window or there twice`;
      report(finding('REJECT', 'R03', `/records/${place}/start`, message));
      return;
    }
    places.set(index, place);
    intervals[index] = toInterval(record, ledger);
    heat += record.heat_reused_kwh ?? 0n;
    for (const use of record.workloads) observeShare(shares, use, record.it_kwh);
  });
  const pointerOf = (index: number, member: SeriesName): string => `/records/${places.get(index) ?? 0}/${member}`;
  const placed = { siteId: site.site_id, intervals, minutes: site.interval_minutes, pointer, pointerOf };
  const totals = reduceSite(placed, p, report);
  if (expected > p.constantShareIntervals) reportConstantShares(site.site_id, shares, report, pointer);
  return { totals, heat };
}

function toInterval(record: TelemetryRecord, ledger: Ledger): Interval {
  let visible = 0n;
  let deferrable = 0n;
  for (const use of record.workloads) {
    const seen = ledger.count(use, record.start);
    if (seen.visible) visible += use.energy_kwh;
    if (seen.deferrable) deferrable += use.energy_kwh;
  }
  return {
    facility: record.facility_kwh,
    it: record.it_kwh,
    visible,
    deferrable,
    matched: record.matched_cfe_kwh,
    gridShare: record.grid_cfe_share,
    intensity: record.carbon_intensity_g_per_kwh,
    price: record.price_per_mwh,
  };
}

function reducePeriods(bundle: TelemetryBundle, p: Parameters, report: Report): Sums {
  const periods = bundle.inventory.map((period, index) => {
    const stored = reduceStorage(period.storage, p, report, `/inventory/${index}/storage`);
    const duration = BigInt(period.end.getTime() - period.start.getTime());
    return mergeSums(
      storedSums(stored, duration),
      reduceNetwork(period.network, report, `/inventory/${index}/network`),
    );
  });
  const sums = periods.reduce(mergeSums, EMPTY_SUMS);
  checkTraffic(sums, p, report, '/inventory');
  return sums;
}
