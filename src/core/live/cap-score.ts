import { CMS_1, type Parameters, SUBMETRIC_IDS, type SubmetricId } from '../methodology/cms-1.ts';
import { composeScore, type Score, type Share } from '../methodology/score.ts';
import { isBelow } from '../rational.ts';

/**
 * Shares that rest on what an organisation states about itself: live they count at most what an auditor confirmed (statements
 * section 6, "Live decision"). T1 always is one: a row does not show whether matched energy was counted.
 */
export const CAPPED: readonly SubmetricId[] = ['T1', 'D1', 'D2', 'D3', 'C1', 'C2', 'C4'];

/** The live score with each capped share the lower of its own and the audit's; what the audit calls not applicable stays so. */
export function capScore(live: Score, audit: Score, p: Parameters = CMS_1): Score {
  const shares = Object.fromEntries(
    SUBMETRIC_IDS.map((id) => {
      const own = live.submetrics[id];
      return [id, CAPPED.includes(id) ? lower(own, audit.submetrics[id]) : own];
    }),
  );
  // One entry for every id.
  return composeScore({ ...live, submetrics: shares as Record<SubmetricId, Share> }, p);
}

function lower(live: Share, audit: Share): Share {
  if (audit.value === null || live.value === null) return audit;
  return isBelow(audit.value, live.value) ? audit : live;
}
