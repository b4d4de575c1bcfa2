import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  auditScore,
  type Case,
  inputsOf,
  organisationRow,
  rowOf,
  rowsOf,
  SITE,
} from '../../../test/support/live-rows.ts';
import { isBelow, ONE, rational, ZERO } from '../rational.ts';
import { addDays, daysFrom } from '../telemetry/day.ts';
import { evaluateLive, rowsFrom, windowOf } from './evaluate-live.ts';

const FIRST = '2026-01-01';
const nth = (day: number): string => addDays(FIRST, day - 1);
/** The evaluation of the nth day of telemetry. */
const on = (day: number, change?: Case) => evaluateLive(inputsOf(FIRST, nth(day), change));
const POOR = { energies: { def_clean: 5, def_cheap: 2 } };

describe('the trailing window', () => {
  test.each([
    [1, 1, 1],
    [10, 1, 10],
    [56, 1, 56],
    [57, 2, 56],
    [400, 345, 56],
  ])('of day %i begins on day %i and has %i days', (day, from, days) => {
    expect(windowOf(nth(day), FIRST)).toEqual({ from: nth(from), to: nth(day), days });
  });

  test('before the first counted day is the day itself', () => {
    expect(on(3, { siteRows: [] })).toMatchObject({ firstCounted: null, window: { from: nth(3), days: 1 } });
  });

  test('begins with the first day of which an interval counted', () => {
    const siteRows = [...rowsOf(FIRST, nth(4), { valid: 0 }), ...rowsOf(nth(5), nth(9))];
    expect(on(9, { siteRows })).toMatchObject({ firstCounted: nth(5), window: { from: nth(5), days: 5 } });
  });

  test('remembers that day after its row is out of reach', () => {
    const evaluation = on(400, { firstCounted: FIRST, siteRows: rowsOf(nth(36), nth(400)) });
    expect(evaluation.firstCounted).toBe(FIRST);
    expect(evaluation.facts.telemetryDays).toBe(400);
  });

  test('needs rows of a year, and of the audited days', () => {
    expect(rowsFrom('2026-12-31', new Date('2026-06-01T00:00:00Z'))).toBe('2026-01-01');
    expect(rowsFrom('2026-12-31', new Date('2025-06-01T00:00:00Z'))).toBe('2025-06-01');
  });
});

