import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanAt, middleFigures, middles } from './medians.ts';
import { compare, formatPercent, formatRational, type Rational, rational } from './rational.ts';

describe('medians', () => {
  test.each([
    [0, []],
    [1, [0]],
    [2, [0, 1]],
    [5, [2]],
    [8, [3, 4]],
  ])('of %i values the middles are %j', (count, expected) => {
    expect(middles(count)).toEqual(expected);
  });

  test('an even number has the exact mean, of values that round alike too', () => {
    const values = [rational(1n, 3n), rational(1n, 2n), rational(1n, 7n), rational(9n, 10n)];
    const mean = meanAt(values, middles(4));
    expect(mean && formatRational(mean)).toBe('5/12');
    expect(meanAt([], [])).toBeUndefined();
  });

  test('found by rounded figures is found among all', () => {
    const share = fc.integer({ min: 0, max: 9_999 }).map((n) => rational(BigInt(n), 9_999n));
    const narrow = fc.integer({ min: 0, max: 99 }).map((n) => rational(50_000n + BigInt(n), 100_000n));
    fc.assert(
      fc.property(fc.array(fc.oneof(share, narrow), { minLength: 1, maxLength: 60 }), (values) => {
        const sorted = [...values].sort(compare);
        const direct = meanAt(sorted, middles(sorted.length));
        expect(found(values)).toBe(direct && formatRational(direct));
      }),
    );
  });
});

/** As the store finds it: counts of rounded figures first, then only what was rounded to the middle ones. */
function found(values: readonly Rational[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(formatPercent(value), (counts.get(formatPercent(value)) ?? 0) + 1);
  const { percents, below, places } = middleFigures([...counts].map(([percent, count]) => ({ percent, count })));
  const near = values.filter((value) => percents.includes(formatPercent(value)));
  const mean = meanAt(
    near,
    places.map((place) => place - below),
  );
  return mean && formatRational(mean);
}
