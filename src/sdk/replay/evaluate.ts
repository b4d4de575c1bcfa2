import type { DecidedAudit } from '../../core/decision.ts';
import type { Audit } from '../../core/documents/audit.ts';
import type { LiveSite } from '../../core/live/evaluate-live.ts';
import { checkClaim } from '../../core/methodology/claim.ts';
import type { Finding } from '../../core/methodology/findings.ts';
import { reduceAudit } from '../../core/methodology/reduce-audit.ts';
import type { GridLookup } from '../../core/methodology/reduction.ts';
import { type RegistryContext, registryChecks } from '../../core/methodology/registry-checks.ts';
import { compositeSortKey, renderScore } from '../../core/methodology/render-score.ts';
import { scoreReduction } from '../../core/methodology/score.ts';
import type { ScoreJson } from '../../core/methodology/score-json.ts';
import { isVisible } from '../../core/methodology/workloads.ts';
import { type AuditedWorkload, auditedWorkloads } from '../../core/telemetry/register.ts';

/** What the methodology makes of an audit, worked out from its statement. */
export interface Evaluated extends Omit<DecidedAudit, 'superseded'> {
  readonly level: number;
  readonly sites: readonly string[];
  readonly json: ScoreJson;
  readonly compositeKey: string;
  /** The only auditors who may countersign; null admits any accredited one. */
  readonly auditors: readonly string[] | null;
  readonly isHeld: boolean;
  /** Energy counted by certificate reference, 10^-6 kWh. */
  readonly cfe: ReadonlyMap<string, bigint>;
  /** Sites in scope of live telemetry. */
  readonly liveSites: readonly LiveSite[];
  /** Per cent, as claimed; null without a claim. */
  readonly claimed: string | null;
  /** What it says of each workload, for live telemetry. */
  readonly workloads: ReadonlyMap<string, AuditedWorkload>;
}

/** What the registry knew beside the document when it accepted it. */
export type KnownThen = Omit<RegistryContext, 'senderGridIntervals'>;

/** Scores and checks an audit. `findings` of severity REJECT mean that it was not to be accepted. */
export function evaluate(audit: Audit, grid: GridLookup | undefined, known: KnownThen): Evaluated {
  const reduction = reduceAudit(audit, grid);
  const { score, findings } = scoreReduction(reduction);
  const { senderGridIntervals } = reduction;
  const all: readonly Finding[] = [...findings, ...registryChecks(audit, { ...known, senderGridIntervals })];
  return {
    score,
    findings: all,
    windowStart: audit.window.start,
    windowEnd: audit.window.end,
    notDeferrable: notDeferrable(audit),
    level: audit.level,
    sites: audit.sites.map((site) => site.site_id),
    json: renderScore(score),
    compositeKey: compositeSortKey(score),
    auditors: audit.auditors,
    isHeld: checkClaim(audit.claim?.composite_percent ?? undefined, score, null).verdict === 'held',
    cfe: energyByReference(audit),
    liveSites: audit.sites.map(({ site_id, interval_minutes, grid_zone }) => ({
      site_id,
      minutes: interval_minutes,
      zone: grid_zone,
    })),
    claimed: audit.claim?.composite_percent ?? null,
    workloads: auditedWorkloads(audit.workloads),
  };
}

/** Visible batch workloads that the audit calls not deferrable: each needs an auditor's confirmation. */
function notDeferrable({ workloads, window }: Audit): string[] {
  const batch = workloads.filter((workload) => workload.kind === 'batch' && !workload.deferrable);
  return batch.filter((workload) => isVisible(workload, window.start)).map((workload) => workload.workload_id);
}

function energyByReference({ sites }: Audit): Map<string, bigint> {
  const energy = new Map<string, bigint>();
  for (const { ref, kwh } of sites.flatMap((site) => site.cfe_evidence)) energy.set(ref, (energy.get(ref) ?? 0n) + kwh);
  return energy;
}
