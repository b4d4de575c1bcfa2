import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CMS_1 } from './cms-1.ts';
import type { Interval } from './interval.ts';
import { reduceSite } from './site.ts';
import { addTotals, EMPTY_TOTALS, lowerHalfThreshold, reduceDay, type SiteTotals, totalsToSums } from './site-day.ts';
import { mergeSums } from './sums.ts';

const micro = fc.bigInt({ min: 0n, max: 500_000_000n });
const interval: fc.Arbitrary<Interval> = fc.record({
  facility: micro,
  it: micro,
  visible: micro,
  deferrable: micro,
  matched: micro,
  gridShare: fc.bigInt({ min: 0n, max: 1_000_000n }),
  intensity: micro,
  price: fc.bigInt({ min: -50_000_000n, max: 150_000_000n }),
});
const day = fc.array(fc.option(interval, { freq: 6 }), { minLength: 24, maxLength: 24 });
const days = fc.array(day, { minLength: 1, maxLength: 6 });

const addAll = (totals: readonly SiteTotals[]): SiteTotals => totals.reduce(addTotals, EMPTY_TOTALS);

describe('a site day', () => {
  test('days merge in any order and grouping into what the whole site gives', () => {
    fc.assert(
      fc.property(days, fc.nat(5), (window, cut) => {
        const each = window.map((one) => reduceDay(one, CMS_1));
        const placed = { siteId: 's', intervals: window.flat(), minutes: 60, pointer: '', pointerOf: () => '' };
        const whole = reduceSite(placed, CMS_1, () => undefined);
        expect(addAll(each)).toEqual(whole);
        expect(addAll([...each].reverse())).toEqual(whole);
        expect(addTotals(addAll(each.slice(0, cut)), addAll(each.slice(cut)))).toEqual(whole);
      }),
    );
  });

  test('sums of days are the sum of the days', () => {
    fc.assert(
      fc.property(day, day, micro, micro, (a, b, heatA, heatB) => {
        const [one, two] = [reduceDay(a, CMS_1), reduceDay(b, CMS_1)];
        const apart = mergeSums(totalsToSums(one, heatA), totalsToSums(two, heatB));
        expect(totalsToSums(addTotals(one, two), heatA + heatB)).toEqual(apart);
      }),
    );
  });

  test('the order of intervals within a day does not matter', () => {
    fc.assert(
      fc.property(day, (one) => void expect(reduceDay([...one].reverse(), CMS_1)).toEqual(reduceDay(one, CMS_1))),
    );
  });
});

describe('rank rule', () => {
  test('qualifies exactly the values that fewer than half are strictly below', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 12n }), { minLength: 1, maxLength: 30 }), (values) => {
        const threshold = lowerHalfThreshold(values) ?? -1n;
        for (const one of values) {
          const below = values.filter((other) => other < one).length;
          expect(one <= threshold).toBe(2 * below < values.length);
        }
      }),
    );
  });

  test('a flat day is clean and cheap all day', () => {
    const flat = {
      facility: 2n,
      it: 2n,
      visible: 2n,
      deferrable: 1n,
      matched: 0n,
      gridShare: 0n,
      intensity: 300_000_000n,
      price: 9n,
    };
    const totals = reduceDay(
      Array.from({ length: 24 }, () => flat),
      CMS_1,
    );
    expect(totals).toMatchObject({ clean: 24n, cheap: 24n, deferrable: 24n });
  });

  test('100 g/kWh and a price of zero are good whatever their rank', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => ({
      facility: 2n,
      it: 2n,
      visible: 2n,
      deferrable: hour === 23 ? 1n : 0n,
      matched: 0n,
      gridShare: 0n,
      intensity: hour === 23 ? 100_000_000n : BigInt(hour),
      price: hour === 23 ? 0n : BigInt(hour - 30),
    }));
    expect(reduceDay(hours, CMS_1)).toMatchObject({ clean: 1n, cheap: 1n });
  });
});
