import type { PublicKey } from '../../core/keys.ts';
import type { Verdict } from '../../log/checkpoint.ts';
import type { Admission, Admitted } from './admit.ts';
import { closeDue, findDue } from './due.ts';
import { type LeafOf, ownStatement, type ReadLeaf, type ReplayedLeaf, type ReplayedType } from './leaves.ts';
import type { Finding, Unchecked } from './report.ts';
import { signAct, takeEffect } from './rules/acts.ts';
import { countersign, declareAudit, type Grid, registerWorkloads } from './rules/audits.ts';
import { changeCertificate, isDomainCure } from './rules/change-certificate.ts';
import { closeDay } from './rules/day.ts';
import { changeAccreditation, closeCase, openCase, openIncident } from './rules/effects.ts';
import { checkExpiry } from './rules/expiry.ts';
import { acceptInventory } from './rules/inventories.ts';
import { issueCertificate } from './rules/issue-certificate.ts';
import { addKey, revokeKey } from './rules/keys.ts';
import { changeDomain, registerParty } from './rules/parties.ts';
import { changePolicy, changeRegistryKey, openLog, signList } from './rules/registry.ts';
import { checkSnapshot } from './rules/snapshots.ts';
import { closeWindow, openEpoch, recordFork } from './rules/telemetry.ts';
import type { ReplayState } from './state.ts';
import { report, skip, type Turn } from './turn.ts';

/** What comes with a leaf from outside the log. */
export interface Evidence {
  /** Of the leaf's own statement, where it has one. */
  readonly admission: Admission;
  /** Public keys of the officers it names. */
  readonly officers: readonly PublicKey[];
  readonly grid: Grid;
  /** The accumulator rows under it, where it closes a day. */
  readonly rows: string | undefined;
}

type Rule<T extends ReplayedType> = (
  turn: Turn,
  leaf: LeafOf<T>,
  admitted: Admitted | undefined,
  evidence: Evidence,
) => void;

const RULES: { readonly [T in ReplayedType]: Rule<T> } = {
  'registry.genesis': (turn, leaf, _admitted, { officers }) => openLog(turn, leaf, officers),
  'registry.key': (turn, leaf, _admitted, { officers }) => changeRegistryKey(turn, leaf, officers),
  'registry.policy': changePolicy,
  'party.registered': registerParty,
  'party.domain': changeDomain,
  'key.added': addKey,
  'key.revoked': revokeKey,
  'auditor.accredited': changeAccreditation,
  'auditor.suspended': changeAccreditation,
  'auditor.withdrawn': changeAccreditation,
  'audit.declared': (turn, leaf, admitted, { grid }) => declareAudit(turn, leaf, admitted, grid),
  'audit.held': (turn, leaf, admitted, { grid }) => declareAudit(turn, leaf, admitted, grid),
  'audit.countersigned': countersign,
  'workloads.registered': registerWorkloads,
  'inventory.accepted': acceptInventory,
  'telemetry.window': closeWindow,
  'telemetry.day': (turn, leaf, _admitted, { rows, grid }) => closeDay(turn, leaf, rows, grid),
  'telemetry.epoch': openEpoch,
  'telemetry.fork': recordFork,
  'certificate.issued': issueCertificate,
  'certificate.reissued': changeCertificate,
  'certificate.watch': changeCertificate,
  'certificate.active': changeCertificate,
  'certificate.suspended': changeCertificate,
  'certificate.reinstated': changeCertificate,
  'certificate.superseded': changeCertificate,
  'certificate.withdrawn': changeCertificate,
  'certificate.expired': changeCertificate,
  'act.signed': signAct,
  'act.effective': takeEffect,
  'case.opened': openCase,
  'case.closed': closeCase,
  'status.list': signList,
  'listing.snapshot': checkSnapshot,
  'incident.opened': openIncident,
};

/** Leaves that only ever follow a cause. */
const EFFECTS: ReadonlySet<ReplayedType> = new Set([
  'auditor.accredited',
  'auditor.suspended',
  'auditor.withdrawn',
  'certificate.issued',
  'certificate.watch',
  'certificate.active',
  'certificate.suspended',
  'certificate.reinstated',
  'certificate.superseded',
  'certificate.withdrawn',
  'act.effective',
  'case.opened',
  'case.closed',
  'incident.opened',
]);

