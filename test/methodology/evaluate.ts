import { parseAudit } from '../../src/core/documents/audit.ts';
import type { JsonValue } from '../../src/core/json-value.ts';
import { type ClaimCheck, checkClaim } from '../../src/core/methodology/claim.ts';
import { CMS_1, MIRROR_IDS, type Parameters, SUBMETRIC_IDS } from '../../src/core/methodology/cms-1.ts';
import type { Finding } from '../../src/core/methodology/findings.ts';
import { reduceAudit } from '../../src/core/methodology/reduce-audit.ts';
import type { GridLookup, Reduction } from '../../src/core/methodology/reduction.ts';
import { compositePercent } from '../../src/core/methodology/render-score.ts';
import { type Scoring, scoreReduction } from '../../src/core/methodology/score.ts';
import { decideTier, type RegistryFacts, type TierDecision } from '../../src/core/methodology/tiers.ts';
import { formatRational } from '../../src/core/rational.ts';

export interface Evaluation extends Scoring {
  readonly decision: TierDecision;
  readonly claim: ClaimCheck;
}

/** One document from bytes already parsed to a verdict, as the registry would. */
export function evaluate(body: JsonValue, facts: RegistryFacts, p: Parameters = CMS_1, grid?: GridLookup): Evaluation {
  const audit = parseAudit(body);
  return conclude(reduceAudit(audit, grid, p), facts, audit.claim?.composite_percent ?? undefined, p);
}

export function conclude(
  reduction: Reduction,
  facts: RegistryFacts,
  claimed: string | undefined,
  p = CMS_1,
): Evaluation {
  const scoring = scoreReduction(reduction, p);
  const decision = decideTier(scoring.score, facts, scoring.rejected, p);
  return { ...scoring, decision, claim: checkClaim(claimed, scoring.score, decision.tier, p) };
}

/** Severity and code of every finding, sorted; a summarising finding counts as often as it says. */
export function codesOf(findings: readonly Finding[]): readonly string[] {
  const expand = (one: Finding): string[] =>
    Array<string>(Number(one.measured?.['further'] ?? 1)).fill(`${one.severity} ${one.code}`);
  return findings.flatMap(expand).sort();
}

/** The exact texts two implementations compare. */
export function exactTexts({ score }: Scoring) {
  return {
    submetrics: Object.fromEntries(
      SUBMETRIC_IDS.map((id) => {
        const { value } = score.submetrics[id];
        return [id, value === null ? null : formatRational(value)];
      }),
    ),
    mirrors: Object.fromEntries(MIRROR_IDS.map((id) => [id, formatRational(score.mirrors[id])])),
    coverage: formatRational(score.coverage),
    composite_pow4: formatRational(score.pow4),
    composite_percent: compositePercent(score),
  };
}
