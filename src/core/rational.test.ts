import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  compare,
  div,
  floor,
  floorRoot4,
  formatExactDecimal,
  formatFixed,
  formatPercent,
  formatRational,
  mul,
  parseRational,
  power,
  type Rational,
  rational,
  roundHalfEven,
  roundRoot4,
  sub,
  ZERO,
} from './rational.ts';

const integer = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const fraction = fc.tuple(integer, fc.bigInt({ min: 1n, max: 10n ** 30n })).map(([num, den]) => rational(num, den));

describe('rational', () => {
  test.each([
    [6n, 4n, '3/2'],
    [-6n, 4n, '-3/2'],
    [6n, -4n, '-3/2'],
    [0n, -7n, '0/1'],
    [5n, 1n, '5/1'],
  ])('%s over %s reads %s', (num, den, text) => {
    expect(formatRational(rational(num, den))).toBe(text);
  });

  test('a zero denominator is a mistake of the caller', () => {
    expect(() => rational(1n, 0n)).toThrow(RangeError);
  });

  test('addition and multiplication form a field', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(mul(a, add(b, c))).toEqual(add(mul(a, b), mul(a, c)));
        expect(sub(a, a)).toEqual(ZERO);
        if (b.num !== 0n) expect(mul(div(a, b), b)).toEqual(a);
      }),
    );
  });

  test('text goes back to the same value, and only that text does', () => {
    fc.assert(fc.property(fraction, (x) => void expect(parseRational(formatRational(x))).toEqual(x)));
    for (const text of ['2/4', '1/0', '-0/1', '+1/2', '1', '01/2', '1/2 ', '1/-2']) {
      expect(parseRational(text)).toBeUndefined();
    }
  });
});

describe('rounding', () => {
  test.each([
    ['1/2', 0, 0n],
    ['3/2', 0, 2n],
    ['5/2', 0, 2n],
    ['-1/2', 0, 0n],
    ['-3/2', 0, -2n],
    ['1/3', 3, 333n],
    ['2/3', 3, 667n],
    ['-2/3', 3, -667n],
  ])('%s to %s digits is %s', (text, digits, expected) => {
    expect(roundHalfEven(parseRational(text) ?? ZERO, digits)).toBe(expected);
  });

  test('prints', () => {
    expect(formatFixed(rational(-1n, 8n), 2)).toBe('-0.12');
    expect(formatPercent(rational(229n, 400n))).toBe('57.2');
    expect(formatPercent(rational(179n, 400n))).toBe('44.8');
    expect(formatExactDecimal(rational(1n, 8n))).toBe('0.125');
    expect(formatExactDecimal(rational(120n))).toBe('120');
    expect(formatExactDecimal(rational(1n, 3n))).toBeUndefined();
    expect(floor(rational(-1n, 2n))).toBe(-1n);
  });
});

/** Half to even of X where X^4 is known, by walking. */
function slowRoot4(pow4: Rational, digits: number): bigint {
  const scale = 10n ** BigInt(digits);
  let lower = 0n;
  while (compare(power(rational(lower + 1n, scale), 4n), pow4) <= 0) lower += 1n;
  const side = compare(pow4, power(rational(2n * lower + 1n, 2n * scale), 4n));
  return side > 0 || (side === 0 && lower % 2n !== 0n) ? lower + 1n : lower;
}

describe('fourth root', () => {
  test('is the integer part of the real one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 80n }), (n) => {
        const root = floorRoot4(n);
        expect(root ** 4n <= n && n < (root + 1n) ** 4n).toBe(true);
      }),
    );
  });

  test('rounds as brute force does, ties to even', () => {
    const share = fc.tuple(fc.bigInt({ min: 0n, max: 999n }), fc.constant(999n)).map(([n, d]) => rational(n, d));
    fc.assert(fc.property(share, (pow4) => void expect(roundRoot4(pow4, 2)).toBe(slowRoot4(pow4, 2))));
    for (const odd of [1n, 3n, 5n, 85n, 199n]) {
      const tie = power(rational(odd, 200n), 4n);
      expect(roundRoot4(tie, 2)).toBe(slowRoot4(tie, 2));
      expect(roundRoot4(tie, 2) % 2n).toBe(0n);
    }
  });

  test('a value just under a threshold still rounds up in print', () => {
    const composite = rational(8996n, 10_000n);
    expect(roundRoot4(power(composite, 4n), 3)).toBe(900n);
  });
});
