import { MICRO_PER_UNIT, type Micro } from '../decimal.ts';
import { finding, type Report } from './findings.ts';

/** The first share of IT energy a workload showed, and whether every later one was the same. */
export interface ConstantShare {
  readonly energy: Micro;
  readonly it: Micro;
  constant: boolean;
}

/** Shares by workload id, as they are observed interval by interval. */
export type ConstantShares = Map<string, ConstantShare>;

export function observeShare(
  shares: ConstantShares,
  use: { readonly workload_id: string; readonly energy_kwh: Micro },
  it: Micro,
): void {
  const share = it === 0n ? { energy: 0n, it: MICRO_PER_UNIT } : { energy: use.energy_kwh, it };
  const known = shares.get(use.workload_id);
  if (known === undefined) shares.set(use.workload_id, { ...share, constant: true });
  else if (known.energy * share.it !== share.energy * known.it) known.constant = false;
}

/** F07: an attribution that never moves is a formula, not a measurement. */
export function reportConstantShares(siteId: string, shares: ConstantShares, report: Report, pointer: string): void {
  for (const [id, share] of shares) {
    if (!share.constant) continue;
    report(finding('FLAG', 'F07', pointer, `${siteId} ${id}: constant share of IT energy in every interval`));
  }
}
