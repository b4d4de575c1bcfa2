import {
  CMS_1,
  MIRROR_IDS,
  type Parameters,
  TIER_NAMES,
  type Tier,
  type TierConditions,
} from '../methodology/cms-1.ts';
import type { Score } from '../methodology/score.ts';
import { decideTier, type FailingReason, type RegistryFacts } from '../methodology/tiers.ts';
import { formatPercent, isBelow, mul, ONE, power, type Rational, rational, sub } from '../rational.ts';
import { isLiveTier, LIVE_TIERS, type PerLiveTier, perLiveTier } from './live-state.ts';

/** Registry zone series for fewer of the window's hours: no live tier (statements section 6). */
const GRID_SHARE = rational(95n, 100n);

/** What a closed day is judged by. Shares are fractions of 1. */
interface Judged {
  readonly decision: Score;
  readonly facts: RegistryFacts;
  readonly gridShare: Rational;
  /** A REJECT of the window or of the closed day. */
  readonly isRejected: boolean;
  readonly invisibleShare: Rational | null;
  readonly auditScore: Score;
}

/** What the decision figure and the closed day mean for each tier. */
export interface Judgement {
  readonly failing: Readonly<Record<Tier, readonly FailingReason[]>>;
  readonly met: Readonly<Record<Tier, boolean>>;
  /** All conditions but the days of telemetry. */
  readonly kept: PerLiveTier<boolean>;
  readonly inHoldBand: PerLiveTier<boolean>;
  /** The closed day's invisible share is beyond what the tier bears; null for a day without energy. */
  readonly invisible: PerLiveTier<boolean> | null;
  /** The highest tier up to Silver the audit alone supports. */
  readonly auditTier: Tier | null;
}

/** Judges the decision figure against all tiers (methodology 3). Live tiers also need the registry's own grid series. */
export function judgeLive(judged: Judged, p: Parameters = CMS_1): Judgement {
  const { decision, facts, gridShare, isRejected, invisibleShare, auditScore } = judged;
  const failing = withGrid(decideTier(decision, facts, isRejected, p).failing, gridShare);
  const holds = (tier: Tier): boolean => failing[tier].length === 0;
  return {
    failing,
    met: {
      Bronze: holds('Bronze'),
      Silver: holds('Silver'),
      Obsidian: holds('Obsidian'),
      'Obsidian Prime': holds('Obsidian Prime'),
    },
    kept: perLiveTier((tier) => failing[tier].every(({ code }) => code === 'telemetry_days')),
    inHoldBand: perLiveTier((tier) => isInHoldBand(decision, p.tiers[tier], p)),
    invisible:
      invisibleShare === null ? null : perLiveTier((tier) => isBelow(borneShare(p.tiers[tier], p), invisibleShare)),
    auditTier: auditTier(auditScore, facts, p),
  };
}

function withGrid(failing: Judgement['failing'], share: Rational): Judgement['failing'] {
  if (!isBelow(share, GRID_SHARE)) return failing;
  const reason: FailingReason = {
    code: 'registry_grid',
    need: 'registry grid series for >= 95 % of hours',
    have: `${formatPercent(share)} %`,
  };
  const extended = LIVE_TIERS.map((tier) => [tier, [...failing[tier], reason]] as const);
  return { ...failing, ...Object.fromEntries(extended) };
}

/** Composite, mirrors and visibility within a margin of the plain thresholds. */
function isInHoldBand(score: Score, tier: TierConditions, { live }: Parameters): boolean {
  if (isBelow(score.pow4, power(sub(tier.composite, live.holdComposite), 4n))) return false;
  const floor = sub(tier.everyMirror, live.holdMirror);
  if (MIRROR_IDS.some((id) => isBelow(score.mirrors[id], floor))) return false;
  return !isBelow(score.visibility, sub(tier.visibility, live.holdVisibility));
}

/** 3 x the invisible share the tier's visibility floor allows. */
const borneShare = ({ visibility }: TierConditions, { live }: Parameters): Rational =>
  mul(sub(ONE, visibility), rational(BigInt(live.invisibleFactor)));

function auditTier(score: Score, facts: RegistryFacts, p: Parameters): Tier | null {
  const { failing } = decideTier(score, facts, false, p);
  return TIER_NAMES.findLast((tier) => !isLiveTier(tier) && failing[tier].length === 0) ?? null;
}
