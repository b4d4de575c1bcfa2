import { describe, expect, test } from 'vitest';
import { TIER_NAMES } from '../../src/core/methodology/cms-1.ts';
import { codesOf, evaluate, exactTexts } from './evaluate.ts';
import { EXAMPLES, hasPublished, readExample, readExpected } from './published.ts';

describe.skipIf(!hasPublished)('published vectors, bit for bit', () => {
  test.each(EXAMPLES)('%s', (name) => {
    const { body, facts } = readExample(name);
    const expected = readExpected(name);
    const result = evaluate(body, facts);
    const { submetrics, mirrors, coverage, composite_pow4, composite_percent } = expected;
    expect(exactTexts(result)).toEqual({ submetrics, mirrors, coverage, composite_pow4, composite_percent });
    expect(result.rejected).toBe(expected.rejected);
    expect(codesOf(result.findings)).toEqual(expected.findings.map(([severity, code]) => `${severity} ${code}`).sort());
    expect(result.decision.tier).toBe(expected.tier);
    for (const tier of TIER_NAMES) {
      expect(result.decision.failing[tier]).toHaveLength(expected.failing[tier]?.length ?? 0);
    }
    expect(expected.claim).toContain(`recomputed ${result.claim.recomputed},`);
    expect(expected.claim).toContain(`: ${result.claim.verdict}`);
  });
});
