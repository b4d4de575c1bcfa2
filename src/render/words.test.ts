import { describe, expect, test } from 'vitest';
import { reasonWords } from './reason-words.ts';
import { formatDay, formatMoment, formatQuantity, formatShare, groupDigits, middleTruncate } from './words.ts';

describe('words', () => {
  test.each([
    ['140000/1', '140,000'],
    ['2514302/25', '100,572.08'],
    ['25200.000000', '25,200'],
    ['1/3', '0.33'],
    ['0/1', '0'],
    ['1234567/10', '123,456.7'],
    ['not a number', 'not a number'],
  ])('quantity %s reads %s', (text, expected) => {
    expect(formatQuantity(text)).toBe(expected);
  });

  test.each([
    ['229/400', '57.2'],
    ['0.83', '83.0'],
    ['1/1', '100.0'],
  ])('share %s reads %s per cent', (text, expected) => {
    expect(formatShare(text)).toBe(expected);
  });

  test('times are UTC and in words', () => {
    expect(formatDay('2026-03-02T08:00:00Z')).toBe('2 March 2026');
    expect(formatMoment('2026-12-25T14:05:59Z')).toBe('14:05 UTC on 25 December 2026');
  });

  test('digits are grouped in the whole part only', () => {
    expect(groupDigits('1234567.1234')).toBe('1,234,567.1234');
    expect(groupDigits(999)).toBe('999');
  });

  test('both ends of a digest stay', () => {
    expect(middleTruncate('abcdefghijklmnopqrstuvwxyz')).toBe('abcdefgh…stuvwxyz');
    expect(middleTruncate('short')).toBe('short');
  });

  test.each([
    ['scope_share', 'Share of the organisation in scope'],
    ['flag_open: F10', 'open flag: F10'],
    ['live evaluation: 0 of 28', 'live evaluation: 0 of 28'],
    ['something_new', 'something new'],
  ])('reason %s reads "%s"', (code, expected) => {
    expect(reasonWords(code)).toBe(expected);
  });
});
