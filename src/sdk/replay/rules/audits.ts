import { isStanding } from '../../../core/certificate-state.ts';
import { opinionsUntil } from '../../../core/decision.ts';
import type { Audit } from '../../../core/documents/audit.ts';
import { type Canary, canaryDay, canaryKey, hasFailed } from '../../../core/live/canary.ts';
import type { GridLookup } from '../../../core/methodology/reduction.ts';
import type { EvidenceUse } from '../../../core/methodology/registry-checks.ts';
import { rowKey } from '../../../core/telemetry/row-order.ts';
import type { Admitted } from '../admit.ts';
import { expectDecision } from '../decide.ts';
import { expectLeaf, settle } from '../due.ts';
import { type Evaluated, evaluate } from '../evaluate.ts';
import type { LeafOf } from '../leaves.ts';
import { currentOf, type ReplayedAudit, type ReplayedParty, type ReplayState } from '../state.ts';
import { expectEqual, report, requireParty, skip, type Turn } from '../turn.ts';

/** Look-up over the series in force, or why there is none: a series that is not served. */
export type Grid = { readonly lookup: GridLookup | undefined } | { readonly missing: string };

/** An audit is accepted: its score, its claim and its place among the organisation's audits follow from its statement. */
export function declareAudit(
  turn: Turn,
  leaf: LeafOf<'audit.declared'> | LeafOf<'audit.held'>,
  admitted: Admitted | undefined,
  grid: Grid,
): void {
  const { state, index } = turn;
  const party = requireParty(turn, leaf.org);
  if (party === undefined) return;
  // A hold found at a decision is a second leaf of the audit.
  if (settle(turn, leaf) !== undefined) return;
  if (state.audits.has(leaf.d)) {
    report(turn, 'rule_broken', 'the audit was accepted before');
    return;
  }
  if (party.kind !== 'organisation') report(turn, 'rule_broken', 'only an organisation submits audits');
  const document = admitted?.typ === 'cms-audit+jwt' ? admitted.content : undefined;
  const evaluated = document && evaluateAt(turn, party, document, grid);
  const isHeld = leaf.t === 'audit.held';
  if (evaluated !== undefined) checkDeclaration(turn, leaf, evaluated, isHeld);
  supersedeOlder(party);
  const audit: ReplayedAudit = {
    digest: leaf.d,
    org: party.id,
    index,
    at: turn.at,
    kid: admitted?.key.kid,
    evaluated,
    opinions: [],
    superseded: false,
    held: isHeld,
    certificate: undefined,
  };
  party.audits.push(audit);
  state.audits.set(leaf.d, audit);
  for (const ref of evaluated?.cfe.keys() ?? []) state.cfeUses.set(ref, [...(state.cfeUses.get(ref) ?? []), audit]);
  if (isHeld) expectLeaf(turn, { t: 'case.opened', key: { kind: 'claim_held', org: party.id, d: leaf.d }, rest: {} });
}

function evaluateAt(turn: Turn, party: ReplayedParty, document: Audit, grid: Grid): Evaluated | undefined {
  expectEqual(turn, 'rule_broken', 'organisation.id', document.organisation.id, party.id);
  if ('missing' in grid) {
    skip(turn, `the grid series ${grid.missing} is not served: the audit was not scored`);
    return undefined;
  }
  const { register, registerSince } = party;
  const isCovered = registerSince !== null && registerSince < document.window.start;
  return evaluate(document, grid.lookup, {
    acceptedAt: turn.at,
    firstRegisteredAt: isCovered ? register : null,
    evidenceUses: evidenceUses(turn.state, document, party),
  });
}

/** What a new audit must not claim again: all that others claimed, and the organisation's own that stays in force. */
function evidenceUses(state: ReplayState, { sites }: Audit, party: ReplayedParty): EvidenceUse[] {
  const current = currentOf(party);
  const refs = new Set(sites.flatMap((site) => site.cfe_evidence.map(({ ref }) => ref)));
  return [...refs].flatMap((ref) =>
    (state.cfeUses.get(ref) ?? []).flatMap(({ org, superseded, certificate, evaluated }) => {
      const counts = org !== party.id || (!superseded && certificate !== undefined && certificate === current);
      if (!counts || evaluated === undefined) return [];
      const window = { start: evaluated.windowStart, end: evaluated.windowEnd };
      return [{ organisation: org, window, ref, kwh: evaluated.cfe.get(ref) ?? 0n }];
    }),
  );
}

