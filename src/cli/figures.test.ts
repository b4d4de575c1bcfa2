import { describe, expect, test } from 'vitest';
import { bar, groupDigits, percent, quantity, sum } from './figures.ts';

describe('figures', () => {
  test.each([
    ['0', '0'],
    ['999', '999'],
    ['1234567.5', '1,234,567.5'],
  ])('groupDigits %s', (text, expected) => {
    expect(groupDigits(text)).toBe(expected);
  });

  test.each([
    ['128000/3', '42,666.7'],
    ['25200/1', '25,200'],
    ['0.04', '0'],
    ['25200.250000', '25,200.2'],
    ['not a figure', 'not a figure'],
  ])('quantity %s', (text, expected) => {
    expect(quantity(text)).toBe(expected);
  });

  test.each([
    ['229/400', '57.2 %'],
    ['1/1', '100.0 %'],
    ['', ''],
  ])('percent %j', (text, expected) => {
    expect(percent(text)).toBe(expected);
  });

  test.each([
    ['0/1', '', '░░░░'],
    ['1/2', '██', '░░'],
    ['1/1', '████', ''],
    ['3/1', '████', ''],
    ['x', '', '░░░░'],
  ])('bar %s', (text, full, rest) => {
    expect(bar(text, 4)).toEqual({ full, rest });
  });

  test('sum is exact', () => {
    expect(sum(['0.1', '0.2', '1000', 'x'])).toBe('1,000.3');
    expect(sum([])).toBe('0');
  });
});
