import { describe, expect, test } from 'vitest';
import { power, rational } from '../rational.ts';
import { checkClaim } from './claim.ts';
import type { Tier } from './cms-1.ts';

const scoreOf = (thousandthsOfPercent: bigint) => ({ pow4: power(rational(thousandthsOfPercent, 100_000n), 4n) });

describe('claim', () => {
  test.each<[string, bigint, Tier | null, string]>([
    ['60.0', 60_000n, null, 'confirmed'],
    ['60.1', 60_000n, null, 'confirmed'],
    ['60.100001', 60_000n, null, 'restated'],
    ['59.9', 60_000n, 'Silver', 'confirmed'],
    ['63', 60_000n, null, 'restated'],
    ['63.000001', 60_000n, null, 'held'],
    ['57', 60_000n, 'Silver', 'restated'],
    ['56.999999', 60_000n, 'Silver', 'held'],
    ['81.6', 80_000n, 'Obsidian', 'restated'],
    ['81.600001', 80_000n, 'Obsidian', 'held'],
    ['81.600001', 80_000n, null, 'restated'],
    ['97.5', 92_400n, 'Obsidian Prime', 'held'],
    ['0', 0n, null, 'confirmed'],
    ['0.2', 0n, null, 'held'],
  ])('%s against %s as %s is %s', (claimed, got, tier, verdict) => {
    expect(checkClaim(claimed, scoreOf(got), tier)).toMatchObject({ verdict, claimed });
  });

  test('no claim has no verdict, and the figure is there', () => {
    expect(checkClaim(undefined, scoreOf(45_221n), null)).toEqual({
      verdict: 'none',
      claimed: null,
      recomputed: '45.221',
    });
  });
});
