import { describe, expect, test } from 'vitest';
import { EVEN_PROFILE, NIGHT_PROFILE } from '../../../test/support/page-fixtures.ts';
import { expectWellFormed } from '../../../test/support/xml.ts';
import { hourChart, peakHour } from './hour-chart.ts';

const draw = (profile: typeof NIGHT_PROFILE, peak: number | null): string =>
  hourChart({
    hours: profile.hours,
    peak,
    allowed: { percent: 1, words: 'Obsidian Prime allows 1 %' },
    label: 'in words',
  }).markup;

const heightsOf = (markup: string): number[] =>
  [...markup.matchAll(/<rect [^>]*height="([0-9.]+)"/g)].map((match) => Number(match[1]));

describe('the hours of the day', () => {
  test('the job at two in the morning stands out', () => {
    expect(peakHour(NIGHT_PROFILE.hours)).toBe(2);
    const markup = draw(NIGHT_PROFILE, 2);
    expectWellFormed(`<svg xmlns="http://www.w3.org/2000/svg">${markup}</svg>`);
    const heights = heightsOf(markup);
    expect(heights).toHaveLength(24);
    expect(heights.indexOf(Math.max(...heights))).toBe(2);
    expect(markup).toContain('13.7 %');
    expect(markup).toContain('aria-label="in words"');
  });

  test('what is little looks little, and no hour is called out', () => {
    expect(peakHour(EVEN_PROFILE.hours)).toBeNull();
    expect(Math.max(...heightsOf(draw(EVEN_PROFILE, null)))).toBeLessThan(20);
  });

  test('nothing at all draws no bar', () => {
    const hours = EVEN_PROFILE.hours.map((hour) => ({ ...hour, unattributed_percent: '0.0' }));
    expect(peakHour(hours)).toBeNull();
    expect(new Set(heightsOf(draw({ ...EVEN_PROFILE, hours }, null)))).toEqual(new Set([0]));
  });
});
