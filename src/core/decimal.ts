import { type Rational, rational } from './rational.ts';

/**
 * An exact quantity as an integer count of 10^-6 of its unit: kWh as milliwatt-hours, kg as milligrams, a share as millionths.
 * Every decimal of a document is one, because decimals have at most six fraction digits (methodology 2.4, R01).
 */
export type Micro = bigint;

export const MICRO_PER_UNIT = 1_000_000n;
/** The product of two `Micro` counts 10^-12. */
export const PICO_PER_UNIT = 1_000_000_000_000n;

/** Unsigned decimal of a document, R01: at most 15 integer and 6 fraction digits, no leading zeros. */
export const DECIMAL_PATTERN = '^(0|[1-9][0-9]{0,14})(\\.[0-9]{1,6})?$';
/** The same with an optional minus sign; only a price may carry one. */
export const SIGNED_DECIMAL_PATTERN = '^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,6})?$';

const DECIMAL = new RegExp(DECIMAL_PATTERN);
const SIGNED_DECIMAL = new RegExp(SIGNED_DECIMAL_PATTERN);
const FRACTION_SCALE = [1_000_000n, 100_000n, 10_000n, 1_000n, 100n, 10n, 1n] as const;

/** Exact value of a decimal string in 10^-6 units, or undefined when it breaks R01. */
export function parseMicro(text: string, signed = false): Micro | undefined {
  if (!(signed ? SIGNED_DECIMAL : DECIMAL).test(text)) return undefined;
  const point = text.indexOf('.');
  if (point < 0) return BigInt(text) * MICRO_PER_UNIT;
  const scale = FRACTION_SCALE[text.length - point - 1] ?? 1n;
  return BigInt(text.slice(0, point) + text.slice(point + 1)) * scale;
}

/** The quantity in its unit, as a reduced fraction. */
export function fromMicro(value: Micro): Rational {
  return rational(value, MICRO_PER_UNIT);
}

/** Shortest decimal text of a quantity in 10^-6 units. */
export function formatMicro(value: Micro): string {
  const sign = value < 0n ? '-' : '';
  const size = value < 0n ? -value : value;
  const fraction = (size % MICRO_PER_UNIT).toString().padStart(6, '0').replace(/0+$/, '');
  return `${sign}${size / MICRO_PER_UNIT}${fraction === '' ? '' : `.${fraction}`}`;
}
