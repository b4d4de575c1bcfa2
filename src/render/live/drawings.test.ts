import { describe, expect, test } from 'vitest';
import { LIVE_SAMPLES, liveDays } from '../../../test/support/live-fixtures.ts';
import { expectWellFormed } from '../../../test/support/xml.ts';
import { coverageDays } from './coverage-days.ts';
import { energiesOf } from './energies.ts';
import { trendLine, trendText } from './trend-line.ts';
import { energyText, unattributedDays } from './unattributed-days.ts';

const PRIME = { tier: 'Obsidian Prime', percent: '90' };
const days = liveDays();
const trend = { from: days.trendFrom, to: days.to, points: days.trend, certified: '92.4', threshold: PRIME };
const wrapped = (markup: string): string => `<svg xmlns="http://www.w3.org/2000/svg">${markup}</svg>`;

describe('the live composite by day', () => {
  test('is a well-formed picture, the same every time, with its figures in words', () => {
    const { markup } = trendLine(trend);
    expectWellFormed(wrapped(markup));
    expect(trendLine(trend).markup).toBe(markup);
    expect(markup).toContain('Certificate 92.4');
    expect(markup).toContain('Obsidian Prime ≥ 90');
    expect(markup).not.toContain('NaN');
    expect(trendText(trend)).toMatch(
      /^Live composite on 90 days: from 9[12]\.\d per cent on 27 May 2026 to 9[12]\.\d on 24 August 2026/,
    );
  });

  test('a day without an evaluation breaks the line', () => {
    const gap = { ...trend, points: trend.points.filter((_, index) => index !== 40) };
    const runs = (markup: string): number =>
      /class="line-live"/.test(markup)
        ? (/d="([^"]*)" class="line-live"/.exec(markup)?.[1] ?? '').split('M').length - 1
        : 0;
    expect(runs(trendLine(trend).markup)).toBe(1);
    expect(runs(trendLine(gap).markup)).toBe(2);
  });

  test('one day, no certificate and no tier still draw', () => {
    const { markup } = trendLine({ ...trend, points: trend.points.slice(0, 1), certified: null, threshold: null });
    expect(markup).not.toMatch(/NaN|Infinity/);
  });
});

describe('intervals received', () => {
  const site = (name: string) => {
    const sample = LIVE_SAMPLES[name]?.days;
    if (sample === null || sample === undefined) throw new Error(`no days of ${name}`);
    return { own: sample.sites[0]?.days ?? [], from: sample.sitesFrom, to: sample.to };
  };

  test('say how many days are whole, have gaps, or have nothing', () => {
    const { own, from, to } = site('stale');
    expect(coverageDays('hall-1', own, from, to).markup).toContain(
      'aria-label="hall-1: 52 whole days, 1 day with gaps, 3 days without an interval."',
    );
  });

  test('days before the first are left out', () => {
    const { own, from, to } = site('begun');
    expect(coverageDays('hall-1', own, from, to).markup).toContain('hall-1: 4 whole days, 0 days with gaps, 0 days');
  });

  test('a site that never sent is empty', () => {
    expect(coverageDays('hall-1', [], '2026-08-01', '2026-08-24').markup).toContain(
      '0 whole days, 0 days with gaps, 0 days',
    );
  });
});

describe('energy that belonged to nobody', () => {
  const energies = energiesOf(days.sites);

  test('adds up over sites, by day, in order', () => {
    expect(energies).toHaveLength(56);
    expect(energies.map((one) => one.day)).toEqual([...energies.map((one) => one.day)].sort());
    const [site] = days.sites;
    expect(energies[0]?.it).toBeGreaterThan(
      Number(site?.days[0]?.it.split('/')[0]) / Number(site?.days[0]?.it.split('/')[1]),
    );
  });

  test('is a well-formed picture with its share in words', () => {
    const { markup } = unattributedDays(energies, days.sitesFrom, days.to);
    expectWellFormed(wrapped(markup));
    expect(energyText(energies)).toMatch(/0\.2\d? per cent of IT energy/);
  });

  test('without energy nothing is divided by nothing', () => {
    const { markup } = unattributedDays([], '2026-08-01', '2026-08-24');
    expect(markup).not.toContain('NaN');
    expect(markup).toContain('No energy was measured');
  });
});
