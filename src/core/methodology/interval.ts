import { formatMicro, MICRO_PER_UNIT, type Micro } from '../decimal.ts';
import type { SeriesName } from '../documents/audit-site.ts';
import type { Parameters } from './cms-1.ts';
import type { CheckCode } from './findings.ts';
import { exceeds } from './tolerance.ts';

/** The measurements of one site in one interval: kWh, then the grid's values in that interval. */
export interface Interval {
  readonly facility: Micro;
  readonly it: Micro;
  readonly visible: Micro;
  readonly deferrable: Micro;
  /** Carbon-free energy matched to this interval by certificates or on site. */
  readonly matched: Micro;
  /** Carbon-free share of the grid, 0..1. */
  readonly gridShare: Micro;
  /** gCO2e per kWh. */
  readonly intensity: Micro;
  /** Per MWh; may be negative. */
  readonly price: Micro;
}

/** A rule that one interval breaks, and the series where it shows. */
export interface IntervalFault {
  readonly code: CheckCode;
  readonly member: SeriesName;
  readonly message: string;
  readonly measured: Readonly<Record<string, string>>;
}

const NO_FAULTS: readonly IntervalFault[] = [];

/** The checks that need nothing but the interval itself: R04, R08, R10, R11, R12 (methodology 1.5). */
export function checkInterval(x: Interval, p: Parameters): readonly IntervalFault[] {
  if (isSound(x, p)) return NO_FAULTS;
  const faults: IntervalFault[] = [];
  const part = (code: CheckCode, member: SeriesName, names: readonly [string, string], a: Micro, b: Micro): void => {
    const measured = { [names[0]]: formatMicro(a), [names[1]]: formatMicro(b) };
    faults.push({
      code,
      member,
      message: `${names[0]} ${formatMicro(a)} exceeds ${names[1]} ${formatMicro(b)}`,
      measured,
    });
  };
  if (exceeds(x.it, x.facility, p.meterTolerance)) part('R04', 'it_kwh', ['it_kwh', 'facility_kwh'], x.it, x.facility);
  if (exceeds(x.visible, x.it, p.partsTolerance))
    part('R10', 'visible_kwh', ['visible_kwh', 'it_kwh'], x.visible, x.it);
  if (x.deferrable > x.visible) {
    part('R08', 'deferrable_kwh', ['deferrable_kwh', 'visible_kwh'], x.deferrable, x.visible);
  }
  if (x.matched > x.facility)
    part('R11', 'matched_cfe_kwh', ['matched_cfe_kwh', 'facility_kwh'], x.matched, x.facility);
  if (x.gridShare < 0n || x.gridShare > MICRO_PER_UNIT) {
    part('R12', 'grid_cfe_share', ['grid_cfe_share', 'limit'], x.gridShare, MICRO_PER_UNIT);
  }
  if (isTooIntense(x, p)) {
    const limit = (p.maxIntensity.num * MICRO_PER_UNIT) / p.maxIntensity.den;
    part('R12', 'carbon_intensity_g_per_kwh', ['carbon_intensity_g_per_kwh', 'limit'], x.intensity, limit);
  }
  return faults;
}

function isTooIntense(x: Interval, p: Parameters): boolean {
  return x.intensity * p.maxIntensity.den > p.maxIntensity.num * MICRO_PER_UNIT;
}

function isSound(x: Interval, p: Parameters): boolean {
  return (
    !exceeds(x.it, x.facility, p.meterTolerance) &&
    !exceeds(x.visible, x.it, p.partsTolerance) &&
    x.deferrable <= x.visible &&
    x.matched <= x.facility &&
    x.gridShare >= 0n &&
    x.gridShare <= MICRO_PER_UNIT &&
    !isTooIntense(x, p)
  );
}
