import { MICRO_PER_UNIT, type Micro } from '../core/decimal.ts';
import type { Minutes } from './span.ts';

/**
 * Units a source may speak in. Energy: `kWh` `MWh` `Wh` `J`, or a mean power over the interval in `W` `kW`. Capacity:
 * `unit_h`, `unit_s`, or a mean number of `unit`s over the interval. Others: `ratio`, `percent`, `g_per_kwh`, `per_mwh`,
 * `per_kwh`.
 */
export const UNITS = [
  'kWh',
  'MWh',
  'Wh',
  'J',
  'W',
  'kW',
  'unit_h',
  'unit_s',
  'unit',
  'ratio',
  'percent',
  'g_per_kwh',
  'per_mwh',
  'per_kwh',
] as const;
export type Unit = (typeof UNITS)[number];

const NUMBER = /^([+-]?)([0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,3}))?$/;
/** What a double can hold, and what no reading needs. */
const MAX_EXPONENT = 60;
const MAX_MICRO = 10n ** 15n * MICRO_PER_UNIT;

/**
 * A number as a source writes it (`1.25`, `3.6e+06`), converted exactly and cut to 10^-6 of the statement's unit. Always
 * rounded down: parts never add up to more than their whole, and registers advance by what the energies say.
 *
 * @param minutes length of the interval, which turns mean power into energy
 * @returns undefined where the text is no finite number or exceeds 15 digits
 */
export function toMicro(text: string, unit: Unit, minutes: Minutes): Micro | undefined {
  const match = NUMBER.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const exponent = Number(power) - fraction.length;
  if (Math.abs(exponent) > MAX_EXPONENT || whole.length > MAX_EXPONENT) return undefined;
  const { num, den } = factorOf(unit, minutes);
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const scale = 10n ** BigInt(Math.abs(exponent));
  const top = digits * num * MICRO_PER_UNIT * (exponent >= 0 ? scale : 1n);
  const value = floorDivide(top, den * (exponent >= 0 ? 1n : scale));
  return value >= MAX_MICRO || value <= -MAX_MICRO ? undefined : value;
}

interface Factor {
  readonly num: bigint;
  readonly den: bigint;
}

/** What one of the source's units is in the statement's: kWh, unit-hours, a share, g/kWh, or a price per MWh. */
function factorOf(unit: Unit, minutes: Minutes): Factor {
  switch (unit) {
    case 'MWh':
    case 'per_kwh':
      return { num: 1_000n, den: 1n };
    case 'Wh':
      return { num: 1n, den: 1_000n };
    case 'J':
      return { num: 1n, den: 3_600_000n };
    case 'W':
      return { num: BigInt(minutes), den: 60_000n };
    case 'kW':
    case 'unit':
      return { num: BigInt(minutes), den: 60n };
    case 'unit_s':
      return { num: 1n, den: 3_600n };
    case 'percent':
      return { num: 1n, den: 100n };
    case 'kWh':
    case 'unit_h':
    case 'ratio':
    case 'g_per_kwh':
    case 'per_mwh':
      return { num: 1n, den: 1n };
  }
}

/** Rounds towards minus infinity, also below zero, where bigint division does not. */
function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n ? quotient - 1n : quotient;
}
