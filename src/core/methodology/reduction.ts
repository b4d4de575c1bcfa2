import type { Micro } from '../decimal.ts';
import type { Finding } from './findings.ts';
import type { Sums, WorkloadSums } from './sums.ts';

/** Hourly reference values of a grid zone (methodology 1.2), all in 10^-6 units. */
export interface GridValues {
  /** Carbon-free share of the grid, 0..1. */
  readonly cfeShare: Micro;
  /** gCO2e per kWh. */
  readonly carbonIntensity: Micro;
  /** Day-ahead price per MWh; may be negative. */
  readonly price: Micro;
}

/** The registry's own series: values of the hour that begins at `hour`, or undefined where it holds none. */
export type GridLookup = (zone: string, hour: Date) => GridValues | undefined;

/** Intervals of one site that arrived, of those expected. */
export interface SiteCoverage {
  readonly valid: number;
  readonly expected: number;
}

/** `withheld`: no ledger. `not_owned`: no owned hardware in scope. `ledger`: a ledger was given. */
export type HardwareRecord = 'withheld' | 'not_owned' | 'ledger';

/** A document after reduction: everything a score needs, and what the checks saw on the way. */
export interface Reduction {
  readonly sums: Sums;
  readonly workloads: readonly WorkloadSums[];
  readonly siteCoverage: ReadonlyMap<string, SiteCoverage>;
  readonly hardware: HardwareRecord;
  readonly findings: readonly Finding[];
  /** Valid intervals per site scored with the sender's own grid values (F10). */
  readonly senderGridIntervals: ReadonlyMap<string, number>;
}
