import { formatMicro } from '../core/decimal.ts';
import type { DecidedAudit } from '../core/decision.ts';
import type { Audit } from '../core/documents/audit.ts';
import { formatUtcInstant, parseUtcInstant } from '../core/instant.ts';
import { type ClaimCheck, checkClaim } from '../core/methodology/claim.ts';
import { SUBMETRIC_IDS } from '../core/methodology/cms-1.ts';
import type { Finding } from '../core/methodology/findings.ts';
import { reduceAudit } from '../core/methodology/reduce-audit.ts';
import type { GridLookup, Reduction } from '../core/methodology/reduction.ts';
import { compositeSortKey, renderScore } from '../core/methodology/render-score.ts';
import { type Score, type Share, scoreReduction } from '../core/methodology/score.ts';
import type { ScoreJson, ShareJson } from '../core/methodology/score-json.ts';
import { isVisible } from '../core/methodology/workloads.ts';
import { parseRational, type Rational } from '../core/rational.ts';
import type { InvisibleWorkload } from '../core/views.ts';

/** What the methodology made of an audit, in the form that is stored: everything a later decision or page needs of it. */
export interface EvaluatedAudit {
  readonly level: number;
  readonly window: { readonly start: string; readonly end: string };
  readonly sites: readonly string[];
  readonly score: ScoreJson;
  /** Fourth power of the composite, floored to 200 decimals. */
  readonly compositeKey: string;
  readonly claim: ClaimCheck;
  readonly findings: readonly Finding[];
  readonly invisible: readonly InvisibleWorkload[];
  /** Visible batch workloads called not deferrable. */
  readonly notDeferrable: readonly string[];
  /** The only auditors the organisation lets countersign; null admits any accredited one. */
  readonly auditors: readonly string[] | null;
}

export interface Evaluation {
  readonly evaluated: EvaluatedAudit;
  readonly score: Score;
  readonly reduction: Reduction;
  readonly rejected: boolean;
}

/** Reduces, scores and checks one audit. Pure; the registry's own findings are added by `withFindings`. */
export function evaluateAudit(audit: Audit, grid: GridLookup | undefined): Evaluation {
  const reduction = reduceAudit(audit, grid);
  const { score, findings, rejected } = scoreReduction(reduction);
  const { start, end } = audit.window;
  const evaluated: EvaluatedAudit = {
    level: audit.level,
    window: { start: formatUtcInstant(start), end: formatUtcInstant(end) },
    sites: audit.sites.map((site) => site.site_id),
    score: renderScore(score),
    compositeKey: compositeSortKey(score),
    claim: checkClaim(audit.claim?.composite_percent ?? undefined, score, null),
    findings,
    invisible: invisibleWorkloads(audit),
    notDeferrable: notDeferrable(audit),
    auditors: audit.auditors,
  };
  return { evaluated, score, reduction, rejected };
}

/** The evaluation with further findings, which may reject it. */
export function withFindings(evaluation: Evaluation, more: readonly Finding[]): Evaluation {
  const findings = [...evaluation.evaluated.findings, ...more];
  const rejected = findings.some((finding) => finding.severity === 'REJECT');
  return { ...evaluation, evaluated: { ...evaluation.evaluated, findings }, rejected };
}

function invisibleWorkloads(audit: Audit): InvisibleWorkload[] {
  return audit.workloads
    .filter((workload) => !isVisible(workload, audit.window.start))
    .map((workload) => {
      const missing = (['owner', 'schedule_ref', 'registered_at'] as const).filter(
        (member) => workload[member] === null,
      );
      const { workload_id, site_id, name } = workload;
      const energy_kwh = formatMicro(workload.energy_kwh);
      return {
        workload_id,
        site_id,
        name,
        energy_kwh,
        missing: missing.length > 0 ? missing : ['registered_too_late'],
      };
    });
}

const notDeferrable = (audit: Audit): string[] =>
  audit.workloads
    .filter((workload) => workload.kind === 'batch' && !workload.deferrable && isVisible(workload, audit.window.start))
    .map((workload) => workload.workload_id);

/** The exact score behind its published form: every fraction in it is exact, so nothing is lost on the way. */
export function restoreScore(json: ScoreJson): Score {
  const shares = Object.fromEntries(SUBMETRIC_IDS.map((id) => [id, restoreShare(json.submetrics[id])]));
  const { E1, E2, E3, T1, T2, T3, D1, D2, D3, C1, C2, C3, C4 } = shares as Record<
    (typeof SUBMETRIC_IDS)[number],
    Share
  >;
  return {
    methodology: json.methodology,
    submetrics: { E1, E2, E3, T1, T2, T3, D1, D2, D3, C1, C2, C3, C4 },
    mirrors: {
      efficiency: exact(json.mirrors.efficiency.value),
      timing: exact(json.mirrors.timing.value),
      data_diet: exact(json.mirrors.data_diet.value),
      circularity: exact(json.mirrors.circularity.value),
    },
    coverage: exact(json.coverage),
    pow4: exact(json.composite_pow4),
    visibility: exact(json.facts.visibility),
    measuredShare: exact(json.facts.measured_share),
    minSiteCoverage: exact(json.facts.min_site_coverage),
  };
}

const restoreShare = (share: ShareJson): Share => ({
  numerator: exact(share.numerator),
  denominator: exact(share.denominator),
  value: share.value === null ? null : exact(share.value),
  status: share.status,
});

/** The registry wrote these fractions itself; one it cannot read is a defect. */
function exact(text: string): Rational {
  const value = parseRational(text);
  if (value === undefined) throw new Error(`stored score holds no fraction: ${text}`);
  return value;
}

/** A stored audit as a decision sees it. */
export function decidedAudit(row: { evaluation: EvaluatedAudit; superseded: boolean }): DecidedAudit {
  const { score, findings, notDeferrable: confirmable, window } = row.evaluation;
  return {
    score: restoreScore(score),
    findings,
    notDeferrable: confirmable,
    superseded: row.superseded,
    windowStart: instant(window.start),
    windowEnd: instant(window.end),
  };
}

function instant(text: string): Date {
  const parsed = parseUtcInstant(text);
  if (parsed === undefined) throw new Error(`stored audit holds no instant: ${text}`);
  return parsed;
}
