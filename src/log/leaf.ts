import canonicalize from 'canonicalize';
import { RegistryError } from '../core/errors.ts';
import { formatUtcInstant, isUtcInstant } from '../core/instant.ts';
import { isJsonObject, parseStrictJson } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';

/** Leaf types (log, "Leaves"). */
export const LEAF_TYPES = [
  'registry.genesis',
  'registry.key',
  'registry.policy',
  'party.registered',
  'party.domain',
  'key.added',
  'key.revoked',
  'auditor.accredited',
  'auditor.suspended',
  'auditor.withdrawn',
  'audit.declared',
  'audit.held',
  'audit.countersigned',
  'workloads.registered',
  'inventory.accepted',
  'telemetry.window',
  'telemetry.day',
  'telemetry.epoch',
  'telemetry.fork',
  'certificate.issued',
  'certificate.reissued',
  'certificate.watch',
  'certificate.active',
  'certificate.suspended',
  'certificate.reinstated',
  'certificate.superseded',
  'certificate.withdrawn',
  'certificate.expired',
  'act.signed',
  'act.effective',
  'case.opened',
  'case.closed',
  'status.list',
  'listing.snapshot',
  'incident.opened',
] as const;
export type LeafType = (typeof LEAF_TYPES)[number];

type LeafMember = string | number | boolean | readonly string[] | readonly number[] | undefined;

/** A leaf before it has a time. Absent members are left out of its bytes, never null. */
export interface LeafBody {
  readonly t: LeafType;
  readonly [member: string]: LeafMember;
}

/** A leaf with its place in the log. `at` is a claim that never decreases; the order is the proof. */
export interface LoggedLeaf {
  readonly seq: number;
  readonly at: Date;
  readonly body: LeafBody;
}

/** A leaf as a reader finds it: of proper form, its members not yet judged. */
export interface ParsedLeaf extends JsonObject {
  readonly v: 1;
  readonly t: LeafType;
  /** `YYYY-MM-DDThh:mm:ssZ`. */
  readonly at: string;
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
/** An entry bundle states lengths in two bytes. */
export const MAX_LEAF_BYTES = 65_535;

/**
 * The exact bytes of a leaf as text: RFC 8785 of `{"v":1,"t":…,"at":…,…}`. They are stored and served verbatim.
 *
 * @throws Error where `parseLeaf` would refuse it: only the registry mints leaves, so that is a defect, not an input
 */
export function encodeLeaf(body: LeafBody, at: Date): string {
  const text = canonicalize({ ...body, v: 1, at: formatUtcInstant(at) }) ?? '';
  if (parseLeaf(text) === undefined) throw new Error(`leaf ${body.t} is not one its readers would accept`);
  return text;
}

/**
 * Reads a leaf as strictly as the registry writes it: printable ASCII in RFC 8785 form, version 1, a known type, a time;
 * members are printable strings, safe integers, booleans or lists of strings and integers. `undefined` for anything else.
 * The text may be hostile.
 */
export function parseLeaf(text: string): ParsedLeaf | undefined {
  if (text.length > MAX_LEAF_BYTES || !PRINTABLE_ASCII.test(text)) return undefined;
  const leaf = parseObject(text);
  return leaf !== undefined && isLeaf(leaf) && canonicalize(leaf) === text ? leaf : undefined;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value = parseStrictJson(Buffer.from(text, 'latin1'), 'payload_invalid');
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}

function isLeaf(value: JsonObject): value is ParsedLeaf {
  const { v, t, at } = value;
  const isHead = v === 1 && LEAF_TYPES.some((type) => type === t) && typeof at === 'string' && isUtcInstant(at);
  return (
    isHead && Object.values(value).every((member) => (Array.isArray(member) ? member.every(isListed) : isPlain(member)))
  );
}

// Strict JSON has no numbers but safe integers.
const isListed = (value: JsonValue): boolean =>
  typeof value === 'number' || (typeof value === 'string' && PRINTABLE_ASCII.test(value));
const isPlain = (value: JsonValue): boolean => isListed(value) || typeof value === 'boolean';

/** The time of the next leaf: whole seconds, never before the last leaf's. */
export function nextLeafTime(now: Date, last: Date): Date {
  const seconds = new Date(Math.floor(now.getTime() / 1000) * 1000);
  return seconds < last ? last : seconds;
}