function checkDeclaration(
  turn: Turn,
  leaf: LeafOf<'audit.declared'> | LeafOf<'audit.held'>,
  { findings, json, isHeld }: Evaluated,
  saysHeld: boolean,
): void {
  const [reject] = findings.filter((finding) => finding.severity === 'REJECT');
  if (reject !== undefined)
    report(turn, 'rule_broken', `the audit was to be rejected: ${reject.code} ${reject.message}`);
  expectEqual(turn, 'composite_differs', 'composite_6', leaf.composite_6, json.composite_6);
  if (isHeld !== saysHeld)
    report(turn, 'leaf_differs', `the claim is ${isHeld ? 'held' : 'not held'}, the leaf is ${leaf.t}`);
}

/** A newer audit supersedes older ones without a current certificate. */
function supersedeOlder(party: ReplayedParty): void {
  const current = currentOf(party);
  for (const older of party.audits) if (older !== current?.audit) older.superseded = true;
}

/** An auditor's opinion on an audit, and what it leads to. */
export function countersign(turn: Turn, leaf: LeafOf<'audit.countersigned'>, admitted: Admitted | undefined): void {
  const { state, index } = turn;
  const holder = requireParty(turn, leaf.org);
  const auditor = requireParty(turn, leaf.auditor);
  const audit = state.audits.get(leaf.d);
  if (holder === undefined || auditor === undefined) return;
  if (audit === undefined) {
    report(turn, 'rule_broken', `no audit ${leaf.d} was accepted`);
    return;
  }
  const document = admitted?.typ === 'cms-countersignature+jwt' ? admitted.content : undefined;
  expectEqual(turn, 'leaf_differs', 'org', leaf.org, audit.org);
  if (audit.evaluated !== undefined)
    expectEqual(turn, 'composite_differs', 'composite_6', leaf.composite_6, audit.evaluated.json.composite_6);
  if (document !== undefined) {
    expectEqual(turn, 'leaf_differs', 'd', leaf.d, document.audit);
    expectEqual(turn, 'leaf_differs', 'result', leaf.result, document.result);
    expectEqual(turn, 'leaf_differs', 'level', leaf.level, document.level);
  }
  checkOpinion(turn, audit, auditor, holder, document?.level ?? leaf.level);
  for (const earlier of audit.opinions) if (earlier.auditor === auditor.id) earlier.standing = false;
  const result = document?.result ?? leaf.result;
  const kid = admitted?.key.kid;
  const by = { auditor: auditor.id, index, at: turn.at, kid };
  const opinion = { digest: leaf.o, audit, ...by, result, document, standing: true };
  audit.opinions.push(opinion);
  auditor.opinionsGiven.push(opinion);
  const { canary } = document ?? {};
  const suspends = canary !== undefined && followCanary(turn, holder, audit, canary);
  follow(turn, holder, audit, result, suspends);
}

/** Failed canaries of one organisation that suspend it; fewer are a finding (methodology 6). */
const SUSPENDING_CANARIES = 2;

/** A failed canary opens a review, and the second that ever failed suspends: whether it does. */
function followCanary(turn: Turn, holder: ReplayedParty, audit: ReplayedAudit, canary: Canary): boolean {
  if (turn.state.hasHiddenRows) {
    skip(turn, 'what a canary showed: rows are not at hand');
    return false;
  }
  if (!isFailed(holder, canary)) return false;
  const review = { kind: 'review', org: holder.id, d: audit.digest };
  if (!isCaseOpen(turn.state, 'review', audit.digest)) expectLeaf(turn, { t: 'case.opened', key: review, rest: {} });
  const reported = holder.audits.flatMap(({ opinions }) => opinions.flatMap(({ document }) => document?.canary ?? []));
  const failed = new Set(reported.filter((one) => isFailed(holder, one)).map(canaryKey));
  const current = currentOf(holder);
  if (failed.size < SUSPENDING_CANARIES || current === undefined || !isStanding(current.state)) return false;
  const rest = { reason: 'canary_failed', in: [] };
  expectLeaf(turn, { t: 'certificate.suspended', key: { certificate: current.id }, rest });
  return true;
}

