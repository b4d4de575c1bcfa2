import { describe, expect, test } from 'vitest';
import { percent, scoreWith } from '../../../test/support/scores.ts';
import { SUBMETRIC_IDS } from '../methodology/cms-1.ts';
import { composeScore } from '../methodology/score.ts';
import type { Rational } from '../rational.ts';
import { CAPPED, capScore } from './cap-score.ts';

const HIGH = percent(90);
const LOW = percent(60);
const UNCAPPED = SUBMETRIC_IDS.filter((id) => !CAPPED.includes(id));

/** Both with 75 per cent everywhere but there; the value that counts. */
function counted(id: (typeof SUBMETRIC_IDS)[number], live: Rational | null, audit: Rational | null): Rational | null {
  const elsewhere = Object.fromEntries(SUBMETRIC_IDS.map((one) => [one, percent(75)]));
  const capped = capScore(
    scoreWith({ shares: { ...elsewhere, [id]: live } }),
    scoreWith({ shares: { ...elsewhere, [id]: audit } }),
  );
  return capped.submetrics[id].value;
}

test('what is capped is what the organisation states about itself', () => {
  expect(CAPPED).toEqual(['T1', 'D1', 'D2', 'D3', 'C1', 'C2', 'C4']);
});

describe.each(CAPPED)('%s', (id) => {
  test('counts as the lower of live and audit', () => {
    expect(counted(id, HIGH, LOW)).toEqual(LOW);
    expect(counted(id, LOW, HIGH)).toEqual(LOW);
    expect(counted(id, LOW, LOW)).toEqual(LOW);
  });

  test('is not applicable where the audit says so, and the audit where only live has nothing', () => {
    expect(counted(id, HIGH, null)).toBeNull();
    expect(counted(id, null, LOW)).toEqual(LOW);
    expect(counted(id, null, null)).toBeNull();
  });
});

test.each(UNCAPPED)('%s counts as it is', (id) => {
  expect(counted(id, HIGH, LOW)).toEqual(HIGH);
  expect(counted(id, null, LOW)).toBeNull();
});

test('mirrors and composite follow from the capped shares; the rest stays live', () => {
  const live = composeScore(scoreWith({ measured: HIGH, siteCoverage: LOW }));
  const audit = scoreWith({ shares: { D1: LOW }, measured: LOW, siteCoverage: HIGH });
  const capped = capScore(live, audit);
  expect(capped).toEqual(composeScore({ ...live, submetrics: { ...live.submetrics, D1: audit.submetrics.D1 } }));
  // D1 is 40 of the mirror's 100: 0.6 x 90 + 0.4 x 60.
  expect(capped.mirrors.data_diet).toEqual(percent(78));
  expect(capped.mirrors.efficiency).toEqual(percent(90));
  expect(capped.minSiteCoverage).toEqual(LOW);
  expect(capped.measuredShare).toEqual(HIGH);
});

test('a live score that states nothing better than its audit is unchanged', () => {
  const score = composeScore(scoreWith());
  expect(capScore(score, score)).toEqual(score);
});
