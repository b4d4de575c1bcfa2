import { expect, test } from 'vitest';
import { compositeSortKey, renderScore } from '../../src/core/methodology/render-score.ts';
import { power, rational } from '../../src/core/rational.ts';
import { evaluate } from './evaluate.ts';
import { SYNTHETIC, SYNTHETIC_FACTS, syntheticAudit } from './synthetic-audit.ts';

test('a score has the one published shape', () => {
  const json = renderScore(evaluate(syntheticAudit(), SYNTHETIC_FACTS).score);
  expect(json).toMatchObject({
    methodology: 'CMS-1.0.0',
    mirrors: { efficiency: { value: '6799/8000', percent: '85.0' }, timing: { value: '46/75', percent: '61.3' } },
    coverage: '1/1',
    composite_percent: SYNTHETIC.composite_percent,
    facts: { visibility: '49/50', measured_share: '49/50', min_site_coverage: '1/1' },
  });
  expect(json.composite_6).toMatch(/^0\.747[0-9]{3}$/);
  expect(json.submetrics.E1).toEqual({
    value: '4/5',
    numerator: '134400/1',
    denominator: '168000/1',
    unit: 'kWh',
    status: 'ok',
  });
  expect(json.submetrics.D1).toMatchObject({ numerator: '1075200/1', denominator: '1344000/1', unit: 'GB·h' });
  expect(json.submetrics.C2).toMatchObject({ numerator: '14000/1', denominator: '20000/1', unit: 'kgCO2e' });
});

test('only what does not apply has no value, and says why', () => {
  const { submetrics } = renderScore(
    evaluate({ ...syntheticAudit(), hardware: { owned: false } }, SYNTHETIC_FACTS).score,
  );
  expect(submetrics.C1).toEqual({
    value: null,
    numerator: '0/1',
    denominator: '0/1',
    unit: 'kg',
    status: 'not_applicable',
    note: 'no owned hardware in scope',
  });
  const withheld = renderScore(evaluate({ ...syntheticAudit(), hardware: null }, SYNTHETIC_FACTS).score);
  expect(withheld.submetrics.C1).toMatchObject({ value: '0/1', status: 'missing' });
});

test('sort keys order as composites do and have one length', () => {
  const keys = [0n, 1n, 452_209n, 452_210n, 999_999n, 1_000_000n].map((millionths) =>
    compositeSortKey({ pow4: power(rational(millionths, 1_000_000n), 4n) }),
  );
  expect(keys).toEqual([...keys].sort());
  expect(new Set(keys.map((key) => key.length))).toEqual(new Set([202]));
  expect(keys.at(-1)).toBe(`1.${'0'.repeat(200)}`);
});
