import { formatMicro, type Micro } from '../decimal.ts';
import type { Window } from '../documents/audit-parts.ts';
import type { AuditMeter, AuditSite, SeriesName } from '../documents/audit-site.ts';
import { SERIES_NAMES } from '../documents/audit-site.ts';
import { formatFixed, rational } from '../rational.ts';
import type { Parameters } from './cms-1.ts';
import { finding, type Report } from './findings.ts';
import type { Interval } from './interval.ts';
import type { GridLookup } from './reduction.ts';
import { reduceSite } from './site.ts';
import type { SiteTotals } from './site-day.ts';
import { exceeds, isNear, isWithin } from './tolerance.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

export interface AuditSiteReduction {
  readonly totals: SiteTotals;
  readonly heat: Micro;
  /** Valid intervals for which the registry held no grid values. */
  readonly senderGrid: number;
}

/** Everything an audit says about one site: series, meters, heat, certificates (methodology 1.5). */
export function reduceAuditSite(
  site: AuditSite,
  window: Window,
  pointer: string,
  grid: GridLookup | undefined,
  p: Parameters,
  report: Report,
): AuditSiteReduction {
  if (!hasBothMeters(site.meters)) {
    report(finding('REJECT', 'R05', `${pointer}/meters`, `${site.site_id}: needs a facility and an IT meter`));
  }
  const length = commonLength(site, window, pointer, report);
  const { intervals, senderGrid } = readIntervals(site, window, length, grid);
  const pointerOf = (index: number, member: SeriesName): string => `${pointer}/series/${member}/${index}`;
  const placed = { siteId: site.site_id, intervals, minutes: site.interval_minutes, pointer, pointerOf };
  const totals = reduceSite(placed, p, report);
  site.meters.forEach((meter, index) => {
    checkMeter(site.site_id, meter, totals, p, report, `${pointer}/meters/${index}`);
  });
  checkHeat(site, totals, report, pointer);
  checkPue(site.site_id, totals, p, report, pointer);
  checkCertificates(site, totals, report, pointer);
  return { totals, heat: site.heat_reused_kwh ?? 0n, senderGrid };
}

function hasBothMeters(meters: readonly AuditMeter[]): boolean {
  return meters.some((meter) => meter.measures === 'facility') && meters.some((meter) => meter.measures === 'it');
}

/** R03; the intervals that every series covers can still be reduced. */
function commonLength(site: AuditSite, window: Window, pointer: string, report: Report): number {
  const duration = window.end.getTime() - window.start.getTime();
  const expected = Math.floor(duration / (site.interval_minutes * MS_PER_MINUTE));
  for (const name of SERIES_NAMES) {
    const { length } = site.series[name];
    if (length === expected) continue;
    const measured = { intervals: length.toString(), expected: expected.toString() };
    const message = `${site.site_id}: ${name} has ${length} intervals, expected ${expected}`;
    report(finding('REJECT', 'R03', `${pointer}/series/${name}`, message, measured));
  }
  return Math.max(0, Math.min(expected, ...SERIES_NAMES.map((name) => site.series[name].length)));
}

function readIntervals(
  site: AuditSite,
  window: Window,
  length: number,
  grid: GridLookup | undefined,
): { intervals: readonly (Interval | null)[]; senderGrid: number } {
  let senderGrid = 0;
  const intervals: (Interval | null)[] = [];
  for (let index = 0; index < length; index += 1) {
    const start = window.start.getTime() + index * site.interval_minutes * MS_PER_MINUTE;
    const reference = grid?.(site.grid_zone, new Date(start - (start % MS_PER_HOUR)));
    const interval = readInterval(site.series, index, reference);
    if (interval !== null && reference === undefined) senderGrid += 1;
    intervals.push(interval);
  }
  return { intervals, senderGrid };
}

/** One column of the table; null as soon as one measurement is missing. The registry's grid values win over the sender's. */
function readInterval(series: AuditSite['series'], index: number, reference: ReturnType<GridLookup>): Interval | null {
  const facility = series.facility_kwh[index] ?? null;
  const it = series.it_kwh[index] ?? null;
  const visible = series.visible_kwh[index] ?? null;
  const deferrable = series.deferrable_kwh[index] ?? null;
  const matched = series.matched_cfe_kwh[index] ?? null;
  const gridShare = reference?.cfeShare ?? series.grid_cfe_share[index] ?? null;
  const intensity = reference?.carbonIntensity ?? series.carbon_intensity_g_per_kwh[index] ?? null;
  const price = reference?.price ?? series.price_per_mwh[index] ?? null;
  if (facility === null || it === null || visible === null || deferrable === null) return null;
  if (matched === null || gridShare === null || intensity === null || price === null) return null;
  return { facility, it, visible, deferrable, matched, gridShare, intensity, price };
}

/** R05: with every interval present the advance equals their sum; with gaps the sum never exceeds it. */
function checkMeter(
  siteId: string,
  meter: AuditMeter,
  totals: SiteTotals,
  p: Parameters,
  report: Report,
  at: string,
): void {
  const advance = meter.closing_kwh - meter.opening_kwh;
  const sum = meter.measures === 'facility' ? totals.facility : totals.it;
  const measured = { register_kwh: formatMicro(advance), intervals_kwh: formatMicro(sum) };
  const figures = `register ${measured.register_kwh} kWh, intervals ${measured.intervals_kwh} kWh`;
  const complete = totals.expected > 0 && totals.valid === totals.expected;
  if (complete && !isNear(advance, sum, p.meterTolerance)) {
    const message = `${siteId} meter ${meter.meter_id}: ${figures}`;
    report(finding('REJECT', 'R05', at, message, measured));
  }
  if (advance < 0n || exceeds(sum, advance, p.meterTolerance)) {
    const message = `${siteId} meter ${meter.meter_id}: intervals exceed the register advance (${figures})`;
    report(finding('REJECT', 'R05', `${at}/closing_kwh`, message, measured));
  }
}

function checkHeat(site: AuditSite, totals: SiteTotals, report: Report, pointer: string): void {
  const heat = site.heat_reused_kwh ?? 0n;
  if (heat <= totals.it) return;
  const measured = { heat_reused_kwh: formatMicro(heat), it_kwh: formatMicro(totals.it) };
  const message = `${site.site_id}: heat reused ${measured.heat_reused_kwh} kWh exceeds IT energy ${measured.it_kwh} kWh`;
  report(finding('REJECT', 'R18', `${pointer}/heat_reused_kwh`, message, measured));
}

function checkPue(siteId: string, totals: SiteTotals, p: Parameters, report: Report, pointer: string): void {
  if (totals.it === 0n) return;
  const pue = rational(totals.facility, totals.it);
  if (isWithin(pue, p.pue)) return;
  const shown = formatFixed(pue, 3);
  report(
    finding('FLAG', 'F01', `${pointer}/series/facility_kwh`, `${siteId}: PUE ${shown} needs evidence`, { pue: shown }),
  );
}

function checkCertificates(site: AuditSite, totals: SiteTotals, report: Report, pointer: string): void {
  const covered = site.cfe_evidence.reduce((sum, evidence) => sum + evidence.kwh, 0n);
  if (totals.matched <= covered) return;
  const measured = { matched_kwh: formatMicro(totals.matched), certificates_kwh: formatMicro(covered) };
  const message = `${site.site_id}: matched ${measured.matched_kwh} kWh, certificates cover ${measured.certificates_kwh} kWh`;
  report(finding('REJECT', 'R11', `${pointer}/cfe_evidence`, message, measured));
}
