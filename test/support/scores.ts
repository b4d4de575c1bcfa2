import { type MirrorId, SUBMETRIC_IDS, type SubmetricId } from '../../src/core/methodology/cms-1.ts';
import type { Score, Share } from '../../src/core/methodology/score.ts';
import type { RegistryFacts } from '../../src/core/methodology/tiers.ts';
import { ONE, power, type Rational, rational } from '../../src/core/rational.ts';

/** Per cent, at most three digits, as a fraction of 1. */
export const percent = (value: number): Rational => rational(BigInt(Math.round(value * 1000)), 100_000n);

/** Less than any rounding could show. */
export const EPSILON = rational(1n, 10n ** 40n);

export const shareOf = (value: Rational | null): Share =>
  value === null
    ? { numerator: rational(0n), denominator: rational(0n), value, status: 'not_applicable' }
    : { numerator: value, denominator: ONE, value, status: 'ok' };

export interface Figures {
  readonly composite: Rational;
  readonly mirrors: Readonly<Record<MirrorId, Rational>>;
  readonly visibility: Rational;
  readonly measured: Rational;
  readonly siteCoverage: Rational;
  readonly shares: Readonly<Partial<Record<SubmetricId, Rational | null>>>;
}

export const alike = (value: Rational): Figures['mirrors'] => ({
  efficiency: value,
  timing: value,
  data_diet: value,
  circularity: value,
});

/** Exactly at every threshold of Obsidian Prime. */
export const AT_PRIME: Figures = {
  composite: percent(90),
  mirrors: alike(percent(80)),
  visibility: percent(99),
  measured: percent(95),
  siteCoverage: percent(90),
  shares: {},
};

/** A score with these figures, which need not follow from one another. */
export function scoreWith(change: Partial<Figures> = {}): Score {
  const { composite, mirrors, visibility, measured, siteCoverage, shares } = { ...AT_PRIME, ...change };
  const all = SUBMETRIC_IDS.map((id) => {
    const own = shares[id];
    return [id, shareOf(own === undefined ? percent(90) : own)];
  });
  return {
    methodology: 'CMS-1.0.0',
    submetrics: Object.fromEntries(all),
    mirrors,
    coverage: ONE,
    pow4: power(composite, 4n),
    visibility,
    measuredShare: measured,
    minSiteCoverage: siteCoverage,
  };
}

/** Exactly what Obsidian Prime asks for. */
export const PRIME_FACTS: RegistryFacts = {
  auditLevel: 4,
  countersigned: true,
  scopeShare: percent(95),
  telemetryDays: 180,
  telemetryCoverage: percent(99),
  surveillanceDelta: rational(2n),
  measuredShareConfirmed: true,
};
