import type { Inventory } from '../documents/inventory.ts';
import { checkCapacity } from '../methodology/capacity.ts';
import { CMS_1, type Parameters } from '../methodology/cms-1.ts';
import type { Report } from '../methodology/findings.ts';
import type { Reduction, SiteCoverage } from '../methodology/reduction.ts';
import { exceeds } from '../methodology/tolerance.ts';
import { inventoryFindings } from '../telemetry/organisation-row.ts';

const DAY_MS = 86_400_000;

/**
 * REJECT codes of one closed day, each once, in order (methodology 3, "suspend now"): R06, R13 and R25 from its rows; R15, R16
 * and R17 from the inventory that counts for it.
 *
 * @param day the sum of the day's rows of sites in scope
 * @param inventory null where none counts in full
 * @param level assurance level reached: unaccounted capacity rejects from level 3 on
 */
export function dayRejects(
  day: Reduction,
  inventory: Inventory | null,
  level: number,
  p: Parameters = CMS_1,
): readonly string[] {
  const codes = new Set<string>();
  const report: Report = ({ severity, code }) => void (severity === 'REJECT' && codes.add(code));
  const { sums, workloads } = day;
  if (exceeds(sums.w_all.num * sums.it.den, sums.it.num * sums.w_all.den, p.partsTolerance)) codes.add('R06');
  if (workloads.some(({ redundancy }) => !p.redundancies.includes(redundancy))) codes.add('R13');
  if (workloads.some(({ visible, unit }) => visible && unit === null)) codes.add('R25');
  if (inventory !== null) {
    for (const one of inventoryFindings(inventory, p)) report(one);
    checkInstalled(day, inventory, level, p, report);
  }
  return [...codes].sort();
}

/** R25 of the day: an inventory states unit-hours of its whole period. */
function checkInstalled(
  { workloads, siteCoverage }: Reduction,
  { capacity, period }: Inventory,
  level: number,
  p: Parameters,
  report: Report,
): void {
  const days = (period.end.getTime() - period.start.getTime()) / DAY_MS;
  const coverage = [...siteCoverage.values()].reduce(addCoverage, { valid: 0, expected: 0 });
  // Reserved hours of one day against installed hours of all days: the period is expected, the day came.
  const whole = { valid: coverage.valid, expected: coverage.expected * days };
  checkCapacity(workloads, capacity, whole, level, p, report);
}

const addCoverage = (a: SiteCoverage, b: SiteCoverage): SiteCoverage => ({
  valid: a.valid + b.valid,
  expected: a.expected + b.expected,
});
