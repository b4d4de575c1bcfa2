import type { Micro } from '../decimal.ts';
import type { Window } from '../documents/audit-parts.ts';
import {
  type Capacity,
  capacity,
  type Hardware,
  hardware,
  intervalMinutes,
  type Network,
  network,
  ROW_LIMIT,
  type Storage,
  storage,
  window,
} from '../documents/audit-parts.ts';
import {
  count,
  decimal,
  decimalText,
  flag,
  instant,
  list,
  nullable,
  object,
  oneOf,
  optional,
  partyId,
  type Reader,
  readDocument,
  signedDecimal,
  text,
  textOrNone,
} from '../documents/audit-reader.ts';
import type { PartyId } from '../ids.ts';
import type { JsonValue } from '../json-value.ts';
import { METHODOLOGY } from './cms-1.ts';

/** A workload as registered; visibility is decided per interval from `registered_at`. */
export interface RegisterEntry {
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
  readonly capacity_unit: string | null;
  readonly redundancy: number;
  readonly energy_basis: 'measured' | 'modelled';
}

/** What one workload used in one interval. */
export interface WorkloadUse {
  readonly workload_id: string;
  readonly energy_kwh: Micro;
  readonly reserved_units_h: Micro;
  readonly used_units_h: Micro;
  readonly discarded_kwh: Micro | null;
}

/** One site and interval. */
export interface TelemetryRecord {
  readonly site_id: string;
  readonly start: Date;
  readonly facility_kwh: Micro;
  readonly it_kwh: Micro;
  readonly matched_cfe_kwh: Micro;
  readonly grid_cfe_share: Micro;
  readonly carbon_intensity_g_per_kwh: Micro;
  readonly price_per_mwh: Micro;
  readonly heat_reused_kwh: Micro | null;
  readonly workloads: readonly WorkloadUse[];
}

export interface TelemetrySite {
  readonly site_id: string;
  readonly kind: 'owned' | 'colocation' | 'cloud';
  readonly grid_zone: string;
  readonly interval_minutes: number;
}

/** Storage and traffic of one period. */
export interface InventoryPeriod extends Window {
  readonly storage: Storage;
  readonly network: Network;
}

/** `cms-telemetry-bundle/1`: live data of a window in one document (methodology 4.2). No organisation sends one. */
export interface TelemetryBundle {
  readonly organisation: { readonly id: PartyId; readonly name: string };
  readonly window: Window;
  readonly sites: readonly TelemetrySite[];
  readonly capacity: readonly Capacity[];
  readonly register: readonly RegisterEntry[];
  readonly records: readonly TelemetryRecord[];
  readonly inventory: readonly InventoryPeriod[];
  readonly hardware: Hardware | null;
}

const registerEntry: Reader<RegisterEntry> = object({
  workload_id: text,
  site_id: text,
  name: text,
  owner: textOrNone,
  schedule_ref: textOrNone,
  registered_at: nullable(instant),
  first_run_at: nullable(instant),
  kind: oneOf('service', 'batch', 'platform'),
  deferrable: flag,
  not_deferrable_reason: textOrNone,
  capacity_unit: textOrNone,
  redundancy: count(),
  energy_basis: oneOf('measured', 'modelled'),
});

const workloadUse: Reader<WorkloadUse> = object({
  workload_id: text,
  energy_kwh: decimal,
  reserved_units_h: decimal,
  used_units_h: decimal,
  discarded_kwh: optional(decimal),
});

const record: Reader<TelemetryRecord> = object({
  schema: oneOf('cms-telemetry/1'),
  site_id: text,
  seq: count(),
  start: instant,
  minutes: intervalMinutes,
  facility_kwh: decimal,
  it_kwh: decimal,
  matched_cfe_kwh: decimal,
  grid_cfe_share: decimal,
  carbon_intensity_g_per_kwh: decimal,
  price_per_mwh: signedDecimal,
  heat_reused_kwh: optional(decimal),
  workloads: list(workloadUse, ROW_LIMIT),
});

const bundle: Reader<TelemetryBundle> = object({
  schema: oneOf('cms-telemetry-bundle/1'),
  methodology: oneOf(METHODOLOGY),
  organisation: object({ id: partyId, name: text }),
  window,
  sites: list(
    object({
      site_id: text,
      kind: oneOf('owned', 'colocation', 'cloud'),
      grid_zone: text,
      interval_minutes: intervalMinutes,
    }),
    64,
    1,
  ),
  capacity,
  register: list(registerEntry, ROW_LIMIT),
  records: list(record, 10_000_000),
  inventory: list(object({ start: instant, end: instant, storage, network }), 1000),
  hardware: nullable(hardware),
  claim: nullable(object({ composite_percent: nullable(decimalText), tier: nullable(text) })),
});

/** Proves the shape of a bundle. Throws `document_invalid` with every fault. */
export function parseTelemetryBundle(body: JsonValue): TelemetryBundle {
  return readDocument(bundle, body);
}
