import { Type } from 'typebox';
import type { Micro } from '../decimal.ts';
import { type Digest, isDigest } from '../ids.ts';
import type { JsonValue } from '../json-value.ts';
import { isText } from '../text.ts';
import { intervalMinutes } from './audit-parts.ts';
import {
  addIssue,
  count,
  decimal,
  instant,
  list,
  object,
  oneOf,
  optional,
  type Reader,
  readDocument,
  signedDecimal,
} from './audit-reader.ts';
import { DigestText, LocalId } from './schema.ts';

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

/** Most workloads of one interval. */
const WORKLOAD_LIMIT = 500;
/** Epochs are counted in 32 bits; nobody loses an agent's state that often. */
const LAST_EPOCH = 2_147_483_647;

const localId: Reader<string> = {
  schema: LocalId,
  read: (value, pointer, issues) =>
    typeof value === 'string' && isText(value, 200)
      ? value
      : addIssue(issues, pointer, 'text', 'must be 1 to 200 visible characters in NFC'),
};

/** The first of an epoch says so: null, not absence. */
const prev: Reader<Digest | null> = {
  schema: Type.Union([DigestText, Type.Null()]),
  read: (value, pointer, issues) =>
    value === null || isDigest(value) ? value : addIssue(issues, pointer, 'digest', 'must be a digest or null'),
};

const workloadUse: Reader<WorkloadUse> = object({
  workload_id: localId,
  energy_kwh: decimal,
  reserved_units_h: decimal,
  used_units_h: decimal,
  discarded_kwh: decimal,
});

const document: Reader<Attestation & { readonly schema: string }> = object({
  schema: oneOf('cms-attestation/1'),
  site_id: localId,
  chain: object({ epoch: count(0, LAST_EPOCH), seq: count(), prev }),
  start: instant,
  minutes: intervalMinutes,
  facility_kwh: decimal,
  it_kwh: decimal,
  registers: object({ facility_kwh: decimal, it_kwh: decimal }),
  matched_cfe_kwh: optional(decimal),
  heat_reused_kwh: optional(decimal),
  grid_cfe_share: optional(decimal),
  carbon_intensity_g_per_kwh: optional(decimal),
  price_per_mwh: optional(signedDecimal),
  workloads: list(workloadUse, WORKLOAD_LIMIT),
});

/** JSON Schema of the body. */
export const attestationSchema = document.schema;

/** The body of a `cms-attestation+jwt`. @throws RegistryError document_invalid with every issue */
export function parseAttestation(body: JsonValue): Attestation {
  const { schema: _, ...attestation } = readDocument(document, body);
  return attestation;
}
