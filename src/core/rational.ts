/**
 * Exact fractions over BigInt (methodology 2.4). A value is always reduced and its denominator positive, so two equal values
 * print the same text: that text is what two implementations compare.
 */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

const RATIONAL_TEXT = /^(0|-?[1-9][0-9]*)\/([1-9][0-9]*)$/;

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** `num/den` reduced. Throws RangeError on a zero denominator: a caller's mistake, never a document's. */
export function rational(num: bigint, den = 1n): Rational {
  if (den === 0n) throw new RangeError('rational with denominator 0');
  if (den === 1n) return { num, den };
  const divisor = gcd(num, den) * (den < 0n ? -1n : 1n);
  return { num: num / divisor, den: den / divisor };
}

export const ZERO: Rational = { num: 0n, den: 1n };
export const ONE: Rational = { num: 1n, den: 1n };

export function add(a: Rational, b: Rational): Rational {
  if (a.den === b.den) return rational(a.num + b.num, a.den);
  return rational(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function negate(x: Rational): Rational {
  return { num: -x.num, den: x.den };
}

export function sub(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function mul(a: Rational, b: Rational): Rational {
  return rational(a.num * b.num, a.den * b.den);
}

export function div(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den, a.den * b.num);
}

/** `x` to a non-negative integer power; needs no reduction because `x` is reduced. */
export function power(x: Rational, exponent: bigint): Rational {
  return { num: x.num ** exponent, den: x.den ** exponent };
}

export function absolute(x: Rational): Rational {
  return x.num < 0n ? negate(x) : x;
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.num * b.den;
  const right = b.num * a.den;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function isBelow(a: Rational, b: Rational): boolean {
  return a.num * b.den < b.num * a.den;
}

export function isEqual(a: Rational, b: Rational): boolean {
  return a.num === b.num && a.den === b.den;
}

export function max(a: Rational, b: Rational): Rational {
  return isBelow(a, b) ? b : a;
}

/** `"num/den"`, reduced; integers keep their `/1`. */
export function formatRational(x: Rational): string {
  return `${x.num}/${x.den}`;
}

/** Inverse of `formatRational`: undefined unless the text is exactly what that function prints (reduced, no plus sign). */
export function parseRational(text: string): Rational | undefined {
  const [, num, den] = RATIONAL_TEXT.exec(text) ?? [];
  if (num === undefined || den === undefined) return undefined;
  const value = rational(BigInt(num), BigInt(den));
  return formatRational(value) === text ? value : undefined;
}

function floorDiv(num: bigint, den: bigint): bigint {
  const quotient = num / den;
  return num % den < 0n ? quotient - 1n : quotient;
}

/** Greatest integer at or below `x`. */
export function floor(x: Rational): bigint {
  return floorDiv(x.num, x.den);
}

/** `x` as an integer count of 10^-digits, half to even (methodology 2.4). */
export function roundHalfEven(x: Rational, digits: number): bigint {
  const scaled = x.num * 10n ** BigInt(digits);
  const lower = floorDiv(scaled, x.den);
  const twice = 2n * (scaled - lower * x.den);
  const up = twice > x.den || (twice === x.den && lower % 2n !== 0n);
  return up ? lower + 1n : lower;
}

/** An integer count of 10^-digits as decimal text with exactly that many fraction digits. */
export function formatScaled(count: bigint, digits: number): string {
  const sign = count < 0n ? '-' : '';
  const text = (count < 0n ? -count : count).toString().padStart(digits + 1, '0');
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `x` with exactly `digits` fraction digits, half to even. */
export function formatFixed(x: Rational, digits: number): string {
  return formatScaled(roundHalfEven(x, digits), digits);
}

/** A share as per cent without the sign: `229/400` with one digit is `"57.2"` (half to even). */
export function formatPercent(x: Rational, digits = 1): string {
  return formatFixed({ num: x.num * 100n, den: x.den }, digits);
}

/** Shortest exact decimal text of `x`, or undefined if it needs more than `maxDigits` fraction digits. */
export function formatExactDecimal(x: Rational, maxDigits = 12): string | undefined {
  const scaled = x.num * 10n ** BigInt(maxDigits);
  if (scaled % x.den !== 0n) return undefined;
  const text = formatScaled(scaled / x.den, maxDigits);
  return maxDigits === 0 ? text : text.replace(/\.?0+$/, '');
}

/** Integer part of the fourth root of `n >= 0`, by Newton's method on integers. */
export function floorRoot4(n: bigint): bigint {
  if (n < 2n) return n;
  const bits = n.toString(2).length;
  let root = 1n << BigInt(Math.ceil(bits / 4));
  for (;;) {
    const next = (3n * root + n / root ** 3n) / 4n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * The fourth root of `pow4 >= 0` as an integer count of 10^-digits, half to even. The root itself is never formed: the
 * candidate is compared through fourth powers of integers, so the answer is exact (methodology 2.4).
 */
export function roundRoot4(pow4: Rational, digits: number): bigint {
  const num = pow4.num * 10n ** BigInt(4 * digits);
  const lower = floorRoot4(num / pow4.den);
  const scaled = 16n * num;
  const midpoint = (2n * lower + 1n) ** 4n * pow4.den;
  const up = scaled > midpoint || (scaled === midpoint && lower % 2n !== 0n);
  return up ? lower + 1n : lower;
}
