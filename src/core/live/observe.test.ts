import { describe, expect, test } from 'vitest';
import { changed, GOOD, Life, wordsOf } from '../../../test/support/live-observations.ts';
import { inputsOf } from '../../../test/support/live-rows.ts';
import { addDays } from '../telemetry/day.ts';
import { evaluateLive } from './evaluate-live.ts';
import { type HeldCertificate, stepTier } from './lifecycle.ts';
import { INITIAL_STATE } from './live-state.ts';
import { observe, observeNothing } from './observe.ts';
import { renderLive } from './render-live.ts';

const FIRST = '2026-01-01';
const nth = (day: number): string => addDays(FIRST, day - 1);
const AROUND = { certificate: null, isBlocked: false, hasForked: false };

describe('a day without a countersigned audit', () => {
  const nothing = observeNothing(nth(1), FIRST, AROUND);

  test('meets no tier', () => {
    const life = new Life();
    expect(life.days(27)).toEqual([]);
    const { state, transitions } = stepTier(life.state, { ...nothing, day: addDays(life.day, 1) });
    expect(transitions).toEqual([]);
    expect(state.good).toEqual({ Obsidian: 0, 'Obsidian Prime': 0 });
  });

  test('cures nothing', () => {
    const { day: _, certificate: __, ...seen } = nothing;
    for (const tier of ['Silver', 'Obsidian'] as const) {
      const life = new Life(tier);
      life.suspend('chain_fork');
      expect(life.days(60, seen)).toEqual([]);
    }
  });
});

describe('from rows to a certificate', () => {
  test('telemetry that begins with an audited window carries Obsidian on day 117 and Prime on day 207', () => {
    const audit = { windowStart: new Date(`${FIRST}T00:00:00Z`), windowEnd: new Date(`${nth(80)}T00:00:00Z`) };
    let state = INITIAL_STATE;
    let certificate: HeldCertificate | null = null;
    const happened: string[] = [];
    for (let number = 90; number <= 210; number++) {
      const day = nth(number);
      const evaluation = evaluateLive(inputsOf(FIRST, day, { audit }));
      const step = stepTier(state, observe(evaluation, { ...AROUND, certificate }));
      state = step.state;
      for (const transition of step.transitions) {
        certificate = changed(certificate, transition, day);
        happened.push(`${number}: ${wordsOf(transition)}`);
      }
      if (number === 100)
        expect(renderLive(evaluation, state).progress).toEqual({ tier: 'Obsidian', days: 11, of: 28 });
      if (number === 190)
        expect(renderLive(evaluation, state).progress).toEqual({ tier: 'Obsidian Prime', days: 11, of: 28 });
    }
    // 90 and 180 days of telemetry, then 28 evaluations, the first of them on that very day.
    expect(happened).toEqual(['117: issue Obsidian upgrade live', '207: issue Obsidian Prime upgrade live']);
  });

  test('what was seen is the evaluation, and nothing of it is lost', () => {
    const seen = observe(evaluateLive(inputsOf(FIRST, nth(3))), AROUND);
    expect(Object.keys(seen).sort()).toEqual(Object.keys(GOOD).sort());
    expect(seen).toMatchObject({ day: nth(3), firstCounted: FIRST, silentDays: 0, rejects: [], auditTier: 'Silver' });
  });
});
