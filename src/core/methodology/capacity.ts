import { MICRO_PER_UNIT, type Micro } from '../decimal.ts';
import type { Capacity } from '../documents/audit-parts.ts';
import { formatFixed, rational } from '../rational.ts';
import type { Parameters } from './cms-1.ts';
import { finding, type Report } from './findings.ts';
import type { SiteCoverage } from './reduction.ts';
import { exceeds, fallsShort } from './tolerance.ts';

/** What capacity conservation needs of a workload. */
export interface Reservation {
  readonly unit: string | null;
  readonly reserved: Micro;
}

/**
 * R25: reserved unit-hours = installed unit-hours per unit. Installed capacity counts only for the intervals that arrived.
 * Work without a unit is work nobody registered; it can explain a shortfall, so it softens a rejection to a flag.
 */
export function checkCapacity(
  reservations: readonly Reservation[],
  installed: readonly Capacity[],
  coverage: SiteCoverage,
  level: number,
  p: Parameters,
  report: Report,
): void {
  const reserved = sumByUnit(reservations);
  const loose = reservations.reduce((sum, row) => (row.unit === null ? sum + row.reserved : sum), 0n);
  const expected = BigInt(Math.max(1, coverage.expected));
  const valid = BigInt(coverage.valid);
  const have = new Map(installed.map((entry) => [entry.unit, entry.installed_units_h * valid]));
  for (const unit of [...new Set([...reserved.keys(), ...have.keys()])].sort()) {
    const got = (reserved.get(unit) ?? 0n) * expected;
    const want = have.get(unit) ?? 0n;
    const index = installed.findIndex((entry) => entry.unit === unit);
    const at = index < 0 ? '/capacity' : `/capacity/${index}/installed_units_h`;
    const hours = (value: bigint): string => formatFixed(rational(value, MICRO_PER_UNIT * expected), 0);
    const measured = { unit, reserved: hours(got), installed: hours(want) };
    if (exceeds(got, want, p.capacityTolerance)) {
      const message = `${unit}: reserved ${measured.reserved} exceeds installed ${measured.installed} unit-hours`;
      report(finding('REJECT', 'R25', at, message, measured));
    } else if (fallsShort(got, want, p.capacityTolerance)) {
      const hard = level >= p.capacityRejectLevel && fallsShort(got + loose * expected, want, p.capacityTolerance);
      const message = `${unit}: ${hours(want - got)} of ${measured.installed} installed unit-hours are unaccounted for`;
      report(finding(hard ? 'REJECT' : 'FLAG', 'R25', at, message, measured));
    }
  }
}

function sumByUnit(reservations: readonly Reservation[]): ReadonlyMap<string, Micro> {
  const sums = new Map<string, Micro>();
  for (const { unit, reserved } of reservations) {
    if (unit !== null) sums.set(unit, (sums.get(unit) ?? 0n) + reserved);
  }
  return sums;
}
