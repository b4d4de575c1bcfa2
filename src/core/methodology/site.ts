import type { SeriesName } from '../documents/audit-site.ts';
import type { Parameters } from './cms-1.ts';
import { finding, limitReport, type Report } from './findings.ts';
import { checkInterval, type Interval } from './interval.ts';
import { addTotals, EMPTY_TOTALS, reduceDay, type SiteTotals } from './site-day.ts';

/** A site's intervals in time order, whole UTC days, and where each of them stands in the document. */
export interface SiteIntervals {
  readonly siteId: string;
  readonly intervals: readonly (Interval | null)[];
  readonly minutes: number;
  readonly pointer: string;
  readonly pointerOf: (index: number, member: SeriesName) => string;
}

const MINUTES_PER_DAY = 24 * 60;

/** Reduces a site day by day and reports what its series give away (R04, R08, R10 to R12, F02, F03, F05). */
export function reduceSite(site: SiteIntervals, p: Parameters, report: Report): SiteTotals {
  const perDay = Math.floor(MINUTES_PER_DAY / site.minutes);
  let totals = EMPTY_TOTALS;
  for (let start = 0; start < site.intervals.length; start += perDay) {
    totals = addTotals(totals, reduceDay(site.intervals.slice(start, start + perDay), p));
  }
  reportIntervals(site, p, report);
  const valid = site.intervals.filter((interval) => interval !== null);
  reportNoRemainder(site, valid, report);
  reportFlatLine(site, valid, p, report);
  reportCopiedDays(site, valid, perDay, p, report);
  return totals;
}

function reportIntervals(site: SiteIntervals, p: Parameters, report: Report): void {
  const limited = limitReport(report, site.siteId);
  site.intervals.forEach((interval, index) => {
    if (interval === null) return;
    for (const fault of checkInterval(interval, p)) {
      const message = `${site.siteId} interval ${index}: ${fault.message}`;
      limited.report(finding('REJECT', fault.code, site.pointerOf(index, fault.member), message, fault.measured));
    }
  });
  limited.close();
}

function reportNoRemainder(site: SiteIntervals, valid: readonly Interval[], report: Report): void {
  const exact = valid.filter((interval) => interval.it === interval.visible).length;
  if (valid.length === 0 || 2 * exact <= valid.length) return;
  const message = `${site.siteId}: no unattributed remainder in ${exact} of ${valid.length} intervals`;
  const measured = { intervals: exact.toString(), of: valid.length.toString() };
  report(finding('FLAG', 'F05', site.pointer, message, measured));
}

function reportFlatLine(site: SiteIntervals, valid: readonly Interval[], p: Parameters, report: Report): void {
  let run = 0;
  let longest = 0;
  let last: bigint | undefined;
  for (const { it } of valid) {
    run = it === last ? run + 1 : 1;
    last = it;
    if (run > longest) longest = run;
  }
  if (longest < p.flatLineReadings) return;
  const message = `${site.siteId}: ${longest} identical consecutive IT readings`;
  report(finding('FLAG', 'F02', site.pointer, message, { readings: longest.toString() }));
}

function reportCopiedDays(
  site: SiteIntervals,
  valid: readonly Interval[],
  perDay: number,
  p: Parameters,
  report: Report,
): void {
  const days: string[] = [];
  for (let end = perDay; end <= valid.length; end += perDay) {
    days.push(
      valid
        .slice(end - perDay, end)
        .map((interval) => interval.it)
        .join(),
    );
  }
  const copies = days.length - new Set(days).size;
  if (copies < p.copiedDays) return;
  const message = `${site.siteId}: ${copies} days are exact copies of another day`;
  report(finding('FLAG', 'F03', site.pointer, message, { days: copies.toString() }));
}