function isFailed({ rows }: ReplayedParty, canary: Canary): boolean {
  const row = rows.get(rowKey({ site: canary.site_id, day: canaryDay(canary) }))?.row;
  return hasFailed(canary, row === undefined || row.site === null ? undefined : row);
}

function checkOpinion(
  turn: Turn,
  audit: ReplayedAudit,
  auditor: ReplayedParty,
  holder: ReplayedParty,
  level: number,
): void {
  const broken = (holds: boolean, text: string): void => {
    if (!holds) report(turn, 'rule_broken', text);
  };
  const { accreditation } = auditor;
  const isValid = accreditation?.state === 'accredited' && turn.at < new Date(accreditation.validTo);
  broken(isValid, `${auditor.id} was not accredited: ${accreditation?.state ?? 'an applicant'}`);
  broken(accreditation?.levels.includes(level) ?? true, `${auditor.id} was not accredited for level ${level}`);
  broken(!audit.superseded, 'the audit was superseded');
  broken(!haveCommon(auditor, holder), `${auditor.id} and ${holder.id} share a party, domain or legal id`);
  const { evaluated } = audit;
  if (evaluated === undefined) return;
  broken(evaluated.auditors?.includes(auditor.id) ?? true, 'the organisation named other auditors');
  broken(turn.at <= opinionsUntil(evaluated), 'the time for opinions on the audit was over');
  broken(level <= evaluated.level, `the audit is of level ${evaluated.level}, the opinion of ${level}`);
}

/** No opinion on oneself. Keys are unique among parties anyway. */
function haveCommon(a: ReplayedParty, b: ReplayedParty): boolean {
  const marks = ({ id, domains, document }: ReplayedParty): string[] => [
    `party ${id}`,
    ...domains.filter(({ proved }) => proved).map(({ domain }) => `domain ${domain}`),
    ...Object.entries(document?.legal_ids ?? {}).map(([kind, value]) => `${kind} ${value}`),
  ];
  const other = new Set(marks(b));
  return marks(a).some((mark) => other.has(mark));
}

/** Before issue a decision; after it a review, or the cure of a compromised key. */
function follow(turn: Turn, holder: ReplayedParty, audit: ReplayedAudit, result: string, suspends: boolean): void {
  const { certificate, digest } = audit;
  const kind = certificate === undefined ? 'dissent' : 'review';
  if (result === 'reject' && !isCaseOpen(turn.state, kind, digest) && !isCaseDue(turn.state, kind, digest))
    expectLeaf(turn, { t: 'case.opened', key: { kind, org: holder.id, d: digest }, rest: {} });
  const isCured = certificate?.state === 'suspended' && certificate.reason === 'key_compromised' && result === 'accept';
  if (!isCured) {
    if (!suspends) expectDecision(turn, holder, audit);
    return;
  }
  const rest = { reason: 'cured', in: [] };
  expectLeaf(turn, { t: 'certificate.reinstated', key: { certificate: certificate.id }, rest });
}

const isCaseDue = ({ due }: ReplayState, kind: string, audit: string): boolean =>
  due.some(({ t, key }) => t === 'case.opened' && key['kind'] === kind && key['d'] === audit);

const isCaseOpen = ({ cases }: ReplayState, kind: string, audit: string): boolean =>
  [...cases.values()].some((one) => one.kind === kind && one.audit === audit && one.closedAt === null);

/** The register decides which workloads are visible; what counts is when the registry saw them first. */
export function registerWorkloads(
  turn: Turn,
  leaf: LeafOf<'workloads.registered'>,
  admitted: Admitted | undefined,
): void {
  const party = requireParty(turn, leaf.org);
  if (party === undefined) return;
  if (party.kind !== 'organisation') report(turn, 'rule_broken', 'only an organisation registers workloads');
  if (admitted?.typ !== 'cms-workloads+jwt') {
    party.hasHiddenRegister = true;
    return;
  }
  party.registerSince ??= turn.at;
  for (const entry of admitted.content.entries) {
    const { workload_id } = entry;
    if (!party.register.has(workload_id)) party.register.set(workload_id, turn.at);
    party.versions.set(workload_id, [...(party.versions.get(workload_id) ?? []), { acceptedAt: turn.at, entry }]);
  }
}
