import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMicro, fromMicro, parseMicro } from './decimal.ts';

describe('decimal strings (R01)', () => {
  test.each([
    ['0', 0n],
    ['0.000001', 1n],
    ['12.5', 12_500_000n],
    ['999999999999999.999999', 999_999_999_999_999_999_999n],
  ])('%s is exact', (text, micro) => {
    expect(parseMicro(text)).toBe(micro);
  });

  test.each([
    '',
    '-1',
    '+1',
    '01',
    '1.',
    '.5',
    '1e3',
    '1E3',
    '1.1234567',
    '1234567890123456',
    ' 1',
    '1\n',
    'NaN',
    '٣',
    '1,5',
  ])('%j is none', (text) => {
    expect(parseMicro(text)).toBeUndefined();
  });

  test('only a price may be negative', () => {
    expect(parseMicro('-0.5', true)).toBe(-500_000n);
    expect(parseMicro('-0.5')).toBeUndefined();
  });

  test('text, value and text again', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 21n) + 1n, max: 10n ** 21n - 1n }), (micro) => {
        expect(parseMicro(formatMicro(micro), true)).toBe(micro);
      }),
    );
  });

  test('a micro count is that fraction of its unit', () => {
    expect(fromMicro(1_500_000n)).toEqual({ num: 3n, den: 2n });
  });
});
