import type { TSchema } from 'typebox';
import type { Micro } from '../decimal.ts';
import type { PartyId } from '../ids.ts';
import type { JsonValue } from '../json-value.ts';
import { CMS_1, METHODOLOGY, TIER_NAMES, type Tier } from '../methodology/cms-1.ts';
import {
  type Capacity,
  capacity,
  type Hardware,
  hardware,
  type Network,
  network,
  ROW_LIMIT,
  type Storage,
  storage,
} from './audit-parts.ts';
import {
  addIssue,
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
  series,
  text,
  textOrNone,
} from './audit-reader.ts';

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

export interface Disclosures {
  readonly sci: readonly { readonly functional_unit: string; readonly value: Micro; readonly unit: string }[] | null;
  readonly ref: Micro | null;
  readonly wue_m3_per_mwh: Micro | null;
  readonly cue: Micro | null;
}

export interface Claim {
  /** As the organisation wrote it; a decimal of R01. */
  readonly composite_percent: string | null;
  readonly tier: Tier | null;
}

/** A `cms-audit/1` body that passed the schema (methodology 4.1). Member names are the document's, so are the units in them. */
export interface Audit {
  readonly schema: 'cms-audit/1';
  readonly methodology: typeof METHODOLOGY;
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

const SITE_LIMIT = 64;
const INTERVAL_LIMIT = 131_072;
const REGISTRY_FACTS = 'The registry fills registry_facts from its own state; leave it out.';

const window: Reader<Window> = object({ start: instant, end: instant });

const meter: Reader<AuditMeter> = object({
  meter_id: text,
  measures: oneOf('facility', 'it'),
  accuracy_class: text,
  opening_kwh: decimal,
  closing_kwh: decimal,
});

const unsigned = series(false, INTERVAL_LIMIT);
const siteSeries: Reader<AuditSite['series']> = object({
  facility_kwh: unsigned,
  it_kwh: unsigned,
  visible_kwh: unsigned,
  deferrable_kwh: unsigned,
  matched_cfe_kwh: unsigned,
  grid_cfe_share: unsigned,
  carbon_intensity_g_per_kwh: unsigned,
  price_per_mwh: series(true, INTERVAL_LIMIT),
});

const intervalMinutes: Reader<number> = {
  schema: count(15, 60).schema,
  read: (value, pointer, issues) => {
    if (typeof value === 'number' && CMS_1.intervalMinutes.includes(value)) return value;
    return addIssue(issues, pointer, 'R01', `must be one of ${CMS_1.intervalMinutes.join(', ')} minutes`);
  },
};

const site: Reader<AuditSite> = object({
  site_id: text,
  kind: oneOf('owned', 'colocation', 'cloud'),
  grid_zone: text,
  interval_minutes: intervalMinutes,
  pue_category: count(1, 3),
  meters: list(meter, 100),
  series: siteSeries,
  cfe_evidence: list(object({ type: text, ref: text, kwh: decimal }), ROW_LIMIT),
  carbon_source: text,
  price_source: text,
  heat_reused_kwh: optional(decimal),
});

const workload: Reader<AuditWorkload> = object({
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
  energy_kwh: decimal,
  energy_basis: oneOf('measured', 'modelled'),
  capacity_unit: textOrNone,
  reserved_units_h: decimal,
  used_units_h: decimal,
  redundancy: count(),
  discarded_kwh: decimal,
});

const disclosures: Reader<Disclosures> = object({
  sci: optional(list(object({ functional_unit: text, value: decimal, unit: text }), 1000)),
  ref: nullable(decimal),
  wue_m3_per_mwh: nullable(decimal),
  cue: nullable(decimal),
});

const level: Reader<Audit['level']> = {
  schema: count(1, 4).schema,
  read: (value, pointer, issues) => {
    if (value === 1 || value === 2 || value === 3 || value === 4) return value;
    return addIssue(issues, pointer, 'R01', 'must be an audit level from 1 to 4');
  },
};

const audit: Reader<Audit> = object(
  {
    schema: oneOf('cms-audit/1'),
    methodology: oneOf(METHODOLOGY),
    level,
    organisation: object({ id: partyId, name: text }),
    window,
    sites: list(site, SITE_LIMIT, 1),
    capacity,
    workloads: list(workload, ROW_LIMIT),
    storage,
    network,
    hardware: nullable(hardware),
    disclosures: nullable(disclosures),
    claim: nullable(object({ composite_percent: nullable(decimalText), tier: nullable(oneOf(...TIER_NAMES)) })),
    auditors: optional(list(partyId, 100, 1)),
  },
  { registry_facts: REGISTRY_FACTS },
);

/** `cms-audit/1` as JSON Schema. */
export const auditSchema: TSchema = audit.schema;

/** Proves the shape of an audit (methodology 4.1). Throws `document_invalid` with every fault found, at most 200 listed. */
export function parseAudit(body: JsonValue): Audit {
  return readDocument(audit, body);
}
