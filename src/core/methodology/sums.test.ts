import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rational } from '../rational.ts';
import { EMPTY_SUMS, mergeSums, mergeWorkloads, SUM_NAMES, type Sums, sumsOf, type WorkloadSums } from './sums.ts';

const value = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.constantFrom(1n, 72n, 1_000_000n, 10n ** 12n));
const sums: fc.Arbitrary<Sums> = fc
  .array(value, { minLength: SUM_NAMES.length, maxLength: SUM_NAMES.length })
  .map((values) =>
    sumsOf(Object.fromEntries(SUM_NAMES.map((name, index) => [name, rational(...(values[index] ?? [0n, 1n]))]))),
  );

const quantity = fc.bigInt({ min: 0n, max: 10n ** 15n });
const row: fc.Arbitrary<WorkloadSums> = fc.record({
  id: fc.constantFrom('a', 'b', 'a@invisible'),
  visible: fc.boolean(),
  redundancy: fc.constantFrom(1, 2),
  unit: fc.constantFrom('vcpu', 'gpu', null),
  deferrable: fc.boolean(),
  measured: fc.boolean(),
  energy: quantity,
  reserved: quantity,
  used: quantity,
  discarded: quantity,
});

describe('sums', () => {
  test('there are 25', () => {
    expect(new Set(SUM_NAMES).size).toBe(25);
  });

  test('form a commutative monoid', () => {
    fc.assert(
      fc.property(sums, sums, sums, (a, b, c) => {
        expect(mergeSums(a, b)).toEqual(mergeSums(b, a));
        expect(mergeSums(mergeSums(a, b), c)).toEqual(mergeSums(a, mergeSums(b, c)));
        expect(mergeSums(a, EMPTY_SUMS)).toEqual(a);
      }),
    );
  });
});

describe('sums per workload', () => {
  test('do not depend on order or grouping', () => {
    fc.assert(
      fc.property(fc.array(row), fc.array(row), fc.array(row), (a, b, c) => {
        const all = mergeWorkloads(a, b, c);
        expect(mergeWorkloads(c, a, b)).toEqual(all);
        expect(mergeWorkloads(mergeWorkloads(a, b), c)).toEqual(all);
        expect(mergeWorkloads([...a, ...b, ...c].reverse())).toEqual(all);
        expect(mergeWorkloads(all)).toEqual(all);
      }),
    );
  });

  test('keep apart what is not the same work', () => {
    const base: WorkloadSums = {
      id: 'w',
      visible: true,
      redundancy: 1,
      unit: 'vcpu',
      deferrable: false,
      measured: true,
      energy: 1n,
      reserved: 1n,
      used: 1n,
      discarded: 0n,
    };
    const variants = [{ visible: false }, { redundancy: 2 }, { unit: null }, { deferrable: true }, { measured: false }];
    const rows = [base, ...variants.map((variant) => ({ ...base, ...variant }))];
    expect(mergeWorkloads(rows, rows)).toHaveLength(rows.length);
    expect(mergeWorkloads(rows, rows).map((one) => one.visible)[0]).toBe(false);
  });
});
