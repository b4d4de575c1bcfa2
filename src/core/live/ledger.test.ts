import { describe, expect, test } from 'vitest';
import { auditScore, HARDWARE } from '../../../test/support/live-rows.ts';
import { CMS_1 } from '../methodology/cms-1.ts';
import { reduceHardware } from '../methodology/hardware.ts';
import { ONE, rational } from '../rational.ts';
import { ledgerInForce } from './ledger.ts';

const stated = { owned: true, fleet_open: 5, acquired: 0, fleet_close: 5, retired: [] } as const;
const audited = auditScore();
const withStatus = (status: 'missing' | 'not_applicable') => ({
  ...audited,
  submetrics: { ...audited.submetrics, C1: { ...audited.submetrics.C1, status } },
});

describe('the ledger a live score stands on', () => {
  test("is the audit's while no inventory stated one", () => {
    expect(ledgerInForce(null, audited)).toEqual(HARDWARE);
  });

  test('is the stated one, even where it says less', () => {
    expect(ledgerInForce(stated, audited)).toEqual(reduceHardware(stated, CMS_1, () => undefined));
    expect(ledgerInForce({ owned: false }, audited).record).toBe('not_owned');
  });

  test('of an audit without hardware is none', () => {
    expect(ledgerInForce(null, withStatus('not_applicable')).record).toBe('not_owned');
    expect(ledgerInForce(null, withStatus('missing')).record).toBe('withheld');
  });

  test('in which nothing was retired stays one', () => {
    const empty = reduceHardware(stated, CMS_1, () => undefined);
    const { C1, C2 } = audited.submetrics;
    const nothing = { numerator: rational(0n), denominator: rational(0n), value: ONE };
    const score = {
      ...audited,
      submetrics: { ...audited.submetrics, C1: { ...C1, ...nothing }, C2: { ...C2, ...nothing } },
    };
    expect(ledgerInForce(null, score)).toEqual(empty);
  });
});
