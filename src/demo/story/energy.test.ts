import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchedEnergy } from './carbon-free.ts';
import { classifyDay } from './clean-hours.ts';
import { spreadDeferrable } from './deferrable.ts';
import { distribute, STEP, sumOf } from './energy.ts';
import { gridDay } from './grid.ts';

const steps = (max: number) => fc.integer({ min: 0, max }).map((count) => BigInt(count) * STEP);
const weights = fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 60 });

describe('energy is never made or lost', () => {
  test('parts are whole steps and sum to the whole', () => {
    fc.assert(
      fc.property(steps(10_000_000), weights, (energy, parts) => {
        const spread = distribute(energy, parts);
        expect(sumOf(spread)).toBe(energy);
        expect(spread.every((part) => part >= 0n && part % STEP === 0n)).toBe(true);
      }),
    );
  });

  test('nothing to spread over, or half a step, is a defect', () => {
    expect(() => distribute(STEP, [0, 0])).toThrow('nothing to spread');
    expect(() => distribute(STEP / 2n, [1])).toThrow('no whole number of steps');
  });

  test('deferrable energy meets its clean and its cheap share exactly', () => {
    const day = gridDay('DE', 20_700);
    const classes = classifyDay(
      day,
      day.map((_, hour) => hour !== 4),
    );
    fc.assert(
      fc.property(steps(90_000), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (total, a, b) => {
        const part = (percent: number): bigint => (((total / STEP) * BigInt(percent)) / 100n) * STEP;
        const plan = { total, clean: part(a), cheap: part(b) };
        const hours = spreadDeferrable(
          plan,
          classes,
          day.map(() => 7),
        );
        const inside = (member: 'clean' | 'cheap'): bigint =>
          sumOf(hours.filter((_, hour) => classes[hour]?.[member] === true));
        expect([sumOf(hours), inside('clean'), inside('cheap'), hours[4]]).toEqual([total, plan.clean, plan.cheap, 0n]);
      }),
    );
  });

  test('matched energy stays within the hour, and a target is met to the last digit', () => {
    const grid = [20_700, 20_701, 20_702].flatMap((day) => gridDay('DK1', day));
    const facility = distribute(
      48_000_000_000n,
      grid.map((_, hour) => 900 + ((hour * 37) % 211)),
    );
    const matched = matchedEnergy({ kind: 'target', t1: '0.93' }, facility, grid);
    const carbonFree = sumOf(
      matched.map((energy, hour) => {
        const share = BigInt(grid[hour]?.cfe ?? 0);
        return energy * 1000n + ((facility[hour] ?? 0n) - energy) * share;
      }),
    );
    expect(carbonFree).toBe(sumOf(facility) * 930n);
    expect(matched.every((energy, hour) => energy >= 0n && energy <= (facility[hour] ?? 0n))).toBe(true);
  });
});
