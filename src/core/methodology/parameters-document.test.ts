import { expect, test } from 'vitest';
import { CMS_1, MIRROR_IDS, SUBMETRIC_IDS } from './cms-1.ts';
import { parametersDocument } from './parameters-document.ts';
import { MIRRORS, SUBMETRICS } from './submetrics.ts';

test('the tiers are the published table (methodology 3)', () => {
  expect(parametersDocument()['tiers']).toMatchObject({
    Bronze: {
      composite: '0.4',
      every_mirror: '0.2',
      visibility: '0.5',
      measured_share: '0.5',
      scope_share: '0',
      assurance_level: 1,
    },
    Silver: {
      composite: '0.6',
      every_mirror: '0.4',
      visibility: '0.9',
      measured_share: '0.8',
      scope_share: '0.7',
      assurance_level: 2,
    },
    Obsidian: {
      composite: '0.75',
      every_mirror: '0.6',
      visibility: '0.97',
      telemetry_days: 90,
      surveillance_delta_points: '3',
    },
    'Obsidian Prime': {
      composite: '0.9',
      every_mirror: '0.8',
      visibility: '0.99',
      telemetry_days: 180,
      telemetry_coverage: '0.99',
    },
  });
});

test('holds no number that canonical JSON could change', () => {
  const text = JSON.stringify(parametersDocument());
  expect(JSON.parse(text)).toEqual(parametersDocument());
  expect(text).not.toMatch(/:-?[0-9]+\.[0-9]/);
});

test('the weights of every mirror sum to 100 and name every sub-metric once', () => {
  const named = MIRROR_IDS.flatMap((id) => Object.keys(CMS_1.weights[id]));
  expect(named).toEqual(SUBMETRIC_IDS);
  for (const id of MIRROR_IDS) {
    expect(Object.values(CMS_1.weights[id]).reduce((sum, weight) => sum + weight, 0n)).toBe(100n);
  }
});

test('every share and mirror has its words', () => {
  for (const words of [...SUBMETRIC_IDS.map((id) => SUBMETRICS[id]), ...MIRROR_IDS.map((id) => MIRRORS[id])]) {
    expect(words.sentence).toMatch(/^[A-Z].*[.?]$/);
    expect([words.name, words.numerator, words.denominator, words.unit].every((text) => text.length > 1)).toBe(true);
  }
});
