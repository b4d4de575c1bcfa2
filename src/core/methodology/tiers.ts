import {
  absolute,
  compare,
  formatExactDecimal,
  formatPercent,
  formatRational,
  formatScaled,
  isBelow,
  power,
  type Rational,
  roundRoot4,
  ZERO,
} from '../rational.ts';
import { CMS_1, MIRROR_IDS, type Parameters, TIER_NAMES, type Tier, type TierConditions } from './cms-1.ts';
import type { Score } from './score.ts';

/** What the registry knows beside the score (methodology 3): never accepted from a submitter. */
export interface RegistryFacts {
  /** Assurance level reached; 0 is self-declared. */
  readonly auditLevel: 0 | 1 | 2 | 3 | 4;
  readonly countersigned: boolean;
  /** IT energy in scope / the organisation's IT energy, 0..1. */
  readonly scopeShare: Rational;
  readonly telemetryDays: number;
  readonly telemetryCoverage: Rational;
  /** Surveillance audit - live composite in percentage points; null where there was none. */
  readonly surveillanceDelta: Rational | null;
  /** false: an auditor denied the measured share, which then counts as 0. */
  readonly measuredShareConfirmed: boolean;
}

/** A condition that does not hold; `need` and `have` are for people. */
export interface FailingReason {
  readonly code: string;
  readonly need: string;
  readonly have: string;
}

export interface TierDecision {
  /** The highest tier whose every condition holds. */
  readonly tier: Tier | null;
  readonly failing: Readonly<Record<Tier, readonly FailingReason[]>>;
}

/** Judges a score against all four tiers. The exact value decides; rounding never helps (methodology 2.4). */
export function decideTier(score: Score, facts: RegistryFacts, rejected: boolean, p: Parameters = CMS_1): TierDecision {
  const reasons = (tier: Tier): readonly FailingReason[] => [
    ...scoreReasons(score, facts, p.tiers[tier]),
    ...assuranceReasons(facts, p.tiers[tier]),
    ...recordReasons(score, rejected, p.tiers[tier]),
  ];
  const failing = {
    Bronze: reasons('Bronze'),
    Silver: reasons('Silver'),
    Obsidian: reasons('Obsidian'),
    'Obsidian Prime': reasons('Obsidian Prime'),
  };
  return { tier: TIER_NAMES.findLast((tier) => failing[tier].length === 0) ?? null, failing };
}

const atLeast = (share: Rational): string => `>= ${shortPercent(share)} %`;
const shortPercent = (share: Rational): string =>
  formatExactDecimal({ num: share.num * 100n, den: share.den }) ?? formatPercent(share);

/** Six digits where one would hide on which side of the threshold a value stands. */
function shownPercent(value: Rational, threshold: Rational): string {
  const short = formatPercent(value);
  return `${short === formatPercent(threshold) ? formatPercent(value, 6) : short} %`;
}

function floorReason(code: string, value: Rational, threshold: Rational): readonly FailingReason[] {
  if (!isBelow(value, threshold)) return [];
  return [{ code, need: atLeast(threshold), have: shownPercent(value, threshold) }];
}

function scoreReasons(score: Score, facts: RegistryFacts, tier: TierConditions): readonly FailingReason[] {
  const measured = facts.measuredShareConfirmed ? score.measuredShare : ZERO;
  return [
    ...compositeReason(score.pow4, tier.composite),
    ...MIRROR_IDS.flatMap((id) => floorReason(id, score.mirrors[id], tier.everyMirror)),
    ...floorReason('visibility', score.visibility, tier.visibility),
    ...floorReason('measured_share', measured, tier.measuredShare),
    ...floorReason('scope_share', facts.scopeShare, tier.scopeShare),
  ];
}

function compositeReason(pow4: Rational, threshold: Rational): readonly FailingReason[] {
  if (!isBelow(pow4, power(threshold, 4n))) return [];
  const short = formatScaled(roundRoot4(pow4, 3), 1);
  const have = short === formatPercent(threshold) ? formatScaled(roundRoot4(pow4, 8), 6) : short;
  return [{ code: 'composite', need: atLeast(threshold), have: `${have} %` }];
}

function assuranceReasons(facts: RegistryFacts, tier: TierConditions): readonly FailingReason[] {
  const reasons: FailingReason[] = [];
  if (!facts.countersigned) {
    reasons.push({ code: 'countersignature', need: "an accredited auditor's accept", have: 'none' });
  }
  if (facts.auditLevel < tier.assuranceLevel) {
    const need = `level ${tier.assuranceLevel}`;
    reasons.push({ code: 'assurance_level', need, have: `level ${facts.auditLevel}` });
  }
  if (facts.telemetryDays < tier.telemetryDays) {
    const need = `>= ${tier.telemetryDays} days`;
    reasons.push({ code: 'telemetry_days', need, have: `${facts.telemetryDays} days` });
  }
  reasons.push(...floorReason('telemetry_coverage', facts.telemetryCoverage, tier.telemetryCoverage));
  reasons.push(...surveillanceReason(facts.surveillanceDelta, tier.surveillanceDelta));
  return reasons;
}

function surveillanceReason(delta: Rational | null, limit: Rational | null): readonly FailingReason[] {
  if (limit === null) return [];
  if (delta !== null && compare(absolute(delta), limit) <= 0) return [];
  const have = delta === null ? 'no surveillance audit' : `${showPoints(delta)} points`;
  return [{ code: 'surveillance', need: `within ${showPoints(limit)} points of the live composite`, have }];
}

const showPoints = (points: Rational): string => formatExactDecimal(points) ?? formatRational(points);

function recordReasons(score: Score, rejected: boolean, tier: TierConditions): readonly FailingReason[] {
  const reasons = [...floorReason('site_coverage', score.minSiteCoverage, tier.siteCoverage)];
  const hardwareApplies = score.submetrics.C1.value !== null && score.submetrics.C2.value !== null;
  if (!hardwareApplies && !tier.allowsNoHardware) {
    reasons.push({ code: 'hardware_not_applicable', need: 'hardware flows in scope', have: 'no owned hardware' });
  }
  if (rejected) {
    reasons.push({ code: 'rejected', need: 'no rejecting finding', have: 'at least one' });
  }
  return reasons;
}
