import { describe, expect, test } from 'vitest';
import { codePointLength, isText } from './text.ts';

describe('isText', () => {
  test.each([
    ['a', 1, true],
    ['ab', 1, false],
    ['\u{1F331}', 1, true],
    ['', 5, false],
    ['  ', 5, false],
    ['a b', 3, true],
    ['a\tb', 3, false],
    ['e\u0301', 3, false],
    ['\u00e9', 3, true],
    ['a\u2066', 3, false],
    ['a\ufffe', 3, false],
    ['a\ue000', 3, false],
  ])('%j in %i: %s', (text, max, want) => {
    expect(isText(text, max)).toBe(want);
  });

  test('a long hostile text is refused by its length alone', () => {
    expect(isText('\u0300'.repeat(1_000_000), 200)).toBe(false);
  });
});

test('codePointLength counts an astral character once', () => {
  expect(codePointLength('a\u{1F331}')).toBe(2);
});
