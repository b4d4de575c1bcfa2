import { describe, expect, test } from 'vitest';
import { parseAudit } from '../../src/core/documents/audit.ts';
import { TIER_NAMES } from '../../src/core/methodology/cms-1.ts';
import { reduceAudit } from '../../src/core/methodology/reduce-audit.ts';
import { reduceTelemetryBundle } from '../../src/core/methodology/reduce-telemetry-bundle.ts';
import { mergeWorkloads } from '../../src/core/methodology/sums.ts';
import { parseTelemetryBundle } from '../../src/core/methodology/telemetry-bundle.ts';
import { codesOf, conclude, evaluate, exactTexts } from './evaluate.ts';
import { EXAMPLES, type Expected, hasPublished, readExample, readExpected } from './published.ts';

const textsOf = ({ submetrics, mirrors, coverage, composite_pow4, composite_percent }: Expected) => ({
  submetrics,
  mirrors,
  coverage,
  composite_pow4,
  composite_percent,
});

describe.skipIf(!hasPublished)('published vectors, bit for bit', () => {
  test.each(EXAMPLES)('%s', (name) => {
    const { body, facts } = readExample(name);
    const expected = readExpected(name);
    const result = evaluate(body, facts);
    expect(exactTexts(result)).toEqual(textsOf(expected));
    expect(result.rejected).toBe(expected.rejected);
    expect(codesOf(result.findings)).toEqual(expected.findings.map(([severity, code]) => `${severity} ${code}`).sort());
    expect(result.decision.tier).toBe(expected.tier);
    for (const tier of TIER_NAMES) {
      expect(result.decision.failing[tier]).toHaveLength(expected.failing[tier]?.length ?? 0);
    }
    expect(expected.claim).toContain(`recomputed ${result.claim.recomputed},`);
    expect(expected.claim).toContain(`: ${result.claim.verdict}`);
  });

  test('telemetry reduces to the same sums and score as the audit of the same window', () => {
    const live = readExample('example-3-telemetry');
    const fromAudit = reduceAudit(parseAudit(readExample('example-3-prime-924').body));
    const fromLive = reduceTelemetryBundle(parseTelemetryBundle(live.body));
    expect(fromLive.sums).toEqual(fromAudit.sums);
    expect(mergeWorkloads(fromLive.workloads)).toEqual(mergeWorkloads(fromAudit.workloads));
    const result = conclude(fromLive, live.facts, '92.4');
    expect(exactTexts(result)).toEqual(textsOf(readExpected('example-3-telemetry')));
    expect(result).toMatchObject({
      rejected: false,
      decision: { tier: 'Obsidian Prime' },
      claim: { verdict: 'confirmed' },
    });
  });
});
