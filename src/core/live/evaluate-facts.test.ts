import { describe, expect, test } from 'vitest';
import { auditScore, type Case, inputsOf, rowOf, rowsOf } from '../../../test/support/live-rows.ts';
import { percent } from '../../../test/support/scores.ts';
import { compositeThousandths } from '../methodology/render-score.ts';
import { ONE, rational, ZERO } from '../rational.ts';
import { addDays, dayStart } from '../telemetry/day.ts';
import { evaluateLive } from './evaluate-live.ts';

const FIRST = '2026-01-01';
const nth = (day: number): string => addDays(FIRST, day - 1);
/** The evaluation of the nth day of telemetry. */
const on = (day: number, change?: Case) => evaluateLive(inputsOf(FIRST, nth(day), change));

describe('days of telemetry', () => {
  test('are the closed days since the first counted one, whether anything came or not', () => {
    expect(on(89).facts.telemetryDays).toBe(89);
    expect(on(40, { siteRows: rowsOf(FIRST, nth(3)) }).facts.telemetryDays).toBe(40);
    expect(on(40, { siteRows: [] }).facts.telemetryDays).toBe(0);
  });

  test.each([
    [30, 30, 0],
    [31, 30, 1],
    [100, 30, 70],
  ])('of day %i begin after a suspension on day %i', (day, suspended, days) => {
    expect(on(day, { suspendedOn: nth(suspended) }).facts.telemetryDays).toBe(days);
  });

  test('look at no suspension before the first counted day', () => {
    expect(on(10, { suspendedOn: addDays(FIRST, -5) }).facts.telemetryDays).toBe(10);
  });
});

describe('coverage', () => {
  test('is over all days of telemetry, not the trailing window', () => {
    const siteRows = [...rowsOf(FIRST, nth(50), { valid: 12 }), ...rowsOf(nth(51), nth(200))];
    const { facts, score } = on(200, { siteRows });
    expect(facts.telemetryCoverage).toEqual(rational(50n * 12n + 150n * 24n, 200n * 24n));
    expect(score.coverage).toEqual(ONE);
  });

  test('is over the last 365 days at most', () => {
    const siteRows = [...rowsOf(FIRST, nth(10), { valid: 0 }), ...rowsOf(nth(11), nth(375))];
    expect(on(375, { siteRows, firstCounted: FIRST }).facts.telemetryCoverage).toEqual(ONE);
    expect(on(374, { siteRows: siteRows.slice(0, -1), firstCounted: FIRST }).facts.telemetryCoverage).toEqual(
      rational(364n, 365n),
    );
  });

  test('is over the days since a suspension, and nothing on its day', () => {
    const siteRows = [...rowsOf(FIRST, nth(30), { valid: 6 }), ...rowsOf(nth(31), nth(40))];
    expect(on(40, { siteRows, suspendedOn: nth(30) }).facts.telemetryCoverage).toEqual(ONE);
    expect(on(40, { siteRows, suspendedOn: nth(40) }).facts.telemetryCoverage).toEqual(ZERO);
  });
});

describe('the surveillance delta', () => {
  /** An audit whose window begins so many days before the telemetry and ends with its nth day. */
  const window = (before: number, until: number): NonNullable<Case['audit']> => ({
    windowStart: dayStart(addDays(FIRST, -before)),
    windowEnd: dayStart(nth(until + 1)),
  });

  test.each([
    [55, null],
    [56, ZERO],
    [57, ZERO],
  ])('over %i days of the audit with telemetry', (common, delta) => {
    expect(on(70, { audit: window(100, common) }).facts.surveillanceDelta).toEqual(delta);
  });

  test.each([
    [10, ZERO],
    [11, null],
  ])('begins with the window: telemetry of %i days before it does not count', (days, delta) => {
    expect(on(70, { audit: window(-days, 66) }).facts.surveillanceDelta).toEqual(delta);
  });

  test('does not take a day for common of which nothing counted', () => {
    const siteRows = rowsOf(FIRST, nth(70)).map((row) => (row.day === nth(9) ? rowOf(nth(9), { valid: 0 }) : row));
    expect(on(70, { siteRows, audit: window(0, 56) }).facts.surveillanceDelta).toBeNull();
    expect(on(70, { siteRows, audit: window(0, 57) }).facts.surveillanceDelta).toEqual(ZERO);
  });

  test('is the audit less the live composite in rounded points, before the cap', () => {
    const lower = auditScore({}, { gbh_justified: rational(1200n) });
    const { facts, score } = on(70, { audit: { ...window(0, 60), score: lower } });
    const points = rational(compositeThousandths(lower) - compositeThousandths(auditScore()), 1000n);
    expect(facts.surveillanceDelta).toEqual(points);
    expect(points.num).toBeLessThan(0n);
    // Capped, the two would not differ.
    expect(compositeThousandths(score)).toBe(compositeThousandths(lower));
  });

  test('looks at the days of the audit only', () => {
    const poor = rowsOf(nth(61), nth(90), { energies: { def_clean: 0, def_cheap: 0 } });
    expect(on(90, { siteRows: [...rowsOf(FIRST, nth(60)), ...poor], audit: window(0, 60) }).facts).toMatchObject({
      surveillanceDelta: ZERO,
    });
  });
});

