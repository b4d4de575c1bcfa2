import { describe, expect, test } from 'vitest';
import { dayIn } from '../intl.ts';
import { sectorName } from '../sector-names.ts';
import { histogram, stepText } from './histogram.ts';
import { ageText, countryName, grouped, shortMonth } from './in-language.ts';
import { LISTING_WORDS } from './listing-words.ts';
import { sparkline } from './sparkline.ts';

const { en, ja } = LISTING_WORDS;
const drawn = (trend: readonly (string | null)[]): string => sparkline(trend, en).markup;

describe('sparkline', () => {
  test('a steady line stays steady: rounding noise is not drawn as a mountain', () => {
    const points = /points="([^"]*)"/.exec(drawn(['70.0', '70.1', '70.0']))?.[1] ?? '';
    const heights = points.split(' ').map((point) => Number(point.split(',')[1]));
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1);
  });

  test('breaks where nothing was evaluated, and says how often', () => {
    const picture = drawn([null, '70.0', '70.5', null, '69.0']);
    expect(picture.match(/<polyline/g)).toHaveLength(2);
    expect(picture).toContain('from 70.0 to 69.0 per cent, lowest 69.0, highest 70.5; 2 days without a value');
  });

  test('stays inside its frame, whatever it shows', () => {
    const numbers = [...drawn(['0.0', '100.0', null, '3.3']).matchAll(/[\d.]+,([\d.]+)/g)].map(([, y]) => Number(y));
    for (const y of numbers) expect(y).toBeGreaterThanOrEqual(0);
    for (const y of numbers) expect(y).toBeLessThanOrEqual(24);
  });
});

describe('histogram', () => {
  const composites = Array.from({ length: 20 }, (_, step) => (step === 12 ? 4 : step === 19 ? 1 : 0));

  test('draws a bar and a number where somebody is, the highest fills it', () => {
    const { upper, lower } = histogram(composites, 'all of them', String);
    expect(upper.markup.match(/<rect/g)).toHaveLength(2);
    expect(upper.markup).toContain('height="92"');
    expect(upper.markup).toContain('height="23"');
    expect(upper.markup).toContain('aria-label="all of them"');
    for (const threshold of ['40', '60', '75', '90']) expect(lower.markup).toContain(`>${threshold}</text>`);
  });

  test('of nobody it is an empty scale', () => {
    expect(
      histogram(
        composites.map(() => 0),
        '',
        String,
      ).upper.markup,
    ).not.toContain('<rect');
    expect([stepText(0), stepText(19)]).toEqual(['0–5', '95–100']);
  });
});

describe('in the language of the page', () => {
  test.each([
    ['en', '12,400', '31 March 2026', 'Mar 2026', 'Germany'],
    ['de', '12.400', '31. März 2026', 'März 2026', 'Deutschland'],
    ['fr', '12\u202F400', '31 mars 2026', 'mars 2026', 'Allemagne'],
    ['es', '12.400', '31 de marzo de 2026', 'mar 2026', 'Alemania'],
    ['ja', '12,400', '2026年3月31日', '2026年3月', 'ドイツ'],
  ] as const)('%s', (lang, number, day, month, country) => {
    expect(grouped(12_400, lang)).toBe(number);
    expect(dayIn(lang, '2026-03-31T23:59:59Z')).toBe(day);
    expect(shortMonth('2026-03', lang)).toBe(month);
    expect(countryName('DE', lang)).toBe(country);
    expect(countryName('<b>', lang)).toBe('<b>');
  });

  test.each([
    [59, 'under 1 min', '1分未満'],
    [240, '4 min', '4分'],
    [7_200, '2 h', '2時間'],
    [9 * 86_400, '9 d', '9日'],
  ])('%i s', (seconds, english, japanese) => {
    expect([ageText(seconds, en), ageText(seconds, ja)]).toEqual([english, japanese]);
  });

  test('all 21 sections have a name, in every language; what is none stays as it is', () => {
    for (const lang of ['en', 'de', 'fr', 'es', 'ja'] as const) {
      const letters = [...'ABCDEFGHIJKLMNOPQRSTU'];
      expect(new Set(letters.map((letter) => sectorName(letter, lang))).size, lang).toBe(21);
      expect(letters.map((letter) => sectorName(letter, lang)).filter((name) => name.length < 2)).toEqual([]);
    }
    expect([sectorName('U', 'en'), sectorName('J', 'de'), sectorName('software', 'fr'), sectorName('V', 'en')]).toEqual(
      ['Extraterritorial bodies', 'Information, Kommunikation', 'software', 'V'],
    );
  });
});
