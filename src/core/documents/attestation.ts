import type { Micro } from '../decimal.ts';
import type { Digest } from '../ids.ts';

/** What one workload used in one interval: kWh, unit-hours, unit-hours, kWh. */
export interface WorkloadUse {
  readonly workload_id: string;
  readonly energy_kwh: Micro;
  readonly reserved_units_h: Micro;
  readonly used_units_h: Micro;
  readonly discarded_kwh: Micro;
}

/** Place of an attestation in its site's chain. */
export interface ChainLink {
  readonly epoch: number;
  readonly seq: number;
  /** Digest of the one before it in the epoch; null for the first. */
  readonly prev: Digest | null;
}

/** `cms-attestation/1` (statements section 6): one site, one interval. Decimals are 10^-6 units. */
export interface Attestation {
  readonly site_id: string;
  readonly chain: ChainLink;
  readonly start: Date;
  readonly minutes: number;
  readonly facility_kwh: Micro;
  readonly it_kwh: Micro;
  /** Cumulative meter readings at the end of the interval. */
  readonly registers: { readonly facility_kwh: Micro; readonly it_kwh: Micro };
  readonly matched_cfe_kwh: Micro | null;
  readonly heat_reused_kwh: Micro | null;
  readonly grid_cfe_share: Micro | null;
  readonly carbon_intensity_g_per_kwh: Micro | null;
  readonly price_per_mwh: Micro | null;
  readonly workloads: readonly WorkloadUse[];
}
