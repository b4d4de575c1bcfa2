import type { Micro } from '../decimal.ts';
import type { PartyId } from '../ids.ts';

/** UTC instants of a window, half open: `start <= t < end`. */
export interface Window {
  readonly start: Date;
  readonly end: Date;
}

export interface AuditMeter {
  readonly meter_id: string;
  readonly measures: 'facility' | 'it';
  readonly accuracy_class: string;
  readonly opening_kwh: Micro;
  readonly closing_kwh: Micro;
}

/** One value per interval; null is a missing measurement, never zero. */
export type Series = readonly (Micro | null)[];

export const SERIES_NAMES = [
  'facility_kwh',
  'it_kwh',
  'visible_kwh',
  'deferrable_kwh',
  'matched_cfe_kwh',
  'grid_cfe_share',
  'carbon_intensity_g_per_kwh',
  'price_per_mwh',
] as const;
export type SeriesName = (typeof SERIES_NAMES)[number];

export interface CfeEvidence {
  readonly type: string;
  readonly ref: string;
  readonly kwh: Micro;
}

export interface AuditSite {
  readonly site_id: string;
  readonly kind: 'owned' | 'colocation' | 'cloud';
  readonly grid_zone: string;
  readonly interval_minutes: number;
  readonly pue_category: number;
  readonly meters: readonly AuditMeter[];
  readonly series: Readonly<Record<SeriesName, Series>>;
  readonly cfe_evidence: readonly CfeEvidence[];
  readonly carbon_source: string;
  readonly price_source: string;
  /** Heat meter at the hand-off; null when absent, which scores 0. */
  readonly heat_reused_kwh: Micro | null;
}

/** Installed unit-hours in the window, overcommit included. */
export interface Capacity {
  readonly unit: string;
  readonly installed_units_h: Micro;
}

export interface AuditWorkload {
  readonly workload_id: string;
  readonly site_id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly schedule_ref: string | null;
  readonly registered_at: Date | null;
  readonly first_run_at: Date | null;
  readonly kind: 'service' | 'batch' | 'platform';
  readonly deferrable: boolean;
  readonly not_deferrable_reason: string | null;
  readonly energy_kwh: Micro;
  readonly energy_basis: 'measured' | 'modelled';
  readonly capacity_unit: string | null;
  readonly reserved_units_h: Micro;
  readonly used_units_h: Micro;
  readonly redundancy: number;
  readonly discarded_kwh: Micro;
}

export interface Dataset {
  readonly dataset_id: string;
  readonly owner: string | null;
  readonly retention_rule: string | null;
  readonly stored_gb: Micro;
  readonly justified_gb: Micro;
  readonly unique_gb: Micro;
  readonly required_copies: number;
}

export interface Storage {
  readonly metered_gb: Micro;
  readonly datasets: readonly Dataset[];
}

export interface Flow {
  readonly flow_id: string;
  readonly owner: string | null;
  readonly gb: Micro;
  readonly redundant_gb: Micro;
}

export interface Network {
  readonly metered_gb: Micro;
  readonly flows: readonly Flow[];
}

export interface RetiredBatch {
  readonly batch_id: string;
  readonly units: number;
  readonly mass_kg: Micro;
  readonly embodied_kgco2e: Micro;
  readonly months_in_service: number;
  readonly route: string;
  readonly recovered_kg: Micro;
  readonly certificate_ref: string | null;
}

/** Twelve-month ledger; `owned: false` says that no owned hardware is in scope. */
export type Hardware =
  | { readonly owned: false }
  | {
      readonly owned: true;
      readonly fleet_open: number;
      readonly acquired: number;
      readonly fleet_close: number;
      readonly retired: readonly RetiredBatch[];
    };

export interface Disclosures {
  readonly sci: readonly { readonly functional_unit: string; readonly value: Micro; readonly unit: string }[];
  readonly ref: Micro | null;
  readonly wue_m3_per_mwh: Micro | null;
  readonly cue: Micro | null;
}

export interface Claim {
  /** As the organisation wrote it; a decimal of R01. */
  readonly composite_percent: string | null;
  readonly tier: string | null;
}

/** A `cms-audit/1` body that passed the schema (methodology 4.1). Member names are the document's, so are the units in them. */
export interface Audit {
  readonly methodology: string;
  readonly level: 1 | 2 | 3 | 4;
  readonly organisation: { readonly id: PartyId; readonly name: string };
  readonly window: Window;
  readonly sites: readonly AuditSite[];
  readonly capacity: readonly Capacity[];
  readonly workloads: readonly AuditWorkload[];
  readonly storage: Storage;
  readonly network: Network;
  /** null: the ledger was withheld, so C1 and C2 score 0. */
  readonly hardware: Hardware | null;
  readonly disclosures: Disclosures | null;
  readonly claim: Claim | null;
  /** Auditors allowed to countersign; null admits any accredited one. */
  readonly auditors: readonly PartyId[] | null;
}
