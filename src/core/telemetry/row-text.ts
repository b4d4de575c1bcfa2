import canonicalize from 'canonicalize';
import { formatMicro, parseMicro } from '../decimal.ts';
import { isPartyId } from '../ids.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import { INVENTORY_SUM_NAMES, SITE_SUM_NAMES, type WorkloadSums } from '../methodology/sums.ts';
import { formatExactDecimal, formatRational, parseRational, type Rational, rational } from '../rational.ts';
import type { AccumulatorRow, OrganisationRow, SiteRow } from './accumulator-row.ts';

/** Digits behind the point a site row's sums may have: a share times an energy has twelve. */
const SUM_DIGITS = 12;
const SUM_SCALE = 10n ** BigInt(SUM_DIGITS);
const SUM_TEXT = new RegExp(`^(0|[1-9][0-9]*)(\\.[0-9]{0,${SUM_DIGITS - 1}}[1-9])?$`);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The exact bytes of a row as text: RFC 8785 (statements section 6, "What the registry keeps"). */
export function encodeRow(row: AccumulatorRow): string {
  return canonicalize(row.site === null ? organisationJson(row) : siteJson(row)) ?? '';
}

const siteJson = ({ org, site, day, sums, workloads }: SiteRow): JsonObject => ({
  v: 1,
  org,
  site,
  day,
  sums: Object.fromEntries(SITE_SUM_NAMES.map((name) => [name, decimalOf(sums[name])])),
  workloads: workloads.map(workloadJson),
});

const organisationJson = ({ org, day, sums }: OrganisationRow): JsonObject => ({
  v: 1,
  org,
  site: null,
  day,
  sums: Object.fromEntries(INVENTORY_SUM_NAMES.map((name) => [name, formatRational(sums[name])])),
});

const workloadJson = ({ energy, reserved, used, discarded, ...key }: WorkloadSums): JsonObject => ({
  ...key,
  energy: formatMicro(energy),
  reserved: formatMicro(reserved),
  used: formatMicro(used),
  discarded: formatMicro(discarded),
});

/** Every sum of a site is a sum of decimals of six and twelve digits. */
function decimalOf(value: Rational): string {
  const text = formatExactDecimal(value, SUM_DIGITS);
  if (text === undefined) throw new Error(`a sum of a site row has more than ${SUM_DIGITS} digits`);
  return text;
}

/** Reads a row as strictly as it is written; `undefined` for any other text, which may be hostile. */
export function parseRow(text: string): AccumulatorRow | undefined {
  const row = readRow(text);
  return row !== undefined && encodeRow(row) === text ? row : undefined;
}

/** Reads a text that `encodeRow` gave. Of any other it may take what it finds: that is for `parseRow`. */
export function readRow(text: string): AccumulatorRow | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value)) return undefined;
  return value['site'] === null ? organisationRow(value) : siteRow(value);
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function siteRow({ org, site, day, sums, workloads }: JsonObject): SiteRow | undefined {
  if (!isOrg(org) || typeof site !== 'string' || !isDay(day) || !isJsonObject(sums) || !Array.isArray(workloads))
    return undefined;
  const read = readSums(SITE_SUM_NAMES, sums, parseSum);
  const rows = workloads.map(workloadRow).filter((row) => row !== undefined);
  return read && rows.length === workloads.length ? { org, site, day, sums: read, workloads: rows } : undefined;
}

function organisationRow({ org, day, sums }: JsonObject): OrganisationRow | undefined {
  if (!isOrg(org) || !isDay(day) || !isJsonObject(sums)) return undefined;
  const read = readSums(INVENTORY_SUM_NAMES, sums, parseRational);
  return read && { org, site: null, day, sums: read };
}

const isOrg = (value: JsonValue | undefined) => typeof value === 'string' && isPartyId(value);
const isDay = (value: JsonValue | undefined): value is string => typeof value === 'string' && DAY.test(value);

function parseSum(text: string): Rational | undefined {
  if (!SUM_TEXT.test(text)) return undefined;
  const [whole = '', fraction = ''] = text.split('.');
  return rational(BigInt(whole + fraction.padEnd(SUM_DIGITS, '0')), SUM_SCALE);
}

function readSums<N extends string>(
  names: readonly N[],
  sums: JsonObject,
  parse: (text: string) => Rational | undefined,
): Record<N, Rational> | undefined {
  const entries = names.flatMap((name): [N, Rational][] => {
    const text = sums[name];
    const value = typeof text === 'string' ? parse(text) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  // Every name is there once, so the entries are the record.
  return entries.length === names.length ? (Object.fromEntries(entries) as Record<N, Rational>) : undefined;
}

function workloadRow(value: JsonValue): WorkloadSums | undefined {
  if (!isJsonObject(value)) return undefined;
  const { id, visible, redundancy, unit, deferrable, measured } = value;
  if (typeof id !== 'string' || typeof visible !== 'boolean' || typeof redundancy !== 'number') return undefined;
  if (unit !== null && typeof unit !== 'string') return undefined;
  if (typeof deferrable !== 'boolean' || typeof measured !== 'boolean') return undefined;
  const quantity = (name: string) => {
    const text = value[name];
    return typeof text === 'string' ? parseMicro(text) : undefined;
  };
  const [energy, reserved, used, discarded] = ['energy', 'reserved', 'used', 'discarded'].map(quantity);
  if (energy === undefined || reserved === undefined || used === undefined || discarded === undefined) return undefined;
  return { id, visible, redundancy, unit, deferrable, measured, energy, reserved, used, discarded };
}
