import { isLiveTier } from './live/live-state.ts';
import type { LiveView } from './live/live-view.ts';
import { TIER_NAMES, type Tier } from './methodology/cms-1.ts';
import type { FailingReason } from './methodology/tiers.ts';
import type { FailingByTier } from './views.ts';

/** The tier above the one that stands; Bronze without one; undefined at the top. */
export const nextTier = (tier: Tier | null): Tier | undefined =>
  tier === null ? TIER_NAMES[0] : TIER_NAMES[TIER_NAMES.indexOf(tier) + 1];

/** What a tier lacks, and where that was found. */
export interface Lack {
  readonly from: 'audit' | 'live';
  readonly failing: readonly FailingReason[];
}

/** Live figures say what a live tier lacks; the audit's say it of the others, and of live ones before any evaluation. */
export function lackOf(tier: Tier, audit: FailingByTier, live: LiveView | null): Lack {
  if (live !== null && isLiveTier(tier)) return { from: 'live', failing: live.failing[tier] };
  return { from: 'audit', failing: audit[tier] };
}
