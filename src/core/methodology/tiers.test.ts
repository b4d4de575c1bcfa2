import { describe, expect, test } from 'vitest';
import { power, type Rational, rational } from '../rational.ts';
import { type MirrorId, SUBMETRIC_IDS, type Tier } from './cms-1.ts';
import type { Score, Share } from './score.ts';
import { decideTier, type RegistryFacts } from './tiers.ts';

const percent = (value: number): Rational => rational(BigInt(Math.round(value * 1000)), 100_000n);

interface Figures {
  readonly composite: number;
  readonly mirror: number;
  readonly visibility: number;
  readonly measured: number;
  readonly coverage: number;
  readonly hardware: boolean;
}

function scoreOf(figures: Figures): Score {
  const share = (value: Rational | null): Share => ({
    numerator: rational(1n),
    denominator: rational(1n),
    value,
    status: 'ok',
  });
  const one = percent(figures.mirror);
  const mirrors: Record<MirrorId, Rational> = { efficiency: one, timing: one, data_diet: one, circularity: one };
  const entries = SUBMETRIC_IDS.map((id) => [
    id,
    share((id === 'C1' || id === 'C2') && !figures.hardware ? null : one),
  ]);
  return {
    methodology: 'CMS-1.0.0',
    submetrics: Object.fromEntries(entries),
    mirrors,
    coverage: rational(1n),
    pow4: power(percent(figures.composite), 4n),
    visibility: percent(figures.visibility),
    measuredShare: percent(figures.measured),
    minSiteCoverage: percent(figures.coverage),
  };
}

const PRIME: Figures = { composite: 90, mirror: 80, visibility: 99, measured: 95, coverage: 90, hardware: true };
const FACTS: RegistryFacts = {
  auditLevel: 4,
  countersigned: true,
  scopeShare: percent(95),
  telemetryDays: 180,
  telemetryCoverage: percent(99),
  surveillanceDelta: rational(-2n),
  measuredShareConfirmed: true,
};

describe('tier', () => {
  test('exactly at every threshold is Obsidian Prime', () => {
    expect(decideTier(scoreOf(PRIME), FACTS, false)).toEqual({
      tier: 'Obsidian Prime',
      failing: { Bronze: [], Silver: [], Obsidian: [], 'Obsidian Prime': [] },
    });
  });

  test.each<[string, Partial<Figures>, Partial<RegistryFacts>, Tier | null]>([
    ['composite', { composite: 89.999 }, {}, 'Obsidian'],
    ['composite', { composite: 39.999 }, {}, null],
    ['timing', { mirror: 79.999 }, {}, 'Obsidian'],
    ['visibility', { visibility: 98.999 }, {}, 'Obsidian'],
    ['visibility', { visibility: 86.3 }, {}, 'Bronze'],
    ['measured_share', { measured: 94.999 }, {}, 'Obsidian'],
    ['measured_share', {}, { measuredShareConfirmed: false }, null],
    ['scope_share', {}, { scopeShare: percent(94.999) }, 'Obsidian'],
    ['scope_share', {}, { scopeShare: percent(0) }, 'Bronze'],
    ['countersignature', {}, { countersigned: false }, null],
    ['assurance_level', {}, { auditLevel: 2 }, 'Silver'],
    ['assurance_level', {}, { auditLevel: 0 }, null],
    ['telemetry_days', {}, { telemetryDays: 179 }, 'Obsidian'],
    ['telemetry_coverage', {}, { telemetryCoverage: percent(98.999) }, 'Obsidian'],
    ['surveillance', {}, { surveillanceDelta: rational(201n, 100n) }, 'Obsidian'],
    ['surveillance', {}, { surveillanceDelta: rational(-301n, 100n) }, 'Silver'],
    ['surveillance', {}, { surveillanceDelta: null }, 'Silver'],
    ['site_coverage', { coverage: 89.999 }, {}, null],
    ['hardware_not_applicable', { hardware: false }, {}, 'Silver'],
  ])('%s fails', (code, figures, facts, tier) => {
    const decision = decideTier(scoreOf({ ...PRIME, ...figures }), { ...FACTS, ...facts }, false);
    expect(decision.tier).toBe(tier);
    expect(decision.failing['Obsidian Prime'].map((reason) => reason.code)).toContain(code);
  });

  test('a rejected audit has no tier', () => {
    const decision = decideTier(scoreOf(PRIME), FACTS, true);
    expect(decision.tier).toBeNull();
    expect(decision.failing.Bronze).toEqual([{ code: 'rejected', need: 'no rejecting finding', have: 'at least one' }]);
  });

  test('89.96 publishes as 90.0 and is Obsidian: the reason shows why', () => {
    const { failing } = decideTier(scoreOf({ ...PRIME, composite: 89.96 }), FACTS, false);
    expect(failing['Obsidian Prime']).toEqual([{ code: 'composite', need: '>= 90 %', have: '89.960000 %' }]);
  });

  test('needs and haves are for people', () => {
    const { failing } = decideTier(scoreOf({ ...PRIME, composite: 45.221 }), { ...FACTS, auditLevel: 1 }, false);
    expect(failing.Silver).toEqual([
      { code: 'composite', need: '>= 60 %', have: '45.2 %' },
      { code: 'assurance_level', need: 'level 2', have: 'level 1' },
    ]);
  });
});
