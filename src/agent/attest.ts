import { formatMicro, type Micro, parseMicro } from '../core/decimal.ts';
import type { ChainLink, WorkloadUse } from '../core/documents/attestation.ts';
import { RegistryError } from '../core/errors.ts';
import type { Digest, Kid } from '../core/ids.ts';
import { formatUtcInstant, parseUtcInstant } from '../core/instant.ts';
import { isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import { parsePayload, parseStatement } from '../core/statement.ts';
import { kidOf, newClaims, type PrivateJwk, signStatement } from '../sdk/sign.ts';
import { readLink } from './chain.ts';
import type { Field, Measurements } from './measurements.ts';
import { MINUTES, type Span } from './span.ts';

const TYP = 'cms-attestation+jwt';
/** Longest window of submission (statements section 1): what is spooled outlives an outage of as long as it may be late. */
const WINDOW_S = 604_800;

/** Cumulative meter readings at the end of an interval. */
export interface Registers {
  readonly facility_kwh: Micro;
  readonly it_kwh: Micro;
}

export const NO_REGISTERS: Registers = { facility_kwh: 0n, it_kwh: 0n };

/** Who signs, for which site, and for which registry. */
export interface Signer {
  readonly party: string;
  readonly site: string;
  /** The registry's origin. */
  readonly origin: string;
  readonly key: PrivateJwk;
}

/** Time and chance of one signature. */
export interface Moment {
  readonly now: Date;
  /** 16 random bytes. */
  readonly random: Uint8Array;
}

/** A signed attestation, and what the agent needs of it. */
export interface Attested {
  readonly jws: string;
  readonly digest: Digest;
  readonly kid: Kid;
  readonly iss: string;
  readonly aud: string;
  readonly body: JsonObject;
  readonly link: ChainLink;
  readonly span: Span;
  readonly registers: Registers;
}

/**
 * The body of a `cms-attestation/1` (statements section 6). A register nobody reads is kept by the agent: the one before
 * plus the energy.
 */
export function composeBody(
  site: string,
  span: Span,
  link: ChainLink,
  measured: Measurements,
  before: Registers,
): JsonObject {
  const { values, workloads } = measured;
  const { facility_kwh, it_kwh } = readRegisters(measured, before);
  return {
    schema: 'cms-attestation/1',
    site_id: site,
    chain: { ...link },
    start: formatUtcInstant(span.start),
    minutes: span.minutes,
    facility_kwh: formatMicro(values.get('facility_kwh') ?? 0n),
    it_kwh: formatMicro(values.get('it_kwh') ?? 0n),
    registers: { facility_kwh: formatMicro(facility_kwh), it_kwh: formatMicro(it_kwh) },
    ...optionalMembers(values),
    workloads: workloads.map(workloadMembers),
  };
}

/** The registers at the end of an interval. */
export function readRegisters({ values }: Measurements, before: Registers): Registers {
  return {
    facility_kwh: values.get('register_facility_kwh') ?? before.facility_kwh + (values.get('facility_kwh') ?? 0n),
    it_kwh: values.get('register_it_kwh') ?? before.it_kwh + (values.get('it_kwh') ?? 0n),
  };
}

const OPTIONAL: readonly Field[] = [
  'matched_cfe_kwh',
  'heat_reused_kwh',
  'grid_cfe_share',
  'carbon_intensity_g_per_kwh',
  'price_per_mwh',
];

const optionalMembers = (values: ReadonlyMap<Field, Micro>): JsonObject =>
  Object.fromEntries(
    OPTIONAL.flatMap((field) => {
      const value = values.get(field);
      return value === undefined ? [] : [[field, formatMicro(value)]];
    }),
  );

const workloadMembers = (use: WorkloadUse): JsonObject => ({
  workload_id: use.workload_id,
  energy_kwh: formatMicro(use.energy_kwh),
  reserved_units_h: formatMicro(use.reserved_units_h),
  used_units_h: formatMicro(use.used_units_h),
  discarded_kwh: formatMicro(use.discarded_kwh),
});

/** Signs a body. The same body signed again is another statement, but the same place in the chain. */
export async function attest(signer: Signer, body: JsonObject, { now, random }: Moment): Promise<Attested> {
  const { key, party, origin } = signer;
  const claims = newClaims(now, random, WINDOW_S);
  return readAttested(await signStatement({ typ: TYP, privateJwk: key, iss: party, aud: origin, body, ...claims }));
}

/** The same body at another place. */
export const moveBody = (body: JsonObject, link: ChainLink): JsonObject => ({ ...body, chain: { ...link } });

/** Whether the registry would read it as this signer's. */
export const isBy = ({ kid, iss, aud }: Attested, { key, party, origin }: Signer): boolean =>
  kid === kidOf(key) && iss === party && aud === origin;

/** Reads an attestation that an agent signed. @throws RegistryError where it is none */
export function readAttested(jws: string): Attested {
  const parsed = parseStatement(Buffer.from(jws), TYP);
  const { body = null, iss, aud } = parsePayload(parsed);
  if (!isJsonObject(body)) throw unreadable();
  const link = readLink(body['chain']);
  const span = readSpan(body);
  const registers = readRegisterMembers(body['registers']);
  if (link === undefined || span === undefined || registers === undefined) throw unreadable();
  const { digest, kid } = parsed;
  return { jws, digest, kid, iss: asText(iss), aud: asText(aud), body, link, span, registers };
}

function readSpan({ start, minutes }: JsonObject): Span | undefined {
  const instant = typeof start === 'string' ? parseUtcInstant(start) : undefined;
  const length = MINUTES.find((known) => known === minutes);
  return instant === undefined || length === undefined ? undefined : { start: instant, minutes: length };
}

/** Registers as a statement or the chain's file has them. */
export function readRegisterMembers(value: JsonValue | undefined): Registers | undefined {
  if (!isJsonObject(value)) return undefined;
  const facility = parseMicro(asText(value['facility_kwh']));
  const it = parseMicro(asText(value['it_kwh']));
  return facility === undefined || it === undefined ? undefined : { facility_kwh: facility, it_kwh: it };
}

const asText = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

const unreadable = (): RegistryError => new RegistryError('document_invalid', 'not an attestation of this agent');
