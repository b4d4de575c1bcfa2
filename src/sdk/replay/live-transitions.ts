import type { LiveEvaluation } from '../../core/live/evaluate-live.ts';
import type { Transition } from '../../core/live/lifecycle.ts';
import { METHODOLOGY } from '../../core/methodology/cms-1.ts';
import { renderScore } from '../../core/methodology/render-score.ts';
import { standingAccepts } from './decide.ts';
import { expectLeaf } from './due.ts';
import type { ReplayedType } from './leaves.ts';
import { currentOf, type ReplayedAudit, type ReplayedParty, type ReplayState } from './state.ts';
import type { Turn } from './turn.ts';

/** An evaluation and the newest countersigned audit it was made with. */
export interface EvaluatedOn {
  readonly audit: ReplayedAudit;
  readonly evaluation: LiveEvaluation;
}

/** The leaves by which the registry does what the daily evaluation asks for. */
export function expectTransitions(
  turn: Turn,
  party: ReplayedParty,
  on: EvaluatedOn,
  transitions: readonly Transition[],
): void {
  for (const transition of transitions) {
    if (transition.kind === 'issue') expectLiveIssue(turn, party, on, transition);
    else if (transition.kind === 'hold_claim') expectHold(turn, on.audit);
    else if (transition.kind === 'suspend') expectChange(turn, party, ['certificate.suspended', transition.reason]);
    else expectChange(turn, party, CHANGES[transition.kind]);
  }
}

type Change = readonly [ReplayedType, string];
const CHANGES: Readonly<Record<'watch' | 'active' | 'reinstate', Change>> = {
  watch: ['certificate.watch', 'hold_band'],
  active: ['certificate.active', 'cured'],
  reinstate: ['certificate.reinstated', 'cured'],
};

function expectChange(turn: Turn, party: ReplayedParty, [t, reason]: Change): void {
  const current = currentOf(party);
  if (current !== undefined) expectLeaf(turn, { t, key: { certificate: current.id }, rest: { reason, in: [] } });
}

function expectLiveIssue(
  turn: Turn,
  party: ReplayedParty,
  { audit, evaluation }: EvaluatedOn,
  { tier, reason, basis }: Extract<Transition, { readonly kind: 'issue' }>,
): void {
  const { facts, decision, grounds } = evaluation;
  const score = basis === 'audit' ? audit.evaluated?.json : renderScore(decision);
  const before = currentOf(party);
  if (before !== undefined) {
    const rest = { reason: 'successor_issued', in: [] };
    expectLeaf(turn, { t: 'certificate.superseded', key: { certificate: before.id }, rest });
  }
  const roots = basis === 'audit' ? [] : rootsOf(turn.state, grounds);
  const accepts = standingAccepts(audit).map(({ digest }) => digest);
  expectLeaf(turn, {
    t: 'certificate.issued',
    key: { org: party.id },
    rest: {
      in: [audit.digest, ...accepts, ...roots],
      methodology: METHODOLOGY,
      reason,
      tier,
      composite_6: score?.composite_6,
    },
    live: { tier, facts, score },
  });
}

/** Roots of the closed days of a window, in log order. */
const rootsOf = ({ days }: ReplayState, { from, to }: LiveEvaluation['grounds']): readonly string[] =>
  days.filter(({ day }) => from <= day && day <= to).map(({ root }) => root);

/** The claim is beyond the tier's own tolerance: nothing is issued before officers have looked. */
function expectHold(turn: Turn, audit: ReplayedAudit): void {
  audit.held = true;
  const { org, digest, evaluated } = audit;
  const rest = { org, composite_6: evaluated?.json.composite_6 };
  expectLeaf(turn, { t: 'audit.held', key: { d: digest }, rest });
  expectLeaf(turn, { t: 'case.opened', key: { kind: 'claim_held', org, d: digest }, rest: {} });
}