describe('an audit of level 4', () => {
  const end = dayStart(nth(401)).getTime();
  const aged = (age: number, auditLevel: 3 | 4 = 4) =>
    on(400, {
      audit: {
        acceptedAt: new Date(end - age),
        facts: { auditLevel, countersigned: true, scopeShare: percent(95), measuredShareConfirmed: true },
      },
    }).facts.auditLevel;
  const DAY_MS = 86_400_000;

  test('carries its level for 365 days', () => {
    expect(aged(365 * DAY_MS)).toBe(4);
    expect(aged(365 * DAY_MS + 1)).toBe(3);
    expect(aged(366 * DAY_MS)).toBe(3);
  });

  test('of level 3 does not lapse', () => {
    expect(aged(390 * DAY_MS, 3)).toBe(3);
  });
});

describe('silence', () => {
  test.each([
    [10, 0],
    [11, 1],
    [16, 6],
    [17, 7],
    [40, 30],
  ])('on day %i, after ten days that counted, is %i days', (day, silent) => {
    expect(on(day, { siteRows: rowsOf(FIRST, nth(10)) }).silentDays).toBe(silent);
  });

  test('a row of which nothing counted is silence', () => {
    const late = rowsOf(nth(11), nth(12), { valid: 0 });
    expect(on(12, { siteRows: [...rowsOf(FIRST, nth(10)), ...late] }).silentDays).toBe(2);
  });

  test('begins with the first counted day', () => {
    expect(on(30, { siteRows: [] }).silentDays).toBe(0);
  });
});

describe('the invisible share of a day', () => {
  const share = (w_visible: number, it = 100, w_all = 100) =>
    on(5, { siteRows: [...rowsOf(FIRST, nth(4)), rowOf(nth(5), { energies: { w_visible, it, w_all } })] });

  test('is what no one owns, of the larger of meter and parts', () => {
    expect(share(97).invisibleShare).toEqual(rational(3n, 100n));
    expect(share(99, 110).invisibleShare).toEqual(rational(1n, 10n));
    expect(share(99, 100, 101).invisibleShare).toEqual(rational(2n, 101n));
  });

  test('beyond 3 x allowed is told for each tier', () => {
    expect(share(97).invisible).toEqual({ Obsidian: false, 'Obsidian Prime': false });
    expect(share(96.999).invisible).toEqual({ Obsidian: false, 'Obsidian Prime': true });
    expect(share(90.999).invisible).toEqual({ Obsidian: true, 'Obsidian Prime': true });
  });

  test('of a day without energy is none', () => {
    expect(on(5, { siteRows: rowsOf(FIRST, nth(4)) })).toMatchObject({ invisibleShare: null, invisible: null });
    expect(share(0, 0, 0).invisibleShare).toBeNull();
  });
});

describe('a claim', () => {
  const percentOf = (times: number): string => ((Number(compositeThousandths(auditScore())) / 1000) * times).toFixed(3);

  test('beyond 2 per cent of the audit is held for live tiers until it is allowed', () => {
    const claimed = percentOf(0.97);
    expect(on(5, { audit: { claimed } }).isClaimHeld).toEqual({ Obsidian: true, 'Obsidian Prime': true });
    expect(on(5, { audit: { claimed, isClaimAllowed: true } }).isClaimHeld.Obsidian).toBe(false);
    expect(on(5, { audit: { claimed: percentOf(0.985) } }).isClaimHeld.Obsidian).toBe(false);
    expect(on(5).isClaimHeld.Obsidian).toBe(false);
  });

  test('that has drifted from the live figure decides nothing', () => {
    const poor = rowsOf(FIRST, nth(5), { energies: { def_clean: 0, def_cheap: 0 } });
    const { drift, isClaimHeld } = on(5, { siteRows: poor, audit: { claimed: percentOf(1) } });
    expect(drift.verdict).toBe('held');
    expect(isClaimHeld.Obsidian).toBe(false);
    expect(on(5).drift.verdict).toBe('none');
  });
});
