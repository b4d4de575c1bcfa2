import fc from 'fast-check';
import { expect, test } from 'vitest';
import { split } from './split.ts';

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 });
const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

test('parts sum to the amount, none is negative or above its weight where the weights suffice', () => {
  fc.assert(
    fc.property(weights, fc.bigInt({ min: 0n, max: 1000n }), (parts, permille) => {
      const amount = (total(parts) * permille) / 1000n;
      const shares = split(amount, parts);
      expect(total(shares)).toBe(amount);
      for (const [index, share] of shares.entries()) {
        expect(share >= 0n && share <= (parts[index] ?? 0n)).toBe(true);
      }
    }),
  );
});

test('an amount without any weight is refused, nothing is split into nothing', () => {
  expect(() => split(1n, [0n, 0n])).toThrow('nothing to split');
  expect(split(0n, [0n, 0n])).toEqual([0n, 0n]);
});