/** Leaves that say nothing about anybody: a registry that was down writes them before it looks at the calendar. */
const OWN_AFFAIRS: ReadonlySet<ReplayedType> = new Set([
  'registry.genesis',
  'registry.key',
  'registry.policy',
  'status.list',
  'telemetry.window',
  'certificate.expired',
]);

/**
 * Applies the next leaf to the state, which it changes, and says what does not follow. No I/O, no clock, nothing random: the
 * same leaves and statements give the same findings.
 */
export function apply(
  state: ReplayState,
  read: Verdict<ReadLeaf>,
  evidence: Evidence,
): { readonly findings: readonly Finding[]; readonly unchecked: readonly Unchecked[] } {
  const index = state.size;
  state.size += 1;
  const at = read.ok ? read.value.at : (state.at ?? new Date(0));
  const turn: Turn = { state, index, at, findings: [], unchecked: [] };
  if (!read.ok) report(turn, 'leaf_invalid', read.reason);
  else {
    checkTime(turn);
    applyRule(turn, read.value.leaf, evidence);
  }
  return { findings: turn.findings, unchecked: turn.unchecked };
}

/** The log is over: what is still due is missing. */
export function closeLog(state: ReplayState): readonly Finding[] {
  const turn: Turn = { state, index: state.size, at: state.at ?? new Date(0), findings: [], unchecked: [] };
  closeDue(turn);
  for (const index of state.unlisted)
    report(turn, 'effect_missing', 'credentials were revoked, and no status.list followed', index);
  state.unlisted = [];
  return turn.findings;
}

function checkTime(turn: Turn): void {
  const { state, at, index } = turn;
  if (index === 0 && state.at !== undefined) return;
  if (state.at !== undefined && at < state.at)
    report(turn, 'time_backwards', `${at.toISOString()} is before ${state.at.toISOString()} of the leaf before it`);
  else state.at = at;
}

function applyRule(turn: Turn, leaf: ReplayedLeaf, evidence: Evidence): void {
  if (turn.index === 0 && leaf.t !== 'registry.genesis')
    report(turn, 'genesis_differs', 'a log opens with registry.genesis');
  if (!isEffect(turn, leaf)) {
    closeDue(turn);
    if (!OWN_AFFAIRS.has(leaf.t)) checkExpiry(turn);
  }
  // The table is keyed by type, so a leaf always meets its own rule; the compiler cannot follow that.
  const rule = RULES[leaf.t] as Rule<ReplayedType>;
  rule(turn, leaf, accept(turn, leaf, evidence.admission), evidence);
}

/** Whether the leaf follows a cause. Some types do so only at times. */
function isEffect(turn: Turn, leaf: ReplayedLeaf): boolean {
  if (leaf.t === 'key.revoked' || leaf.t === 'audit.held') return findDue(turn, leaf) !== undefined;
  if (leaf.t === 'certificate.reinstated') return !isDomainCure(turn, leaf);
  if (isDispute(leaf)) return findDue(turn, leaf) !== undefined;
  return EFFECTS.has(leaf.t);
}
const isDispute = (leaf: ReplayedLeaf): boolean => leaf.t === 'case.opened' && leaf.kind === 'dispute';

/** The statement, once its digest and `jti` are new. The second leaf of a key operation is no second acceptance. */
function accept(turn: Turn, leaf: ReplayedLeaf, admission: Admission): Admitted | undefined {
  const own = ownStatement(leaf);
  if (own === undefined || isEffect(turn, leaf)) return undefined;
  const { digests, jtis } = turn.state;
  const isRepeated = digests.has(own.digest);
  if (isRepeated) report(turn, 'statement_repeated', `the statement ${own.digest} was accepted before`);
  digests.add(own.digest);
  for (const { code, text } of admission.faults ?? []) report(turn, code, text);
  if (admission.unchecked !== undefined) skip(turn, admission.unchecked);
  const { admitted } = admission;
  if (admitted === undefined) return undefined;
  const name = `${own.party} ${admitted.jti}`;
  if (jtis.has(name) && !isRepeated) report(turn, 'statement_repeated', `the jti ${admitted.jti} was used before`);
  jtis.add(name);
  return admitted;
}
