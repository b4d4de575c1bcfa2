import type { Micro } from '../decimal.ts';
import { add, type Rational, ZERO } from '../rational.ts';

/** Sums of one site's intervals (methodology 1.6): kWh, then interval counts. */
export const SITE_SUM_NAMES = [
  'facility',
  'it',
  'cfe',
  'deferrable',
  'unattributed',
  'def_clean',
  'def_cheap',
  'heat',
  'w_visible',
  'w_all',
  'w_measured',
  'w_discarded',
  'intervals_valid',
  'intervals_expected',
] as const;
/** Sums of the organisation's inventory: GB x hours stored, GB moved. */
export const INVENTORY_SUM_NAMES = [
  'gbh_metered',
  'gbh_listed',
  'gbh_justified',
  'gbh_needed',
  'net_metered',
  'net_listed',
  'net_needed',
] as const;
/** Sums of the twelve-month hardware ledger: kg and kgCO2e. */
export const HARDWARE_SUM_NAMES = ['kg_retired', 'kg_kept', 'emb_retired', 'emb_worked'] as const;

export type SiteSumName = (typeof SITE_SUM_NAMES)[number];
export type InventorySumName = (typeof INVENTORY_SUM_NAMES)[number];
export type HardwareSumName = (typeof HARDWARE_SUM_NAMES)[number];
export type SumName = SiteSumName | InventorySumName | HardwareSumName;
export const SUM_NAMES: readonly SumName[] = [...SITE_SUM_NAMES, ...INVENTORY_SUM_NAMES, ...HARDWARE_SUM_NAMES];

/** The 25 accumulators. Plain sums, so mergeable over sites and days in any order and grouping; never a mean of ratios. */
export type Sums = Readonly<Record<SumName, Rational>>;

/** The four sums of one workload, and the facts that keep two entries of one id apart. */
export interface WorkloadSums {
  readonly id: string;
  readonly visible: boolean;
  readonly redundancy: number;
  readonly unit: string | null;
  readonly deferrable: boolean;
  readonly measured: boolean;
  /** kWh. */
  readonly energy: Micro;
  /** Unit-hours. */
  readonly reserved: Micro;
  readonly used: Micro;
  /** kWh. */
  readonly discarded: Micro;
}

/** Sums from a partial record; what is not named is zero. */
export function sumsOf(known: Readonly<Partial<Record<SumName, Rational>>>): Sums {
  const value = (name: SumName): Rational => known[name] ?? ZERO;
  return mapSums(value);
}

function mapSums(value: (name: SumName) => Rational): Sums {
  return {
    facility: value('facility'),
    it: value('it'),
    cfe: value('cfe'),
    deferrable: value('deferrable'),
    unattributed: value('unattributed'),
    def_clean: value('def_clean'),
    def_cheap: value('def_cheap'),
    heat: value('heat'),
    w_visible: value('w_visible'),
    w_all: value('w_all'),
    w_measured: value('w_measured'),
    w_discarded: value('w_discarded'),
    intervals_valid: value('intervals_valid'),
    intervals_expected: value('intervals_expected'),
    gbh_metered: value('gbh_metered'),
    gbh_listed: value('gbh_listed'),
    gbh_justified: value('gbh_justified'),
    gbh_needed: value('gbh_needed'),
    net_metered: value('net_metered'),
    net_listed: value('net_listed'),
    net_needed: value('net_needed'),
    kg_retired: value('kg_retired'),
    kg_kept: value('kg_kept'),
    emb_retired: value('emb_retired'),
    emb_worked: value('emb_worked'),
  };
}

/** The neutral element of `mergeSums`. */
export const EMPTY_SUMS: Sums = sumsOf({});

/** Field by field; commutative and associative. */
export function mergeSums(a: Sums, b: Sums): Sums {
  return mapSums((name) => add(a[name], b[name]));
}

/** The members that make two rows of one workload mergeable; text, unique, and stable. */
export function workloadKey(row: Omit<WorkloadSums, 'energy' | 'reserved' | 'used' | 'discarded'>): string {
  return JSON.stringify([row.id, row.visible, row.redundancy, row.unit, row.deferrable, row.measured]);
}

/** One row per key, its four sums added, ordered by key members bytewise: equal inputs in any order give equal output. */
export function mergeWorkloads(...lists: readonly (readonly WorkloadSums[])[]): readonly WorkloadSums[] {
  const byKey = new Map<string, WorkloadSums>();
  for (const row of lists.flat()) {
    const key = workloadKey(row);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? row : addRow(known, row));
  }
  return [...byKey.values()].sort(compareRows);
}

function addRow(a: WorkloadSums, b: WorkloadSums): WorkloadSums {
  return {
    ...a,
    energy: a.energy + b.energy,
    reserved: a.reserved + b.reserved,
    used: a.used + b.used,
    discarded: a.discarded + b.discarded,
  };
}

/** Order of rows in an accumulator: id, visible, redundancy, unit, deferrable, measured; false first, null first, text bytewise. */
export function compareRows(a: WorkloadSums, b: WorkloadSums): number {
  return (
    compareBytes(a.id, b.id) ||
    Number(a.visible) - Number(b.visible) ||
    a.redundancy - b.redundancy ||
    compareNullable(a.unit, b.unit) ||
    Number(a.deferrable) - Number(b.deferrable) ||
    Number(a.measured) - Number(b.measured)
  );
}

function compareNullable(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return compareBytes(a, b);
}

function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}
