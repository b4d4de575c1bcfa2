import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth, truncateText } from './text-width.ts';

describe('text width', () => {
  test.each([
    ['', 0],
    ['Silver 71.3 %', 60],
    ['wwww', 29],
    ['iiii', 9],
    ['更新済み', 40],
    ['é', 6],
  ])('%j is %d pixels at size 10', (text, expected) => {
    expect(textWidth(text, 10)).toBe(expected);
  });

  test('a bold text is wider', () => {
    expect(textWidth('Obsidian Prime', 13, true)).toBeGreaterThan(textWidth('Obsidian Prime', 13));
  });

  test('what is cut fits, and what fits is not cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 20, max: 300 }), (text, room) => {
        const shown = truncateText(text, room, 11);
        expect(textWidth(shown, 11)).toBeLessThanOrEqual(room);
        expect(shown === text).toBe(textWidth(text, 11) <= room);
      }),
    );
  });

  test('a character is never cut in two', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(truncateText(`ab${family}${family}`, 60, 10).replaceAll(family, '')).toMatch(/^ab…$/);
  });
});
