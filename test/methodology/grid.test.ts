import { describe, expect, test } from 'vitest';
import { parseAudit } from '../../src/core/documents/audit.ts';
import { CMS_1 } from '../../src/core/methodology/cms-1.ts';
import { reduceAudit } from '../../src/core/methodology/reduce-audit.ts';
import type { GridLookup } from '../../src/core/methodology/reduction.ts';
import { firstSite, mapSeries } from './cheats.ts';
import { evaluate, exactTexts } from './evaluate.ts';
import { SYNTHETIC, SYNTHETIC_FACTS, syntheticAudit } from './synthetic-audit.ts';

/** The zone of the synthetic audit as the registry would hold it. */
const zone: GridLookup = (name, hour) => {
  if (name !== 'ZZ') return undefined;
  const clock = hour.getUTCHours();
  return {
    cfeShare: 500_000n,
    carbonIntensity: clock >= 8 && clock < 20 ? 150_000_000n : 300_000_000n,
    price: clock < 12 ? 40_000_000n : 80_000_000n,
  };
};

describe('the registry’s grid series', () => {
  test('win over what the sender wrote', () => {
    const audit = syntheticAudit();
    mapSeries(firstSite(audit), 'grid_cfe_share', () => '1');
    mapSeries(firstSite(audit), 'price_per_mwh', () => '-5');
    expect(exactTexts(evaluate(audit, SYNTHETIC_FACTS, CMS_1, zone)).mirrors).toEqual(SYNTHETIC.mirrors);
  });

  test('fill what the sender left out', () => {
    const audit = syntheticAudit();
    for (const name of ['grid_cfe_share', 'carbon_intensity_g_per_kwh', 'price_per_mwh'] as const) {
      mapSeries(firstSite(audit), name, () => null);
    }
    const alone = evaluate(audit, SYNTHETIC_FACTS);
    expect(exactTexts(alone).coverage).toBe('0/1');
    expect(alone.decision.tier).toBeNull();
    expect(exactTexts(evaluate(audit, SYNTHETIC_FACTS, CMS_1, zone))).toMatchObject({ coverage: '1/1', ...SYNTHETIC });
  });

  test('do not invent a measurement', () => {
    const audit = syntheticAudit();
    mapSeries(firstSite(audit), 'it_kwh', (value, index) => (index === 0 ? null : value));
    expect(exactTexts(evaluate(audit, SYNTHETIC_FACTS, CMS_1, zone)).coverage).toBe('1343/1344');
  });

  test('are counted where they are absent', () => {
    const someHours: GridLookup = (name, hour) =>
      hour < new Date('2026-01-06T00:00:00Z') ? zone(name, hour) : undefined;
    const audit = parseAudit(syntheticAudit());
    expect(reduceAudit(audit, zone).senderGridIntervals).toEqual(new Map([['site-1', 0]]));
    expect(reduceAudit(audit, someHours).senderGridIntervals).toEqual(new Map([['site-1', 1320]]));
    expect(reduceAudit(audit).senderGridIntervals).toEqual(new Map([['site-1', 1344]]));
  });

  test('an interval shorter than an hour takes its hour’s values', () => {
    const audit = syntheticAudit();
    const site = firstSite(audit);
    site.interval_minutes = 30;
    const asked = new Set<string>();
    const spy: GridLookup = (_, hour) => {
      asked.add(hour.toISOString());
      return undefined;
    };
    reduceAudit(parseAudit(audit), spy);
    expect(asked.size).toBe(672);
    expect([...asked].every((text) => text.endsWith(':00:00.000Z'))).toBe(true);
  });
});
