/**
 * The figures behind a generated audit, few enough to be written by hand. Decimals are text, as in a document. Daily figures are
 * averages over the window; single days and hours vary around them and sum to them exactly.
 */
export interface StoryProfile {
  /** Everything that looks measured follows from it. */
  readonly seed: number;
  readonly sites: readonly SiteProfile[];
  readonly storage: StorageProfile;
  readonly network: NetworkProfile;
  /** null: no owned hardware in scope. */
  readonly hardware: HardwareProfile | null;
}

export interface SiteProfile {
  readonly site_id: string;
  readonly kind: 'owned' | 'colocation' | 'cloud';
  readonly zone: string;
  readonly pueCategory: 1 | 2 | 3;
  readonly facilityKwhPerDay: string;
  /** E1: IT energy / facility energy. */
  readonly itShare: string;
  readonly workloads: readonly WorkloadProfile[];
  /** Of the visible deferrable energy, what runs in clean hours; in an always clean zone all of it does. */
  readonly cleanKwhPerDay: string;
  /** The same for cheap hours. */
  readonly cheapKwhPerDay: string;
  readonly supply: CarbonFreeSupply;
  /** C4: heat handed on / facility energy. */
  readonly heatShare: string;
  /** Hours without a reading. */
  readonly missingHours: number;
}

/** Hourly matched carbon-free energy. */
export type CarbonFreeSupply =
  /** A contract for this share of the load, more of it by day than by night, in permille. */
  | { readonly kind: 'contract'; readonly permille: number }
  /** As much as makes T1 exactly this share. */
  | { readonly kind: 'target'; readonly t1: string };

export interface WorkloadProfile {
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly scheduleRef: string | null;
  /** `late`: registered only after the window began, so invisible in all of it. */
  readonly registered: 'before' | 'late' | 'never';
  readonly kind: 'service' | 'batch' | 'platform';
  readonly deferrable: boolean;
  readonly kwhPerDay: string;
  readonly basis: 'measured' | 'modelled';
  readonly unit: 'vcpu' | 'gpu' | 'node';
  /** Units reserved around the clock. */
  readonly units: number;
  /** Used / reserved unit-hours. */
  readonly utilisation: string;
  readonly redundancy: 1 | 2;
  readonly discardedKwhPerDay: string;
  /** Of its own energy, what runs in clean and in cheap hours; absent where it takes its part of the site's. */
  readonly timing?: { readonly cleanKwhPerDay: string; readonly cheapKwhPerDay: string };
}

export interface DatasetProfile {
  readonly id: string;
  readonly owner: string | null;
  readonly rule: string | null;
  readonly storedGb: number;
  readonly justifiedGb: number;
  readonly uniqueGb: number;
  readonly copies: 1 | 2 | 3;
}

export interface StorageProfile {
  readonly meteredGb: number;
  readonly datasets: readonly DatasetProfile[];
}

export interface FlowProfile {
  readonly id: string;
  readonly owner: string;
  readonly gb: number;
  readonly redundantGb: number;
}

export interface NetworkProfile {
  readonly meteredGb: number;
  readonly flows: readonly FlowProfile[];
}

export interface BatchProfile {
  readonly id: string;
  readonly units: number;
  readonly massKg: number;
  readonly embodiedKg: number;
  readonly months: number;
  readonly route: 'redeployed' | 'resold' | 'refurbished' | 'donated' | 'recycled' | 'landfilled' | 'unknown';
  readonly recoveredKg: number;
  readonly certificate: string | null;
}

export interface HardwareProfile {
  readonly fleetOpen: number;
  readonly acquired: number;
  readonly retired: readonly BatchProfile[];
}

/** Whether a workload counts as visible (methodology 1.0). */
export const isVisibleProfile = (workload: WorkloadProfile): boolean =>
  workload.owner !== null && workload.scheduleRef !== null && workload.registered === 'before';
