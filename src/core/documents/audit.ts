import type { TSchema } from 'typebox';
import type { Micro } from '../decimal.ts';
import type { PartyId } from '../ids.ts';
import { isJsonObject } from '../json.ts';
import type { JsonValue } from '../json-value.ts';
import { METHODOLOGY, TIER_NAMES, type Tier } from '../methodology/cms-1.ts';
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
  type Window,
  window,
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
  text,
  textOrNone,
} from './audit-reader.ts';
import { type AuditSite, site } from './audit-site.ts';

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
const REGISTRY_FACTS = 'The registry fills registry_facts from its own state; leave it out.';

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

const workloads: Reader<readonly AuditWorkload[]> = list(workload, ROW_LIMIT);

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
    workloads,
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

/** The workload table alone of a body that was proven before. */
export function readWorkloads(body: JsonValue): readonly AuditWorkload[] {
  return readDocument(workloads, (isJsonObject(body) ? body['workloads'] : undefined) ?? []);
}
