import canonicalize from 'canonicalize';
import { decideIssue, type IssueDecision } from '../../core/decision.ts';
import type { JsonValue } from '../../core/json-value.ts';
import type { ScoreJson } from '../../core/methodology/score-json.ts';
import { formatExactDecimal, formatRational } from '../../core/rational.ts';
import { type Evaluated, evaluate } from '../replay/evaluate.ts';
import { accreditationFault, type EffectiveAct, gridBefore, isCaseAllowed } from './acts.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import type { Grounds } from './grounds.ts';
import { leafTime } from './statement-check.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/** What follows from the audit and the opinions, worked out here. */
export interface Recomputed {
  readonly evaluated: Evaluated;
  readonly decision: IssueDecision;
  /** As certificates write it. */
  readonly scopeShare: string;
}

/** Scores the audit and judges it with its opinions, as the registry did when it issued (methodology 2 and 3). */
export async function recompute(
  x: Examination,
  { audit, accepts }: Grounds,
  acts: readonly EffectiveAct[],
  issuing: ProvenLeaf,
): Promise<Answer<Recomputed>> {
  const grid = await gridBefore(x, acts, audit.proven.index);
  if (grid.word !== 'ok') return grid;
  for (const accept of accepts) {
    const accredited = accreditationFault(acts, accept);
    if (accredited.word !== 'ok') return accredited;
  }
  const evaluated = evaluate(audit.document, grid.value, {
    acceptedAt: leafTime(audit.proven),
    firstRegisteredAt: null,
    evidenceUses: [],
  });
  const rejecting = evaluated.findings.find(({ severity }) => severity === 'REJECT');
  if (rejecting !== undefined)
    return refuted(`the audit was not to be accepted: ${rejecting.code} ${rejecting.message}`);
  const { composite_6 } = evaluated.json;
  const published = [audit, ...accepts].map(({ proven }) => proven.leaf['composite_6']);
  if (published.some((one) => one !== composite_6))
    return refuted(`the audit gives ${composite_6}, its leaves say ${published.join(', ')}`);
  const isHeld = audit.proven.leaf.t === 'audit.held';
  if (isHeld !== evaluated.isHeld) return refuted('the log calls the claim of the audit otherwise than it is');
  if (isHeld && !isCaseAllowed(acts, audit.iss, audit.proven.index, issuing.index))
    return missing('the claim was held, and the act that allowed it is not at hand');
  const opinions = accepts.map(({ document }) => document);
  const decision = decideIssue({ ...evaluated, superseded: false }, opinions, CLEAR);
  const share = decision.facts.scopeShare;
  return found({ evaluated, decision, scopeShare: formatExactDecimal(share) ?? formatRational(share) });
}

/** What else could stand in the way is state of the registry that no evidence shows; that it issued says that nothing did. */
const CLEAR = {
  claimHeld: false,
  dissent: false,
  domainProved: true,
  nameUnderReview: false,
  keyCompromised: false,
  suspended: false,
  withdrawnAt: null,
} as const;

/** Whether two scores are the same in every exact fraction. */
export const isSameScore = (a: ScoreJson, b: JsonValue | undefined): boolean =>
  b !== undefined && canonicalize(a) === canonicalize(b);
