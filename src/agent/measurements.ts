import { formatMicro, type Micro } from '../core/decimal.ts';
import type { WorkloadUse } from '../core/documents/attestation.ts';
import type { Unit } from './quantity.ts';
import type { Span } from './span.ts';

/** Everything a source can say of an interval beside its workloads, and the unit it speaks in unless told otherwise. */
export const FIELD_UNITS = {
  facility_kwh: 'kWh',
  it_kwh: 'kWh',
  register_facility_kwh: 'kWh',
  register_it_kwh: 'kWh',
  matched_cfe_kwh: 'kWh',
  heat_reused_kwh: 'kWh',
  grid_cfe_share: 'ratio',
  carbon_intensity_g_per_kwh: 'g_per_kwh',
  price_per_mwh: 'per_mwh',
} as const satisfies Readonly<Record<string, Unit>>;
export type Field = keyof typeof FIELD_UNITS;

export const FIELDS: readonly Field[] = [
  'facility_kwh',
  'it_kwh',
  'register_facility_kwh',
  'register_it_kwh',
  'matched_cfe_kwh',
  'heat_reused_kwh',
  'grid_cfe_share',
  'carbon_intensity_g_per_kwh',
  'price_per_mwh',
];

/** Members of a workload's row, and the unit a source speaks in unless told otherwise. */
export const WORKLOAD_UNITS = {
  energy_kwh: 'kWh',
  reserved_units_h: 'unit_h',
  used_units_h: 'unit_h',
  discarded_kwh: 'kWh',
} as const satisfies Readonly<Record<string, Unit>>;
export type WorkloadField = keyof typeof WORKLOAD_UNITS;
export const WORKLOAD_FIELDS: readonly WorkloadField[] = [
  'energy_kwh',
  'reserved_units_h',
  'used_units_h',
  'discarded_kwh',
];

/** What one source, or all together, measured in an interval. */
export interface Measurements {
  readonly values: ReadonlyMap<Field, Micro>;
  readonly workloads: readonly WorkloadUse[];
}

/** Where measurements come from. */
export interface Source {
  /**
   * What was measured in an interval that has ended. Asked again after a crash: it must not count as reading.
   *
   * @throws SourceFault
   */
  measure(span: Span): Promise<Measurements>;
}

/** A source cannot say what it was asked for. */
export class SourceFault extends Error {
  override readonly name = 'SourceFault';
  /** It answers, but has nothing for this interval; otherwise it does not answer, or not sensibly. */
  readonly absent: boolean;

  constructor(message: string, absent: boolean) {
    super(message);
    this.absent = absent;
  }
}

/** Most rows of a statement (statements section 6). */
const MAX_WORKLOADS = 500;

/** Asks every source and puts their answers together. */
export function combineSources(sources: readonly Source[]): Source {
  return {
    measure: async (span) => {
      const parts = [];
      for (const source of sources) parts.push(await source.measure(span));
      return requireEnergy(mergeMeasurements(parts));
    },
  };
}

function mergeMeasurements(parts: readonly Measurements[]): Measurements {
  const values = new Map<Field, Micro>();
  for (const [field, value] of parts.flatMap((part) => [...part.values])) {
    if (values.has(field)) throw new SourceFault(`two sources give ${field}`, false);
    values.set(field, value);
  }
  return { values, workloads: largest(mergeWorkloads(parts.flatMap(({ workloads }) => workloads))) };
}

/** Rows of one workload are one row: an id may stand in a statement once (R21). In the order of the ids. */
export function mergeWorkloads(rows: readonly WorkloadUse[]): WorkloadUse[] {
  const merged = new Map<string, WorkloadUse>();
  for (const row of rows) {
    const other = merged.get(row.workload_id);
    merged.set(row.workload_id, other === undefined ? row : addRows(other, row));
  }
  return [...merged.values()].sort((a, b) => (a.workload_id < b.workload_id ? -1 : 1));
}

const addRows = (a: WorkloadUse, b: WorkloadUse): WorkloadUse => ({
  workload_id: a.workload_id,
  energy_kwh: a.energy_kwh + b.energy_kwh,
  reserved_units_h: a.reserved_units_h + b.reserved_units_h,
  used_units_h: a.used_units_h + b.used_units_h,
  discarded_kwh: a.discarded_kwh + b.discarded_kwh,
});

/** Where there are too many the smallest are left out: their energy is unattributed, which is what they would be unread. */
function largest(rows: readonly WorkloadUse[]): readonly WorkloadUse[] {
  if (rows.length <= MAX_WORKLOADS) return rows;
  const kept = new Set([...rows].sort((a, b) => (a.energy_kwh > b.energy_kwh ? -1 : 1)).slice(0, MAX_WORKLOADS));
  return rows.filter((row) => kept.has(row));
}

function requireEnergy(measured: Measurements): Measurements {
  for (const field of ['facility_kwh', 'it_kwh'] as const) {
    if (!measured.values.has(field)) throw new SourceFault(`no source gives ${field}`, false);
  }
  const negative = [...measured.values].find(([field, value]) => value < 0n && field !== 'price_per_mwh');
  if (negative !== undefined) throw new SourceFault(`${negative[0]} is ${formatMicro(negative[1])}`, false);
  return measured;
}
