import { describe, expect, test } from 'vitest';
import { dayIn, integerIn, momentIn, percentIn, pluralIn } from './intl.ts';

const plain = (text: string): string => text.replace(/[\u00A0\u202F]/g, ' ');

describe('numbers and dates in a language', () => {
  test.each([
    ['en', '1,234', '92.4%', '25 November 2026'],
    ['de', '1.234', '92,4 %', '25. November 2026'],
    ['fr', '1 234', '92,4 %', '25 novembre 2026'],
    ['es', '1.234', '92,4 %', '25 de noviembre de 2026'],
    ['ja', '1,234', '92.4%', '2026年11月25日'],
  ] as const)('%s', (lang, integer, percent, day) => {
    expect(plain(integerIn(lang, 1234))).toBe(integer);
    expect(plain(percentIn(lang, 0.924))).toBe(percent);
    expect(dayIn(lang, '2026-11-25T23:59:59Z')).toBe(day);
  });

  test('the time of day is in UTC', () => {
    expect(momentIn('en', '2026-11-25T23:05:00Z')).toMatch(/23:05.*UTC/);
  });

  test('none is one in French, and nothing is in Japanese', () => {
    expect([0, 1, 2].map((n) => pluralIn('fr', n, 'one', 'other'))).toEqual(['one', 'one', 'other']);
    expect([0, 1, 2].map((n) => pluralIn('en', n, 'one', 'other'))).toEqual(['other', 'one', 'other']);
    expect(pluralIn('ja', 1, 'one', 'other')).toBe('other');
  });
});
