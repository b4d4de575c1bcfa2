import { parseAudit } from '../../core/documents/audit.ts';
import type { JsonObject } from '../../core/json-value.ts';
import type { Tier } from '../../core/methodology/cms-1.ts';
import { reduceAudit } from '../../core/methodology/reduce-audit.ts';
import { compositePercent } from '../../core/methodology/render-score.ts';
import { scoreReduction } from '../../core/methodology/score.ts';

export interface StoryClaim {
  /** How far the claim is off the recomputed figure, in tenths of a point. */
  readonly tenths: number;
  readonly tier: Tier;
}

/** The audit with a claim of its own composite, or of a figure beside it. */
export function withClaim(body: JsonObject, claim: StoryClaim): JsonObject {
  const { score } = scoreReduction(reduceAudit(parseAudit(body)));
  const tenths = Number(compositePercent(score).replace('.', '')) + claim.tenths;
  const composite_percent = `${Math.floor(tenths / 10)}.${tenths % 10}`;
  return { ...body, claim: { composite_percent, tier: claim.tier } };
}
