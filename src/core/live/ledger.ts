import type { Hardware } from '../documents/audit-parts.ts';
import { CMS_1, type Parameters } from '../methodology/cms-1.ts';
import { type HardwareReduction, reduceHardware } from '../methodology/hardware.ts';
import type { HardwareRecord } from '../methodology/reduction.ts';
import type { Score } from '../methodology/score.ts';
import { sumsOf } from '../methodology/sums.ts';

const ignore = (): void => undefined;

/**
 * The ledger a live score stands on (statements section 6): the newest an inventory stated; while none did, the audit's own,
 * whose four sums are the terms of its C1 and C2.
 */
export function ledgerInForce(stated: Hardware | null, audit: Score, p: Parameters = CMS_1): HardwareReduction {
  return stated === null ? ledgerOf(audit) : reduceHardware(stated, p, ignore);
}

function ledgerOf({ submetrics: { C1, C2 } }: Score): HardwareReduction {
  const sums = sumsOf({
    kg_kept: C1.numerator,
    kg_retired: C1.denominator,
    emb_worked: C2.numerator,
    emb_retired: C2.denominator,
  });
  return { record: RECORDS[C1.status], sums };
}

const RECORDS: Readonly<Record<Score['submetrics']['C1']['status'], HardwareRecord>> = {
  ok: 'ledger',
  missing: 'withheld',
  not_applicable: 'not_owned',
};
