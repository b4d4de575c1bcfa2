import { describe, expect, test } from 'vitest';
import { NO_STATISTICS, STATISTICS } from '../../test/support/statistics-fixtures.ts';
import { POSITION } from '../../test/support/view-fixtures.ts';
import { LANGUAGES } from './lang.ts';
import { renderStatisticsPage, type StatisticsPageInput } from './statistics-page.tsx';

const render = (changes: Partial<StatisticsPageInput> = {}): string =>
  renderStatisticsPage({
    statistics: STATISTICS,
    position: POSITION,
    at: undefined,
    mode: 'production',
    origin: 'https://registry.example',
    lang: 'en',
    theme: 'auto',
    ...changes,
  });

describe('the register in numbers', () => {
  test('says how many first, and as of when', () => {
    expect(render()).toContain('<h1>9 certified of 12 listed.</h1>');
    expect(render()).toContain('As of 2026-08-25 14:05 UTC, log entry 4,211');
    expect(render({ statistics: NO_STATISTICS })).toContain('<h1>Nobody is certified yet.</h1>');
  });

  test('each count links to those it counts, with its share', () => {
    const html = render();
    const row = html.slice(html.indexOf('<a href="/?tier=Silver">'));
    expect(row.slice(0, row.indexOf('</tr>'))).toMatch(/>5<.*>55\.6</);
    expect(html).toContain('href="/?state=suspended"');
    expect(html).toContain('1 of 9 certified are live now.');
  });

  test('those who never had a certificate are counted as such', () => {
    const html = render();
    const never = html.slice(html.indexOf('Never certified'));
    expect(never.slice(0, never.indexOf('</tr>'))).toContain('>2<');
  });

  test('of the past no freshness is shown, and every list is of that day', () => {
    const html = render({ at: '2026-08-25' });
    expect(html).toContain('As of 25 August 2026');
    expect(html).toContain('href="/?tier=Silver&amp;at=2026-08-25"');
    expect(html).not.toContain('are live now');
  });

  test('every month of the picture is in the table, newest first', () => {
    const html = render();
    const table = html.slice(html.indexOf('class="month-table"'));
    expect(table.match(/<th scope="row">/g)?.length).toBeGreaterThanOrEqual(14);
    expect(table.indexOf('Sept 2026')).toBeLessThan(table.indexOf('Aug 2025'));
    expect(html).toContain('over 14 months: 0 at first, 28 now');
  });

  test('energy is told in its quantities', () => {
    expect(render()).toContain('2,800.5 kWh (1.3 %)');
  });

  test.each(LANGUAGES)('%s has words of its own', (lang) => {
    const title = /<title>([^<]*)/.exec(render({ lang }))?.[1];
    expect(title === /<title>([^<]*)/.exec(render())?.[1]).toBe(lang === 'en');
  });
});
