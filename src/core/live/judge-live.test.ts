import { describe, expect, test } from 'vitest';
import { alike, EPSILON, type Figures, PRIME_FACTS, percent, scoreWith } from '../../../test/support/scores.ts';
import { MIRROR_IDS } from '../methodology/cms-1.ts';
import type { RegistryFacts } from '../methodology/tiers.ts';
import { add, ONE, type Rational, rational, sub } from '../rational.ts';
import { type Judgement, judgeLive } from './judge-live.ts';

const AUDIT = scoreWith();

interface Change {
  readonly figures?: Partial<Figures>;
  readonly facts?: Partial<RegistryFacts>;
  readonly gridShare?: Rational;
  readonly isRejected?: boolean;
  readonly invisibleShare?: Rational | null;
  readonly audit?: Partial<Figures>;
}

const judge = ({ figures, facts, audit, ...rest }: Change = {}): Judgement =>
  judgeLive({
    decision: scoreWith(figures),
    facts: { ...PRIME_FACTS, ...facts },
    gridShare: ONE,
    isRejected: false,
    invisibleShare: rational(0n),
    auditScore: audit === undefined ? AUDIT : scoreWith(audit),
    ...rest,
  });

const AROUND = [
  ['just below', (x: Rational) => sub(x, EPSILON), false],
  ['exactly', (x: Rational) => x, true],
  ['just above', (x: Rational) => add(x, EPSILON), true],
] as const;

describe('the hold band', () => {
  const bands = {
    Obsidian: { composite: percent(74), mirror: percent(58), visibility: percent(96.5) },
    'Obsidian Prime': { composite: percent(89), mirror: percent(78), visibility: percent(98.5) },
  } as const;
  const tiers = ['Obsidian', 'Obsidian Prime'] as const;
  const edges = tiers.flatMap((tier) => AROUND.map(([where, at, isIn]) => ({ tier, where, at, isIn, ...bands[tier] })));

  test.each(edges)('$tier: composite $where threshold - 1.0', ({ tier, at, isIn, composite }) => {
    expect(judge({ figures: { composite: at(composite) } }).inHoldBand[tier]).toBe(isIn);
  });

  test.each(edges)('$tier: each mirror $where floor - 2.0', ({ tier, at, isIn, mirror }) => {
    for (const id of MIRROR_IDS) {
      const mirrors = { ...alike(percent(95)), [id]: at(mirror) };
      expect(judge({ figures: { mirrors } }).inHoldBand[tier]).toBe(isIn);
    }
  });

  test.each(edges)('$tier: visibility $where floor - 0.5', ({ tier, at, isIn, visibility }) => {
    expect(judge({ figures: { visibility: at(visibility) } }).inHoldBand[tier]).toBe(isIn);
  });

  test('is wider than the conditions and asks for nothing else', () => {
    const judged = judge({
      figures: { composite: percent(89), siteCoverage: percent(10), measured: percent(1) },
      facts: { telemetryDays: 0, telemetryCoverage: percent(0), surveillanceDelta: null },
      isRejected: true,
    });
    expect(judged.inHoldBand).toEqual({ Obsidian: true, 'Obsidian Prime': true });
    expect(judged.met['Obsidian Prime']).toBe(false);
  });
});

describe('the conditions', () => {
  test('all hold exactly at every threshold', () => {
    expect(judge()).toMatchObject({
      met: { Bronze: true, Silver: true, Obsidian: true, 'Obsidian Prime': true },
      kept: { Obsidian: true, 'Obsidian Prime': true },
    });
  });

  test.each(AROUND)('composite %s 90 per cent', (_, at, holds) => {
    const judged = judge({ figures: { composite: at(percent(90)) } });
    expect(judged.met['Obsidian Prime']).toBe(holds);
    expect(judged.met.Obsidian).toBe(true);
  });

  test.each([
    [179, false],
    [180, true],
    [181, true],
  ])('%i days of telemetry', (telemetryDays, holds) => {
    const judged = judge({ facts: { telemetryDays } });
    expect(judged.met['Obsidian Prime']).toBe(holds);
    expect(judged.kept['Obsidian Prime']).toBe(true);
  });

  test.each([
    ['coverage', { facts: { telemetryCoverage: sub(percent(99), EPSILON) } }],
    ['surveillance', { facts: { surveillanceDelta: add(rational(2n), EPSILON) } }],
    ['surveillance the other way', { facts: { surveillanceDelta: sub(rational(-2n), EPSILON) } }],
    ['level', { facts: { auditLevel: 3 } }],
    ['a rejection', { isRejected: true }],
    ['sites', { figures: { siteCoverage: sub(percent(90), EPSILON) } }],
    ['days and coverage', { facts: { telemetryDays: 0, telemetryCoverage: rational(0n) } }],
  ] satisfies [string, Change][])('%s: not kept either', (_, change) => {
    const judged = judge(change);
    expect(judged.met['Obsidian Prime']).toBe(false);
    expect(judged.kept['Obsidian Prime']).toBe(false);
  });

  test.each([
    [949n, false],
    [950n, true],
    [951n, true],
  ])('%i of 1000 hours with a grid series of the registry', (hours, holds) => {
    const { met, failing } = judge({ gridShare: rational(hours, 1000n) });
    expect(met).toEqual({ Bronze: true, Silver: true, Obsidian: holds, 'Obsidian Prime': holds });
    expect(failing.Obsidian.map(({ code }) => code)).toEqual(holds ? [] : ['registry_grid']);
  });
});

describe('the invisible share a tier bears', () => {
  test.each([
    ['Obsidian', percent(9)],
    ['Obsidian Prime', percent(3)],
  ] as const)('%s: 3 x what it allows', (tier, borne) => {
    expect(judge({ invisibleShare: borne }).invisible?.[tier]).toBe(false);
    expect(judge({ invisibleShare: add(borne, EPSILON) }).invisible?.[tier]).toBe(true);
  });

  test('of a day without energy is none', () => {
    expect(judge({ invisibleShare: null }).invisible).toBeNull();
  });
});

describe('what the audit alone supports', () => {
  test('is at most Silver, by its own score', () => {
    expect(judge({ figures: { composite: percent(1) }, isRejected: true }).auditTier).toBe('Silver');
    expect(judge({ audit: { composite: percent(59) } }).auditTier).toBe('Bronze');
    expect(judge({ audit: { composite: percent(39) } }).auditTier).toBeNull();
  });

  test('looks at the level its opinions reach', () => {
    expect(judge({ facts: { auditLevel: 1 } }).auditTier).toBe('Bronze');
    expect(judge({ facts: { telemetryDays: 0, telemetryCoverage: rational(0n) } }).auditTier).toBe('Silver');
  });
});
