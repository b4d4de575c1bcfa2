import { expect, test } from 'vitest';
import { formatPercent, rational } from '../rational.ts';
import { SUBMETRIC_IDS, type SubmetricId } from './cms-1.ts';
import { whatIf } from './what-if.ts';

const all = (percent: bigint, others: Partial<Record<SubmetricId, bigint>> = {}) =>
  whatIf(Object.fromEntries(SUBMETRIC_IDS.map((id) => [id, rational(others[id] ?? percent, 100n)])));

test.each([
  [100n, '100.0', 'Obsidian Prime'],
  [98n, '98.0', 'Obsidian'],
  [60n, '60.0', 'Bronze'],
  [0n, '0.0', null],
] as const)('thirteen times %s', (percent, composite, tier) => {
  expect(all(percent)).toMatchObject({ composite, tier });
});

test('a weak mirror is not bought back', () => {
  const { composite, mirrors } = all(100n, { T1: 0n, T2: 0n, T3: 0n });
  expect([composite, formatPercent(mirrors.timing)]).toEqual(['0.0', '0.0']);
});

test('a weight is that of the methodology', () => {
  expect(formatPercent(all(100n, { E1: 0n }).mirrors.efficiency)).toBe('70.0');
});

test('what is not given is eighty', () => {
  expect(whatIf({})).toMatchObject({ composite: '80.0', tier: 'Bronze' });
});
