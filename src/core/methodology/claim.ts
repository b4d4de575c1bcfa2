import { fromMicro, parseMicro } from '../decimal.ts';
import { absolute, compare, div, formatScaled, type Rational, rational, sub } from '../rational.ts';
import { CMS_1, type Parameters, type Tier } from './cms-1.ts';
import { compositeThousandths } from './render-score.ts';
import type { Score } from './score.ts';

/**
 * What the registry says about a claimed composite (methodology 3). `held`: nothing is issued until it is explained, in both
 * directions, because an under-claim too means that other inputs were used.
 */
export interface ClaimCheck {
  readonly verdict: 'none' | 'confirmed' | 'restated' | 'held';
  /** As claimed; null without a claim. */
  readonly claimed: string | null;
  /** Per cent, three digits. */
  readonly recomputed: string;
}

/**
 * Compares a claim with the recomputed composite: 5 % materiality, 2 % for Obsidian and Obsidian Prime. `tier` is the tier
 * decided, null at declaration. A claim that is no decimal of R01 counts as none; documents cannot carry one.
 */
export function checkClaim(
  claimedPercent: string | undefined,
  score: Pick<Score, 'pow4'>,
  tier: Tier | null,
  p: Parameters = CMS_1,
): ClaimCheck {
  const scaled = compositeThousandths(score);
  const recomputed = formatScaled(scaled, 3);
  const claimed = claimedPercent === undefined ? undefined : parseMicro(claimedPercent);
  if (claimedPercent === undefined || claimed === undefined) return { verdict: 'none', claimed: null, recomputed };
  const verdict = judge(fromMicro(claimed), rational(scaled, 1000n), tier, p);
  return { verdict, claimed: claimedPercent, recomputed };
}

function judge(claimed: Rational, got: Rational, tier: Tier | null, p: Parameters): ClaimCheck['verdict'] {
  const difference = absolute(sub(claimed, got));
  const high = tier === 'Obsidian' || tier === 'Obsidian Prime';
  const materiality = high ? p.claim.materialityHigh : p.claim.materiality;
  if (compare(difference, p.claim.confirmed) <= 0) return 'confirmed';
  if (got.num > 0n && compare(div(difference, got), materiality) <= 0) return 'restated';
  return 'held';
}
