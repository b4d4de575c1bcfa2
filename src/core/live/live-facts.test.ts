import { expect, test } from 'vitest';
import { inputsOf } from '../../../test/support/live-rows.ts';
import { rational } from '../rational.ts';
import { addDays, dayStart } from '../telemetry/day.ts';
import { evaluateLive } from './evaluate-live.ts';
import { liveFacts } from './live-facts.ts';
import { INITIAL_STATE } from './live-state.ts';
import { renderLive } from './render-live.ts';

const FIRST = '2026-01-01';
const LAST = addDays(FIRST, 99);
const audit = { windowStart: dayStart(FIRST), windowEnd: dayStart(addDays(FIRST, 60)) };
const evaluation = evaluateLive(inputsOf(FIRST, LAST, { audit }));
const view = renderLive(evaluation, { ...INITIAL_STATE, good: { Obsidian: 40, 'Obsidian Prime': 3 } });

test('what is stored gives back the facts that were judged', () => {
  const { telemetryDays, telemetryCoverage, surveillanceDelta } = evaluation.facts;
  expect(liveFacts(view, 'audit')).toEqual({
    telemetryDays,
    telemetryCoverage,
    surveillanceDelta,
    progress: { tier: 'Obsidian', days: 28, of: 28 },
  });
});

test('the distance from one audit says nothing about another', () => {
  expect(liveFacts({ ...view, surveillance_delta_points: '-1.25' }, 'audit').surveillanceDelta).toEqual(
    rational(-5n, 4n),
  );
  expect(liveFacts({ ...view, surveillance_delta_points: '-1.25' }, 'another').surveillanceDelta).toBeNull();
});

test('progress is towards the next tier the level of the audit carries', () => {
  const holding = { ...INITIAL_STATE, held: 'Obsidian', good: { Obsidian: 99, 'Obsidian Prime': 3 } } as const;
  expect(renderLive(evaluation, holding).progress).toEqual({ tier: 'Obsidian Prime', days: 3, of: 28 });
  const levelThree = { ...evaluation, facts: { ...evaluation.facts, auditLevel: 3 } } as const;
  expect(renderLive(levelThree, holding).progress).toBeNull();
});
