import type { AuditWorkload } from '../documents/audit.ts';
import type { Countersignature } from '../documents/countersignature.ts';
import type { WorkloadEntry } from '../documents/workloads.ts';
import { groupBy } from '../group-by.ts';
import type { PartyId } from '../ids.ts';
import { parseUtcInstant } from '../instant.ts';

const DAY_MS = 86_400_000;
/** Days after which an entry that nobody registered again lapses (statements section 6). */
export const REGISTER_LAPSE_DAYS = 180;

/** An entry of an accepted `cms-workloads/1`. */
export interface RegisterVersion {
  /** The registry's time of acceptance: the `at` of the statement's leaf. */
  readonly acceptedAt: Date;
  readonly entry: WorkloadEntry;
}

/** Every version of an organisation's entries by workload id, in order of acceptance. */
export type Register = ReadonlyMap<string, readonly RegisterVersion[]>;

/** What an audit says of a workload, as far as it counts live. */
export type AuditedWorkload = Pick<
  AuditWorkload,
  'kind' | 'deferrable' | 'not_deferrable_reason' | 'energy_basis' | 'redundancy'
>;

/** Time in which an audit had at least one standing accept: `from <= t < until`, open where `until` is null. */
export interface StandingSpan {
  readonly from: Date;
  readonly until: Date | null;
}

/** An audit with accepts, of any state. */
export interface CountersignedAudit {
  /** Index of the leaf that accepted the audit. */
  readonly acceptedSeq: number;
  readonly spans: readonly StandingSpan[];
}

/** The same with its workload table by id. */
export interface AuditWorkloads extends CountersignedAudit {
  readonly workloads: ReadonlyMap<string, AuditedWorkload>;
}

/** What the registry holds about a workload in one interval: what a row's key says, and the words for pages. */
export interface WorkloadFacts {
  readonly visible: boolean;
  readonly redundancy: 1 | 2;
  /** Capacity unit; null for work nobody registered. */
  readonly unit: string | null;
  readonly deferrable: boolean;
  readonly measured: boolean;
  /** null for work nobody registered. */
  readonly kind: AuditWorkload['kind'] | null;
  readonly name: string | null;
}

const UNKNOWN: WorkloadFacts = {
  visible: false,
  redundancy: 1,
  unit: null,
  deferrable: false,
  measured: false,
  kind: null,
  name: null,
};

/**
 * Facts of a workload in the interval that begins at `start` (statements section 6; methodology 1.0). They depend on what
 * was public then and on nothing later, so any row can be computed again at any time. Where no version of the register
 * applies, nobody answers for the work, whatever an audit says of it.
 */
export function workloadFacts(
  id: string,
  start: Date,
  register: Register,
  audits: readonly AuditWorkloads[],
): WorkloadFacts {
  const version = register.get(id)?.findLast((one) => applies(one, start));
  if (version === undefined) return UNKNOWN;
  const { owner, schedule_ref, redundancy, energy_basis, capacity_unit, name, kind } = version.entry;
  const audited = newestCountersigned(audits, start)?.workloads.get(id);
  return {
    visible: owner !== null && schedule_ref !== null,
    redundancy: redundancy === 2 && audited?.redundancy === 2 ? 2 : 1,
    unit: capacity_unit,
    deferrable: audited === undefined ? kind !== 'platform' : isDeferrable(audited),
    measured: energy_basis === 'measured' && audited?.energy_basis === 'measured',
    kind: audited?.kind ?? kind,
    name,
  };
}

/** Whether a version is in force at an instant: `accepted_at <= start < min(accepted_at + 180 d, valid_to)`. */
export function applies(version: RegisterVersion, start: Date): boolean {
  const { from, until } = validitySpan(version);
  return from <= start.getTime() && start.getTime() < until;
}

/** When a version is in force, milliseconds since 1970; `until` is the first instant at which it is not. */
export function validitySpan({ acceptedAt, entry }: RegisterVersion): {
  readonly from: number;
  readonly until: number;
} {
  const from = acceptedAt.getTime();
  const lapse = from + REGISTER_LAPSE_DAYS * DAY_MS;
  const validTo = entry.valid_to === undefined ? undefined : parseUtcInstant(entry.valid_to);
  return { from, until: Math.min(lapse, validTo?.getTime() ?? lapse) };
}

/** Batch work waits unless the audit gives a reason why it cannot. */
const isDeferrable = ({ kind, deferrable, not_deferrable_reason }: AuditedWorkload): boolean =>
  deferrable || (kind === 'batch' && not_deferrable_reason === null);

/** Of the audits with a standing accept at an instant, the one accepted last. */
export function newestCountersigned<A extends CountersignedAudit>(audits: readonly A[], at: Date): A | undefined {
  const instant = at.getTime();
  const standing = audits.filter(({ spans }) =>
    spans.some(({ from, until }) => from.getTime() <= instant && (until === null || instant < until.getTime())),
  );
  return standing.reduce<A | undefined>(
    (newest, one) => (newest === undefined || one.acceptedSeq > newest.acceptedSeq ? one : newest),
    undefined,
  );
}

/** An opinion and the `at` of its leaf. */
export interface DatedOpinion {
  readonly auditor: PartyId;
  readonly result: Countersignature['result'];
  readonly at: Date;
}

/** When an audit had a standing accept, from all opinions on it in log order: the same auditor's later one replaces the earlier. */
export function standingSpans(opinions: readonly DatedOpinion[]): readonly StandingSpan[] {
  const accepting = new Set<PartyId>();
  const spans: StandingSpan[] = [];
  let from: Date | undefined;
  for (const { auditor, result, at } of opinions) {
    if (result === 'accept') accepting.add(auditor);
    else accepting.delete(auditor);
    if (accepting.size > 0) from ??= at;
    else if (from !== undefined) {
      spans.push({ from, until: at });
      from = undefined;
    }
  }
  return from === undefined ? spans : [...spans, { from, until: null }];
}

/** The workload table of an audit by id. A duplicate id rejects an audit, so there is none. */
export const auditedWorkloads = (
  workloads: readonly (AuditedWorkload & { readonly workload_id: string })[],
): ReadonlyMap<string, AuditedWorkload> => new Map(workloads.map((row) => [row.workload_id, row]));

/** A register from entries in order of acceptance. */
export const registerOf = (versions: readonly RegisterVersion[]): Register =>
  groupBy(versions, ({ entry }) => entry.workload_id);
