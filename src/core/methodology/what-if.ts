import { compare, formatScaled, isBelow, power, type Rational, roundRoot4, ZERO } from '../rational.ts';
import {
  CMS_1,
  type MirrorId,
  type Parameters,
  SUBMETRIC_IDS,
  type SubmetricId,
  TIER_NAMES,
  type Tier,
} from './cms-1.ts';
import { composeScore, type Score, type Share } from './score.ts';

/** What thirteen shares would give, everything metered. */
export interface WhatIf {
  readonly mirrors: Readonly<Record<MirrorId, Rational>>;
  /** Per cent with one digit, half to even. */
  readonly composite: string;
  /** The highest tier whose conditions on composite, mirrors and visibility hold; null for none. */
  readonly tier: Tier | null;
}

/** Shares of 1 by sub-metric; one that is left out is `START_SHARE`. */
export type GivenShares = Readonly<Partial<Record<SubmetricId, Rational>>>;
export const START_SHARE: Rational = { num: 4n, den: 5n };

/** Mirrors, composite and reachable tier of given shares of 1, by the code that scores audits. */
export function whatIf(shares: GivenShares, p: Parameters = CMS_1): WhatIf {
  const one = { num: 1n, den: 1n };
  const score = composeScore(
    { submetrics: asShares(shares), coverage: one, measuredShare: one, minSiteCoverage: one },
    p,
  );
  const tier = [...TIER_NAMES].reverse().find((name) => holds(score, p.tiers[name])) ?? null;
  return { mirrors: score.mirrors, composite: formatScaled(roundRoot4(score.pow4, 3), 1), tier };
}

function asShares(shares: GivenShares): Score['submetrics'] {
  const of = (id: SubmetricId): Share => {
    const value = shares[id] ?? START_SHARE;
    return { numerator: value, denominator: { num: 1n, den: 1n }, value, status: 'ok' };
  };
  const [E1, E2, E3, T1, T2, T3, D1, D2, D3, C1, C2, C3, C4] = SUBMETRIC_IDS;
  return {
    E1: of(E1),
    E2: of(E2),
    E3: of(E3),
    T1: of(T1),
    T2: of(T2),
    T3: of(T3),
    D1: of(D1),
    D2: of(D2),
    D3: of(D3),
    C1: of(C1),
    C2: of(C2),
    C3: of(C3),
    C4: of(C4),
  };
}

function holds(score: Score, tier: Parameters['tiers'][Tier]): boolean {
  const mirrors = Object.values(score.mirrors);
  return (
    compare(score.pow4, ZERO) > 0 &&
    !isBelow(score.pow4, power(tier.composite, 4n)) &&
    mirrors.every((mirror) => !isBelow(mirror, tier.everyMirror)) &&
    !isBelow(score.visibility, tier.visibility)
  );
}
