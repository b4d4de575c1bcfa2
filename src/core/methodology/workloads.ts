import { formatMicro, fromMicro, MICRO_PER_UNIT, type Micro } from '../decimal.ts';
import { formatFixed, mul, type Rational, rational } from '../rational.ts';
import type { Parameters } from './cms-1.ts';
import { finding, type Report } from './findings.ts';
import { type Sums, sumsOf, type WorkloadSums } from './sums.ts';
import { isWithin } from './tolerance.ts';

/** A workload with its energy in the window; an audit's row is one, and telemetry yields one per id and visibility. */
export interface WorkloadRow {
  readonly workload_id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly schedule_ref: string | null;
  readonly registered_at: Date | null;
  readonly first_run_at: Date | null;
  /** null for work nobody registered. */
  readonly kind: 'service' | 'batch' | 'platform' | null;
  readonly deferrable: boolean;
  readonly not_deferrable_reason: string | null;
  readonly energy_kwh: Micro;
  readonly energy_basis: 'measured' | 'modelled' | null;
  readonly capacity_unit: string | null;
  readonly reserved_units_h: Micro;
  readonly used_units_h: Micro;
  readonly redundancy: number;
  readonly discarded_kwh: Micro;
}

export interface WorkloadReduction {
  readonly sums: Sums;
  readonly workloads: readonly WorkloadSums[];
  /** kWh of all visible rows. */
  readonly visible: Micro;
}

/** Visible: an accountable owner and a scheduler entry, registered before the first run that counts (methodology 1.0). */
export function isVisible(row: WorkloadRow, windowStart: Date): boolean {
  if (row.owner === null || row.schedule_ref === null || row.registered_at === null) return false;
  const firstRun = Math.max((row.first_run_at ?? windowStart).getTime(), windowStart.getTime());
  return row.registered_at.getTime() <= firstRun;
}

/** Sums of the workload table, and its checks (R13, R14, R21, R23, R25, F04, I01). */
export function reduceWorkloads(
  rows: readonly WorkloadRow[],
  windowStart: Date,
  p: Parameters,
  report: Report,
  pointer: string,
): WorkloadReduction {
  const byId = new Map<string, WorkloadSums>();
  const totals = { all: 0n, measured: 0n, visible: 0n, discarded: 0n };
  rows.forEach((row, index) => {
    const at = `${pointer}/${index}`;
    const visible = isVisible(row, windowStart);
    if (byId.has(row.workload_id)) {
      report(finding('REJECT', 'R21', `${at}/workload_id`, `duplicate workload ${row.workload_id}`));
    }
    byId.set(row.workload_id, toSums(row, visible));
    checkQuantities(row, p, report, at);
    totals.all += row.energy_kwh;
    if (row.energy_basis === 'measured') totals.measured += row.energy_kwh;
    if (visible) {
      totals.visible += row.energy_kwh;
      totals.discarded += row.discarded_kwh;
    } else {
      reportInvisible(row, report, at);
    }
    checkPlausibility(row, visible, p, report, at);
  });
  const sums = sumsOf({
    w_all: fromMicro(totals.all),
    w_measured: fromMicro(totals.measured),
    w_visible: fromMicro(totals.visible),
    w_discarded: fromMicro(totals.discarded),
  });
  return { sums, workloads: [...byId.values()], visible: totals.visible };
}

function toSums(row: WorkloadRow, visible: boolean): WorkloadSums {
  return {
    id: row.workload_id,
    visible,
    redundancy: row.redundancy,
    unit: row.capacity_unit,
    deferrable: row.deferrable,
    measured: row.energy_basis === 'measured',
    energy: row.energy_kwh,
    reserved: row.reserved_units_h,
    used: row.used_units_h,
    discarded: row.discarded_kwh,
  };
}

function checkQuantities(row: WorkloadRow, p: Parameters, report: Report, at: string): void {
  const id = row.workload_id;
  checkUsed(row, report, at);
  if (!p.redundancies.includes(row.redundancy)) {
    const message = `${id}: redundancy ${row.redundancy} is not one of ${p.redundancies.join(', ')}`;
    report(finding('REJECT', 'R13', `${at}/redundancy`, message, { redundancy: row.redundancy.toString() }));
  }
  checkDiscarded(row, report, at);
}

