import { formatMicro } from '../core/decimal.ts';
import { reachedLevel } from '../core/decision.ts';
import type { Audit } from '../core/documents/audit.ts';
import { type ClaimCheck, checkClaim } from '../core/methodology/claim.ts';
import type { Tier } from '../core/methodology/cms-1.ts';
import type { Finding } from '../core/methodology/findings.ts';
import { reduceAudit } from '../core/methodology/reduce-audit.ts';
import { registryChecks } from '../core/methodology/registry-checks.ts';
import { renderScore } from '../core/methodology/render-score.ts';
import { scoreReduction } from '../core/methodology/score.ts';
import type { ScoreJson } from '../core/methodology/score-json.ts';
import { decideTier, type RegistryFacts } from '../core/methodology/tiers.ts';
import { isVisible } from '../core/methodology/workloads.ts';
import { ONE, ZERO } from '../core/rational.ts';
import type { FailingByTier, InvisibleWorkload } from '../core/views.ts';

/** What an audit would earn, computed without a registry. The members of `POST /v1/score`, and the invisible workloads. */
export interface AuditCheck {
  readonly rejected: boolean;
  readonly score: ScoreJson;
  readonly findings: readonly Finding[];
  readonly claim: ClaimCheck;
  readonly failing: FailingByTier;
  /** The tier under the assumptions; null for none. */
  readonly tier: Tier | null;
  readonly assumes: {
    readonly level: number;
    readonly countersigned: true;
    readonly scope_share: '1';
    readonly telemetry_days: 0;
  };
  readonly invisible_workloads: readonly InvisibleWorkload[];
}

/**
 * Checks and scores an audit as the registry's dry run does, with the code the registry runs: it assumes the document's
 * own level (1 while its window is under 182 days), a countersignature, full scope and no telemetry. What only the
 * registry knows stays open: earlier register statements, certificates others count, its own grid series (FLAG F10).
 */
export function checkAudit(audit: Audit, now: Date): AuditCheck {
  const reduction = reduceAudit(audit);
  const scoring = scoreReduction(reduction);
  const { senderGridIntervals } = reduction;
  const context = { acceptedAt: now, firstRegisteredAt: null, evidenceUses: [], senderGridIntervals };
  const findings = [...scoring.findings, ...registryChecks(audit, context)];
  const rejected = findings.some((finding) => finding.severity === 'REJECT');
  const facts = assumedFacts(audit);
  const { tier, failing } = decideTier(scoring.score, facts, rejected);
  return {
    rejected,
    score: renderScore(scoring.score),
    findings,
    claim: checkClaim(audit.claim?.composite_percent ?? undefined, scoring.score, null),
    failing,
    tier,
    assumes: { level: facts.auditLevel, countersigned: true, scope_share: '1', telemetry_days: 0 },
    invisible_workloads: invisibleWorkloads(audit),
  };
}

const assumedFacts = (audit: Audit): RegistryFacts => ({
  auditLevel: reachedLevel({ windowStart: audit.window.start, windowEnd: audit.window.end }, audit.level),
  countersigned: true,
  scopeShare: ONE,
  telemetryDays: 0,
  telemetryCoverage: ZERO,
  surveillanceDelta: null,
  measuredShareConfirmed: true,
});

/** The workloads whose energy earns nothing, with what each of them lacks (methodology 1.0). */
export function invisibleWorkloads(audit: Audit): readonly InvisibleWorkload[] {
  const hidden = audit.workloads.filter((workload) => !isVisible(workload, audit.window.start));
  return hidden.map((workload) => {
    const { workload_id, site_id, name } = workload;
    const lacking = (['owner', 'schedule_ref', 'registered_at'] as const).filter((member) => workload[member] === null);
    const missing = lacking.length > 0 ? lacking : ['registered_too_late'];
    return { workload_id, site_id, name, energy_kwh: formatMicro(workload.energy_kwh), missing };
  });
}
