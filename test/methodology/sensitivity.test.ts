import { describe, expect, test } from 'vitest';
import { parseAudit } from '../../src/core/documents/audit.ts';
import {
  CMS_1,
  MIRROR_IDS,
  type MirrorId,
  type Parameters,
  type SubmetricId,
} from '../../src/core/methodology/cms-1.ts';
import { reduceAudit } from '../../src/core/methodology/reduce-audit.ts';
import { compositePercent } from '../../src/core/methodology/render-score.ts';
import { scoreReduction } from '../../src/core/methodology/score.ts';
import { rational } from '../../src/core/rational.ts';
import { EXAMPLES, hasPublished, readExample } from './published.ts';

type Weights = Parameters['weights'];

function composites(parameters: Parameters): readonly string[] {
  return EXAMPLES.map((name) => {
    const reduction = reduceAudit(parseAudit(readExample(name).body), undefined, parameters);
    return compositePercent(scoreReduction(reduction, parameters).score);
  });
}

const withUtilisation = (percent: bigint): Parameters => ({ ...CMS_1, referenceUtilisation: rational(percent, 100n) });
const withLife = (lifeMonths: bigint): Parameters => ({ ...CMS_1, lifeMonths });

const equalWeights: Weights = {
  efficiency: { E1: 1n, E2: 1n, E3: 1n },
  timing: { T1: 1n, T2: 1n, T3: 1n },
  data_diet: { D1: 1n, D2: 1n, D3: 1n },
  circularity: { C1: 1n, C2: 1n, C3: 1n, C4: 1n },
};

/** Every way to move ten points from one weight of a mirror to another. */
function shiftedWeights(): readonly Weights[] {
  return MIRROR_IDS.flatMap((mirror: MirrorId) => {
    const own = Object.entries(CMS_1.weights[mirror]) as [SubmetricId, bigint][];
    return own.flatMap(([from, less]) =>
      own
        .filter(([to]) => to !== from)
        .map(([to, more]) => ({
          ...CMS_1.weights,
          [mirror]: { ...CMS_1.weights[mirror], [from]: less - 10n, [to]: more + 10n },
        })),
    );
  });
}

describe.skipIf(!hasPublished)('sensitivity of the composite (methodology 2.6)', () => {
  test.each([
    ['as published', CMS_1, ['45.2', '62.6', '82.6', '92.4']],
    ['reference utilisation 0.40', withUtilisation(40n), ['45.7', '63.4', '83.9', '92.8']],
    ['reference utilisation 0.65', withUtilisation(65n), ['44.7', '61.8', '81.0', '90.9']],
    ['reference life 48 months', withLife(48n), ['45.8', '63.3', '83.0', '92.8']],
    ['reference life 60 months', withLife(60n), ['45.5', '62.9', '83.0', '92.8']],
    ['reference life 84 months', withLife(84n), ['45.0', '62.4', '82.3', '92.1']],
    ['equal weights inside mirrors', { ...CMS_1, weights: equalWeights }, ['42.8', '60.6', '79.0', '88.5']],
  ])('%s', (_, parameters, expected) => {
    expect(composites(parameters)).toEqual(expected);
  });

  test('any two weights in a mirror moved by ten points', () => {
    const columns = shiftedWeights().map((weights) => composites({ ...CMS_1, weights }));
    const ranges = EXAMPLES.map((_, index) => {
      const column = columns.map((row) => row[index] ?? '').sort();
      return `${column.at(0)}..${column.at(-1)}`;
    });
    expect(ranges).toEqual(['42.9..47.3', '60.7..64.3', '80.2..84.8', '90.0..94.6']);
  });
});
