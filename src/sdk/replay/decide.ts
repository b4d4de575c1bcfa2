import { isStanding } from '../../core/certificate-state.ts';
import { decideIssue, type IssueDecision } from '../../core/decision.ts';
import { isLiveTier } from '../../core/live/live-state.ts';
import { METHODOLOGY } from '../../core/methodology/cms-1.ts';
import { expectLeaf } from './due.ts';
import {
  currentOf,
  type ReplayedAudit,
  type ReplayedCertificate,
  type ReplayedOpinion,
  type ReplayedParty,
  type ReplayState,
} from './state.ts';
import type { Turn } from './turn.ts';

/* What was to be issued, from the replayed state alone. */

/** Standing accepts of an audit, in log order. */
export const standingAccepts = ({ opinions }: ReplayedAudit): readonly ReplayedOpinion[] =>
  opinions.filter(({ standing, result }) => standing && result === 'accept');

/** The decision on an audit now; undefined where something it rests on could not be looked at. */
export function decide(state: ReplayState, party: ReplayedParty, audit: ReplayedAudit): IssueDecision | undefined {
  const { evaluated } = audit;
  const standing = audit.opinions.filter((opinion) => opinion.standing);
  const documents = standing.flatMap(({ document }) => (document === undefined ? [] : [document]));
  if (evaluated === undefined || documents.length < standing.length) return undefined;
  const rejects = standing.filter(({ result }) => result === 'reject');
  return decideIssue({ ...evaluated, superseded: audit.superseded }, documents, {
    claimHeld: audit.held,
    dissent: rejects.some((opinion) => !isResolved(state, opinion)),
    domainProved: party.domains.some(({ proved }) => proved),
    nameUnderReview: party.nameUnderReview,
    keyCompromised: restsOnCompromise(state, audit, standingAccepts(audit)),
    suspended: currentOf(party)?.state === 'suspended',
    withdrawnAt: party.withdrawnAt,
    liveCertificate: isLiveElsewhere(currentOf(party), audit),
  });
}

/** A standing certificate of a live tier on another audit: the next daily evaluation looks at this one. */
const isLiveElsewhere = (current: ReplayedCertificate | undefined, audit: ReplayedAudit): boolean =>
  current !== undefined && isStanding(current.state) && isLiveTier(current.tier) && current.audit !== audit;

/** A dissent that officers allowed resolves the rejects before it was closed. */
function isResolved(state: ReplayState, { audit, index }: ReplayedOpinion): boolean {
  return [...state.cases.values()].some(
    ({ kind, audit: about, outcome, closedAt }) =>
      kind === 'dissent' && about === audit.digest && outcome === 'allow' && index < (closedAt ?? 0),
  );
}

/** Whether the key was declared compromised from a leaf that is not after this one. */
function isInDoubt(state: ReplayState, kid: string | undefined, index: number): boolean {
  const since = kid === undefined ? null : (state.keys.get(kid)?.compromisedSince ?? null);
  return since !== null && since <= index;
}

/** A standing accept by a compromised key; or an audit by one that nobody accepted since the key was revoked. */
function restsOnCompromise(state: ReplayState, audit: ReplayedAudit, accepts: readonly ReplayedOpinion[]): boolean {
  if (accepts.some(({ kid, index }) => isInDoubt(state, kid, index))) return true;
  if (!isInDoubt(state, audit.kid, audit.index)) return false;
  const revokedAt = (audit.kid === undefined ? null : state.keys.get(audit.kid)?.revokedAt) ?? 0;
  return !accepts.some(({ index }) => index > revokedAt);
}

/** The opinions a certificate rests on: each auditor's last before it, and those that cured it, as far as they accept. */
export function opinionsBehind(state: ReplayState, certificate: ReplayedCertificate): readonly ReplayedOpinion[] {
  const { audit, index, reason } = certificate;
  if (audit === undefined) return [];
  const accepts = audit.opinions.filter(({ result }) => result === 'accept');
  const last = new Map(audit.opinions.filter((one) => one.index < index).map((one) => [one.auditor, one]));
  const first = accepts.filter((one) => last.get(one.auditor) === one);
  // What cured another suspension than a compromised key's was no opinion.
  const isCured = reason === 'cured' && restsOnCompromise(state, audit, first);
  return isCured ? [...first, ...accepts.filter((one) => one.index > index)] : first;
}

/** After something that stood in the way is gone: what is then due is issued at once. */
export function expectIssue(turn: Turn, party: ReplayedParty): void {
  const audit = party.audits.findLast((one) => one.certificate === undefined && !one.superseded);
  if (audit !== undefined) expectDecision(turn, party, audit);
}

/** The certificate an audit must get now, if it must; and the end of the one before it. */
export function expectDecision(turn: Turn, party: ReplayedParty, audit: ReplayedAudit): void {
  if (audit.certificate !== undefined) return;
  const decision = decide(turn.state, party, audit);
  if (decision?.tier === null) return;
  const isCertain = decision !== undefined;
  const before = currentOf(party);
  if (before !== undefined)
    expectLeaf(turn, {
      t: 'certificate.superseded',
      key: { certificate: before.id },
      rest: { reason: 'successor_issued', in: [] },
      isCertain,
    });
  expectLeaf(turn, {
    t: 'certificate.issued',
    key: { org: party.id },
    rest: {
      in: [audit.digest, ...standingAccepts(audit).map(({ digest }) => digest)],
      methodology: METHODOLOGY,
      reason: 'decision',
      ...(isCertain ? { tier: decision.tier, composite_6: audit.evaluated?.json.composite_6 } : {}),
    },
    isCertain,
  });
}
