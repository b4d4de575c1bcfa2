import { CMS_1, type Parameters } from '../methodology/cms-1.ts';
import { compositeFraction6, compositePercent, renderScore } from '../methodology/render-score.ts';
import { formatExactDecimal, formatRational } from '../rational.ts';
import type { LiveEvaluation } from './evaluate-live.ts';
import { LIVE_TIERS, type LiveState } from './live-state.ts';
import type { LiveView } from './live-view.ts';

/** An evaluation as it is stored and shown, with the state its day led to. */
export function renderLive(evaluation: LiveEvaluation, state: LiveState, p: Parameters = CMS_1): LiveView {
  const { day, window, score, decision, audit, facts, gridShare, silentDays, invisibleShare } = evaluation;
  const delta = facts.surveillanceDelta;
  return {
    day,
    window,
    score: renderScore(score),
    decision_composite_6: compositeFraction6(decision),
    decision_composite_percent: compositePercent(decision),
    audit: audit.digest,
    telemetry_days: facts.telemetryDays,
    telemetry_coverage: formatRational(facts.telemetryCoverage),
    surveillance_delta_points: delta === null ? null : (formatExactDecimal(delta) ?? formatRational(delta)),
    registry_grid_share: formatRational(gridShare),
    silent_days: silentDays,
    invisible_share: invisibleShare === null ? null : formatRational(invisibleShare),
    rejects: evaluation.rejects,
    drift: evaluation.drift,
    failing: evaluation.failing,
    progress: progressOf(facts.auditLevel, state, p),
  };
}

/** Good days towards the lowest live tier above the one held that the audit's level carries. */
function progressOf(level: number, { good, held }: LiveState, p: Parameters): LiveView['progress'] {
  const above = LIVE_TIERS.slice(held === null ? 0 : LIVE_TIERS.indexOf(held) + 1);
  const tier = above.find((one) => p.tiers[one].assuranceLevel <= level);
  if (tier === undefined) return null;
  return { tier, days: Math.min(good[tier], p.live.issueDays), of: p.live.issueDays };
}
