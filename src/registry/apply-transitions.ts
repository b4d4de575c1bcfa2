import type { LiveEvaluation } from '../core/live/evaluate-live.ts';
import type { Transition } from '../core/live/lifecycle.ts';
import { renderScore } from '../core/methodology/render-score.ts';
import {
  changeCertificate,
  currentCertificate,
  issueCertificate,
  reinstateCertificate,
  watchCertificate,
} from './certificates.ts';
import { issueWhatIsDue } from './decide-audit.ts';
import { isAccept } from './grounds.ts';
import type { LiveBasis } from './live-basis.ts';
import { openCase } from './open-case.ts';
import type { CertificateRow } from './ports/audits.ts';
import type { Deps, Stores } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';

/** An evaluation and what it was made on. */
export interface Evaluated extends LiveBasis {
  readonly evaluation: LiveEvaluation;
}

/** Does to the certificate what the life of its tier asks for, in order: each with its leaf, history row and reason. */
export async function applyTransitions(
  tx: Stores,
  deps: Deps,
  evaluated: Evaluated,
  transitions: readonly Transition[],
  now: Date,
): Promise<void> {
  for (const transition of transitions) await apply(tx, deps, evaluated, transition, now);
}

async function apply(
  tx: Stores,
  deps: Deps,
  evaluated: Evaluated,
  transition: Transition,
  now: Date,
): Promise<unknown> {
  switch (transition.kind) {
    case 'issue':
      return issueLive(tx, deps, evaluated, transition, now);
    case 'hold_claim':
      return holdClaim(tx, deps, evaluated, now);
    case 'watch':
    case 'active':
      return watchCertificate(tx, await required(tx, evaluated), transition.kind, now);
    case 'reinstate':
      await reinstateCertificate(tx, deps, await required(tx, evaluated), 'cured', now);
      return issueWhatIsDue(tx, deps, evaluated.party.partyId, now);
    case 'suspend':
      return changeCertificate(tx, await required(tx, evaluated), 'suspended', transition.reason, now);
  }
}

/** What changes is there: the machine looked at it in this transaction. */
async function required(tx: Stores, { party }: Evaluated): Promise<CertificateRow> {
  const current = await currentCertificate(tx, party);
  if (current === undefined) throw new Error(`${party.partyId} holds no certificate that could change`);
  return current;
}

/** A live certificate stands on the decision figure and names the days behind it; one on its audit alone does not. */
async function issueLive(
  tx: Stores,
  deps: Deps,
  { party, audit, inputs, evaluation }: Evaluated,
  { tier, reason, basis }: Extract<Transition, { readonly kind: 'issue' }>,
  now: Date,
): Promise<void> {
  const { facts, decision, grounds } = evaluation;
  const score = basis === 'audit' ? audit.evaluation.score : renderScore(decision);
  const days = basis === 'audit' ? [] : await rootsOf(tx, grounds);
  const accepts = inputs.standing.filter(isAccept);
  await issueCertificate(tx, deps, { party, audit, accepts, tier, facts, score, reason, days }, now);
}

/** Roots of the closed days of a window, in log order. */
async function rootsOf(tx: Stores, { from, to }: LiveEvaluation['grounds']): Promise<readonly string[]> {
  const leaves = await tx.accumulators.dayLeaves(from);
  return leaves.filter(({ day }) => day <= to).map(({ root }) => root);
}

/** The claim is beyond the tier's own tolerance: nothing is issued before officers have looked (statements section 5). */
async function holdClaim(tx: Stores, deps: Deps, { party, audit }: Evaluated, now: Date): Promise<void> {
  const { partyId } = party;
  const { composite_6 } = audit.evaluation.score;
  await recordLeaf(tx, now, { t: 'audit.held', org: partyId, d: audit.digest, composite_6 }, partyId);
  await tx.audits.update(audit.digest, { held: true });
  await openCase(tx, deps, { kind: 'claim_held', partyId, audit: audit.digest }, now);
}
