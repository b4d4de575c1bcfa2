import type { SeriesName } from '../../src/core/documents/audit-site.ts';

/** `cms-audit/1` as it travels, mutable, so that tests can cheat. */
export type WireMeter = {
  meter_id: string;
  measures: string;
  accuracy_class: string;
  opening_kwh: string;
  closing_kwh: string;
};

export type WireSite = {
  site_id: string;
  kind: string;
  grid_zone: string;
  pue_category: number;
  interval_minutes: number;
  meters: WireMeter[];
  carbon_source: string;
  price_source: string;
  cfe_evidence: { type: string; ref: string; kwh: string }[];
  heat_reused_kwh: string;
  series: Record<SeriesName, (string | null)[]>;
};

export type WireWorkload = {
  workload_id: string;
  site_id: string;
  name: string;
  owner: string | null;
  schedule_ref: string | null;
  registered_at: string | null;
  first_run_at?: string;
  kind: string;
  deferrable: boolean;
  not_deferrable_reason?: string;
  capacity_unit: string | null;
  redundancy: number;
  energy_basis: string;
  energy_kwh: string;
  reserved_units_h: string;
  used_units_h: string;
  discarded_kwh: string;
};

export type WireDataset = {
  dataset_id: string;
  owner: string | null;
  retention_rule: string | null;
  stored_gb: string;
  justified_gb: string;
  unique_gb: string;
  required_copies: number;
};

export type WireFlow = { flow_id: string; owner: string | null; gb: string; redundant_gb: string };

export type WireBatch = {
  batch_id: string;
  units: number;
  mass_kg: string;
  embodied_kgco2e: string;
  months_in_service: number;
  route: string;
  recovered_kg: string;
  certificate_ref: string | null;
};

export type WireHardware = {
  owned: boolean;
  fleet_open: number;
  acquired: number;
  fleet_close: number;
  retired: WireBatch[];
};

export type WireAudit = {
  schema: string;
  methodology: string;
  level: number;
  organisation: { id: string; name: string };
  window: { start: string; end: string };
  sites: WireSite[];
  capacity: { unit: string; installed_units_h: string }[];
  workloads: WireWorkload[];
  storage: { metered_gb: string; datasets: WireDataset[] };
  network: { metered_gb: string; flows: WireFlow[] };
  hardware: WireHardware | null;
  claim?: { composite_percent: string; tier?: string };
};
