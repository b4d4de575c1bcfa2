import { describe, expect, test } from 'vitest';
import { clean, clip, createPaint, padLeft, padRight, wrap } from './paint.ts';

describe('clean', () => {
  test.each([
    ['plain text — with Ümlauts and 漢字', 'plain text — with Ümlauts and 漢字'],
    ['\u001b[2Jx', '\uFFFD[2Jx'],
    ['a\nb\tc', 'a\uFFFDb\uFFFDc'],
    ['\u202egnp.exe', '\uFFFDgnp.exe'],
    ['zero\u200bwidth', 'zero\uFFFDwidth'],
  ])('%j', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});

describe('wrap', () => {
  test.each([
    ['one line', 20, ['  one line']],
    ['three words here', 9, ['  three', '    words', '    here']],
    ['averyverylongword fits not', 8, ['  averyverylongword', '    fits', '    not']],
    ['', 10, ['  ']],
  ])('%j at %i', (text, width, expected) => {
    expect(wrap(text, width, '  ', '    ')).toEqual(expected);
  });
});

describe('columns', () => {
  test.each([
    [padRight('é', 3), 'é  '],
    [padLeft('12', 4), '  12'],
    [padLeft('12345', 4), '12345'],
    [clip('abcdef', 4), 'abc…'],
    [clip('abcd', 4), 'abcd'],
    [clip('🌍🌍🌍', 2), '🌍…'],
  ])('%j', (got, expected) => {
    expect(got).toBe(expected);
  });
});

describe('paint', () => {
  test('colours, or does not', () => {
    expect(createPaint(true).good('ok')).toBe('\u001b[32mok\u001b[39m');
    expect(createPaint(false).good('ok')).toBe('ok');
    expect(createPaint(true).dim('')).toBe('');
  });
});