/** R13: used unit-hours are part of the reserved ones. */
export function checkUsed(
  row: Pick<WorkloadRow, 'workload_id' | 'used_units_h' | 'reserved_units_h'>,
  report: Report,
  at: string,
): void {
  if (row.used_units_h <= row.reserved_units_h) return;
  const measured = { used: formatMicro(row.used_units_h), reserved: formatMicro(row.reserved_units_h) };
  const message = `${row.workload_id}: used ${measured.used} exceeds reserved ${measured.reserved} unit-hours`;
  report(finding('REJECT', 'R13', `${at}/used_units_h`, message, measured));
}

/** R14: discarded energy is part of the workload's energy. */
export function checkDiscarded(
  row: Pick<WorkloadRow, 'workload_id' | 'discarded_kwh' | 'energy_kwh'>,
  report: Report,
  at: string,
): void {
  if (row.discarded_kwh <= row.energy_kwh) return;
  const measured = { discarded: formatMicro(row.discarded_kwh), energy: formatMicro(row.energy_kwh) };
  const message = `${row.workload_id}: discarded ${measured.discarded} exceeds consumed ${measured.energy} kWh`;
  report(finding('REJECT', 'R14', `${at}/discarded_kwh`, message, measured));
}

function reportInvisible(row: WorkloadRow, report: Report, at: string): void {
  const missing = (['owner', 'schedule_ref', 'registered_at'] as const).filter((name) => row[name] === null);
  const reason = missing.length > 0 ? `missing ${missing.join(', ')}` : 'registered after it first ran';
  const energy = formatMicro(row.energy_kwh);
  const message = `invisible ${row.workload_id} (${row.name}): ${energy} kWh, ${reason}`;
  report(finding('INFO', 'I01', at, message, { energy_kwh: energy }));
}

function checkPlausibility(row: WorkloadRow, visible: boolean, p: Parameters, report: Report, at: string): void {
  const { workload_id: id, capacity_unit: unit } = row;
  const bounds = unit === null || !Object.hasOwn(p.watts, unit) ? undefined : p.watts[unit];
  if (bounds !== undefined && row.reserved_units_h > 0n) {
    const watts = mul(rational(row.energy_kwh, row.reserved_units_h), rational(1000n));
    if (!isWithin(watts, bounds)) {
      const shown = formatFixed(watts, 2);
      const limits = `${formatFixed(bounds.low, 1)} to ${formatFixed(bounds.high, 1)}`;
      const message = `${id}: ${shown} W per ${unit} is outside ${limits}`;
      report(finding('FLAG', 'F04', `${at}/reserved_units_h`, message, { watts: shown }));
    }
  }
  if (visible && unit === null) {
    report(finding('REJECT', 'R25', `${at}/capacity_unit`, `${id}: visible workload without capacity unit`));
  }
  if (visible && row.kind === 'batch' && !row.deferrable && row.not_deferrable_reason === null) {
    const message = `${id}: batch work is deferrable unless a reason is countersigned`;
    report(finding('REJECT', 'R23', `${at}/deferrable`, message));
  }
}

/** r_w in millionths: use of reserved capacity against the reference, floored, at most 1 (methodology 1.1, E3). */
export function rightSizedParts(row: WorkloadSums, p: Parameters): bigint {
  if (!row.visible || row.reserved === 0n) return 0n;
  const useful = row.used * BigInt(row.redundancy) * p.referenceUtilisation.den * p.ratioParts;
  const parts = useful / (row.reserved * p.referenceUtilisation.num);
  return parts < p.ratioParts ? parts : p.ratioParts;
}

/** kWh that right-sized deployments of the same visible work would still draw. */
export function rightSizedEnergy(rows: readonly WorkloadSums[], p: Parameters): Rational {
  const parts = rows.reduce((sum, row) => sum + row.energy * rightSizedParts(row, p), 0n);
  return rational(parts, MICRO_PER_UNIT * p.ratioParts);
}
