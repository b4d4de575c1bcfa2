import { describe, expect, test } from 'vitest';
import { formatMicro } from '../core/decimal.ts';
import { toMicro, type Unit } from './quantity.ts';

const convert = (text: string, unit: Unit): string | undefined => {
  const micro = toMicro(text, unit, 15);
  return micro === undefined ? undefined : formatMicro(micro);
};

describe('a number of a source', () => {
  test.each<[string, Unit, string]>([
    ['3600000', 'J', '1'],
    ['3.6e+06', 'J', '1'],
    ['1.2345678e+09', 'J', '342.9355'],
    ['7199999.999999', 'J', '1.999999'],
    ['0.0000019', 'kWh', '0.000001'],
    ['1000', 'W', '0.25'],
    ['4', 'unit', '1'],
    ['3600', 'unit_s', '1'],
    ['42.5', 'percent', '0.425'],
    ['-0.0000001', 'per_mwh', '-0.000001'],
    ['0.1', 'per_kwh', '100'],
    ['900719925474099.3', 'kWh', '900719925474099.3'],
  ])('%s %s is %s', (text, unit, expected) => expect(convert(text, unit)).toBe(expected));

  test.each(['NaN', '+Inf', '', '1,5', '0x10', '1e70', '1000000000000000'])('%j is none', (text) =>
    expect(convert(text, 'kWh')).toBeUndefined(),
  );

  test('parts rounded down never exceed their whole', () => {
    const parts = Array.from({ length: 100 }, (_, at) => toMicro(`${at * 3.7}`, 'J', 15) ?? 0n);
    const whole = toMicro(`${(99 * 100 * 3.7) / 2}`, 'J', 15) ?? 0n;
    expect(parts.reduce((a, b) => a + b, 0n)).toBeLessThanOrEqual(whole);
  });
});