describe('the decision figure', () => {
  const early = (bad: number, days: number) => [...rowsOf(FIRST, nth(bad), POOR), ...rowsOf(nth(bad + 1), nth(days))];

  test.each([
    [364, 56],
    [365, 365],
    [366, 365],
  ])('of day %i stands on %i days', (day, days) => {
    const { grounds, score, decision } = on(day, { siteRows: early(100, day) });
    expect(grounds).toEqual({ from: nth(day - days + 1), to: nth(day), days });
    expect(isBelow(decision.pow4, score.pow4)).toBe(days === 365);
  });

  test('is the trailing 56 days where those are the lower', () => {
    const siteRows = [...rowsOf(FIRST, nth(340)), ...rowsOf(nth(341), nth(365), POOR)];
    const { decision, score, grounds } = on(365, { siteRows });
    expect(grounds.days).toBe(365);
    expect(decision).toBe(score);
  });

  test('has its year whatever was suspended in it', () => {
    const { grounds, facts } = on(365, { siteRows: early(100, 365), suspendedOn: nth(300) });
    expect(grounds.days).toBe(365);
    expect(facts.telemetryDays).toBe(65);
  });

  test('is capped by the audit, over both spans', () => {
    const lower = auditScore({}, { gbh_justified: rational(1200n) });
    for (const day of [60, 365]) {
      const { decision, score, grounds } = on(day, { audit: { score: lower }, siteRows: early(20, day) });
      expect(decision === score).toBe(grounds.days === 56);
      expect(decision.submetrics.D1).toEqual(lower.submetrics.D1);
      expect(score.submetrics.D1.value).toEqual(rational(1n, 2n));
    }
  });

  test('and all else depend on no order of rows', () => {
    const inputs = inputsOf(FIRST, nth(20));
    const whole = evaluateLive(inputs);
    fc.assert(
      fc.property(fc.shuffledSubarray([...inputs.siteRows], { minLength: 20, maxLength: 20 }), (siteRows) => {
        expect(evaluateLive({ ...inputs, siteRows })).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });
});

describe('the scope', () => {
  const second = { site_id: 'dc-2', minutes: 15, zone: 'SE3' };

  test('rows of other sites count in nothing', () => {
    const siteRows = [
      ...rowsOf(FIRST, nth(30)),
      ...rowsOf(addDays(FIRST, -40), nth(30), { ...POOR, site: 'elsewhere', valid: 1 }),
    ];
    expect(on(30, { siteRows })).toEqual(on(30));
  });

  test('a site that sent nothing was expected all the same', () => {
    const { score, facts } = on(10, { audit: { sites: [SITE, second] } });
    expect(score.coverage).toEqual(rational(240n, 240n + 960n));
    expect(facts.telemetryCoverage).toEqual(rational(1n, 5n));
    expect(score.minSiteCoverage).toEqual(ZERO);
  });

  test('so was a day without a row', () => {
    const siteRows = rowsOf(FIRST, nth(10)).filter(({ day }) => day !== nth(4));
    const { score } = on(10, { siteRows });
    expect([score.coverage, score.minSiteCoverage]).toEqual([rational(9n, 10n), rational(9n, 10n)]);
  });

  test('hours need a grid series of each zone in it', () => {
    const only = (zone: string) => (asked: string) =>
      asked === zone ? { cfeShare: 0n, carbonIntensity: 0n, price: 0n } : undefined;
    expect(on(10, { grid: only('DK1') }).gridShare).toEqual(ONE);
    expect(on(10, { grid: only('DK1'), audit: { sites: [SITE, second] } }).gridShare).toEqual(rational(1n, 2n));
    expect(on(10, { grid: undefined }).gridShare).toEqual(ZERO);
  });

  test.each([
    [113, true],
    [114, false],
    [115, false],
  ])('%i of 120 hours of the window with a series', (hours, isFailing) => {
    const end = new Date(`${FIRST}T00:00:00Z`).getTime() + hours * 3_600_000;
    const { gridShare, failing } = on(5, {
      grid: (_, hour) => (hour.getTime() < end ? { cfeShare: 0n, carbonIntensity: 0n, price: 0n } : undefined),
    });
    expect(gridShare).toEqual(rational(BigInt(hours), 120n));
    for (const tier of ['Obsidian', 'Obsidian Prime'] as const)
      expect(failing[tier].some(({ code }) => code === 'registry_grid')).toBe(isFailing);
    expect(failing.Silver.some(({ code }) => code === 'registry_grid')).toBe(false);
  });
});

describe('rejects', () => {
  const broken = rowOf(nth(10), { energies: { w_all: 102.1 } });

  test('R06 of the closed day stands in the way of every tier', () => {
    const { rejects, met, failing } = on(10, { siteRows: [...rowsOf(FIRST, nth(9)), broken] });
    expect(rejects).toEqual(['R06']);
    expect(Object.values(met)).toEqual([false, false, false, false]);
    expect(failing.Bronze.map(({ code }) => code)).toEqual(['rejected']);
  });

  test("of days before are not the closed day's", () => {
    const { rejects, failing } = on(11, { siteRows: [...rowsOf(FIRST, nth(9)), broken, rowOf(nth(11))] });
    expect(rejects).toEqual([]);
    expect(failing.Bronze).toEqual([]);
  });
});

test('R06 of the window as a whole stands in the way too', () => {
  const siteRows = [rowOf(nth(1), { energies: { w_all: 120 } }), rowOf(nth(2))];
  const { rejects, failing } = on(2, { siteRows });
  expect(rejects).toEqual([]);
  expect(failing.Bronze.map(({ code }) => code)).toEqual(['rejected']);
});

test('rows of days that are not closed yet count in nothing', () => {
  const siteRows = rowsOf(FIRST, nth(12));
  expect(on(10, { siteRows })).toEqual(on(10));
  expect(on(3, { siteRows: rowsOf(nth(4), nth(12)) })).toMatchObject({ firstCounted: null, silentDays: 0 });
});

describe('a whole life', () => {
  test('a good year carries Obsidian Prime from day 180 on, once an audit has watched it', () => {
    const audit = { windowStart: new Date(`${FIRST}T00:00:00Z`), windowEnd: new Date(`${nth(80)}T00:00:00Z`) };
    expect(on(179, { audit }).failing['Obsidian Prime'].map(({ code }) => code)).toEqual(['telemetry_days']);
    expect(on(180, { audit }).met).toEqual({ Bronze: true, Silver: true, Obsidian: true, 'Obsidian Prime': true });
  });

  test('organisation rows of days beyond the window count in nothing', () => {
    const rows = daysFrom(FIRST, nth(70)).map((day) => organisationRow(day));
    const stray = daysFrom(FIRST, nth(14)).map((day) => organisationRow(day, { gbh_justified: ZERO }));
    expect(on(70, { organisationRows: [...stray, ...rows.slice(14)] }).score).toEqual(on(70).score);
  });
});
