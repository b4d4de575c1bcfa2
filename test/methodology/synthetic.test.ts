import { describe, expect, test } from 'vitest';
import { parseAudit } from '../../src/core/documents/audit.ts';
import { reduceAudit } from '../../src/core/methodology/reduce-audit.ts';
import { reduceTelemetryBundle } from '../../src/core/methodology/reduce-telemetry-bundle.ts';
import { mergeWorkloads } from '../../src/core/methodology/sums.ts';
import { parseTelemetryBundle } from '../../src/core/methodology/telemetry-bundle.ts';
import { formatRational, mul, parseRational, ZERO } from '../../src/core/rational.ts';
import { codesOf, conclude, evaluate, exactTexts } from './evaluate.ts';
import { SYNTHETIC, SYNTHETIC_FACTS, syntheticAudit } from './synthetic-audit.ts';
import { syntheticBundle } from './synthetic-bundle.ts';

describe('an audit worked out by hand', () => {
  const result = evaluate(syntheticAudit(), SYNTHETIC_FACTS);

  test('gives the thirteen shares, four mirrors and their product', () => {
    const pow4 = Object.values(SYNTHETIC.mirrors)
      .map((text) => parseRational(text) ?? ZERO)
      .reduce(mul);
    expect(exactTexts(result)).toEqual({ ...SYNTHETIC, coverage: '1/1', composite_pow4: formatRational(pow4) });
  });

  test('raises no finding and is Silver', () => {
    expect(result.findings).toEqual([]);
    expect(result.decision.tier).toBe('Silver');
    expect(result.decision.failing.Obsidian.map((reason) => reason.code)).toEqual([
      'composite',
      'scope_share',
      'assurance_level',
      'telemetry_days',
      'telemetry_coverage',
      'surveillance',
    ]);
  });

  test('scores the same over 182 days and split into 30 services', () => {
    const longer = evaluate(syntheticAudit({ days: 182, services: 30 }), SYNTHETIC_FACTS);
    expect(exactTexts(longer)).toEqual(exactTexts(result));
  });

  test('has the same sums when it is measured live', () => {
    const audit = reduceAudit(parseAudit(syntheticAudit()));
    const live = reduceTelemetryBundle(parseTelemetryBundle(syntheticBundle()));
    expect(live.sums).toEqual(audit.sums);
    expect(mergeWorkloads(live.workloads)).toEqual(mergeWorkloads(audit.workloads));
    expect(codesOf(live.findings)).toEqual([]);
  });

  test('energy from before a registration stays invisible', () => {
    const bundle = syntheticBundle();
    const register = bundle.register.map((entry) =>
      entry.workload_id === 'batch' ? { ...entry, registered_at: '2026-02-02T00:00:00Z' } : entry,
    );
    const { score, findings } = conclude(
      reduceTelemetryBundle(parseTelemetryBundle({ ...bundle, register })),
      SYNTHETIC_FACTS,
      undefined,
    );
    // 28 of 56 days of batch work, 3360 of 134400 kWh, are lost to visibility.
    expect(formatRational(score.visibility)).toBe('191/200');
    expect(codesOf(findings)).toContain('INFO I01');
  });
});
