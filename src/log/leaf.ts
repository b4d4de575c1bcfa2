import canonicalize from 'canonicalize';
import { formatUtcInstant } from '../core/instant.ts';

/** Leaf types (log, "Leaves"). */
export type LeafType =
  | 'registry.genesis'
  | 'registry.key'
  | 'registry.policy'
  | 'party.registered'
  | 'party.domain'
  | 'key.added'
  | 'key.revoked'
  | 'auditor.accredited'
  | 'auditor.suspended'
  | 'auditor.withdrawn'
  | 'audit.declared'
  | 'audit.held'
  | 'audit.countersigned'
  | 'workloads.registered'
  | 'inventory.accepted'
  | 'telemetry.window'
  | 'telemetry.day'
  | 'telemetry.epoch'
  | 'telemetry.fork'
  | 'certificate.issued'
  | 'certificate.reissued'
  | 'certificate.watch'
  | 'certificate.active'
  | 'certificate.suspended'
  | 'certificate.reinstated'
  | 'certificate.superseded'
  | 'certificate.withdrawn'
  | 'certificate.expired'
  | 'act.signed'
  | 'act.effective'
  | 'case.opened'
  | 'case.closed'
  | 'status.list'
  | 'listing.snapshot'
  | 'incident.opened';

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

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * The exact bytes of a leaf as text: RFC 8785 of `{"v":1,"t":…,"at":…,…}`. They are stored and served verbatim.
 *
 * @throws Error when a string is not printable ASCII: only the registry mints leaves, so that is a defect, not an input.
 */
export function encodeLeaf(body: LeafBody, at: Date): string {
  const text = canonicalize({ v: 1, at: formatUtcInstant(at), ...body });
  if (text === undefined || !PRINTABLE_ASCII.test(text)) throw new Error(`leaf ${body.t} is not printable ASCII`);
  return text;
}

/** The time of the next leaf: whole seconds, never before the last leaf's. */
export function nextLeafTime(now: Date, last: Date): Date {
  const seconds = new Date(Math.floor(now.getTime() / 1000) * 1000);
  return seconds < last ? last : seconds;
}
