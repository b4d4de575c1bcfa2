import { compare, type Rational } from '../rational.ts';
import type { Range } from './cms-1.ts';

/** `part > whole x (1 + tolerance)`, on integers of one unit. */
export function exceeds(part: bigint, whole: bigint, tolerance: Rational): boolean {
  return part * tolerance.den > whole * (tolerance.den + tolerance.num);
}

/** `part < whole x (1 - tolerance)`. */
export function fallsShort(part: bigint, whole: bigint, tolerance: Rational): boolean {
  return part * tolerance.den < whole * (tolerance.den - tolerance.num);
}

/** `|a - b| <= tolerance x max(|a|, |b|)`. */
export function isNear(a: bigint, b: bigint, tolerance: Rational): boolean {
  const size = (x: bigint): bigint => (x < 0n ? -x : x);
  const larger = size(a) > size(b) ? size(a) : size(b);
  return size(a - b) * tolerance.den <= larger * tolerance.num;
}

export function isWithin(value: Rational, range: Range): boolean {
  return compare(value, range.low) >= 0 && compare(value, range.high) <= 0;
}
