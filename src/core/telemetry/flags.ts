import { CMS_1, type Parameters } from '../methodology/cms-1.ts';
import { type ConstantShares, observeShare, reportConstantShares } from '../methodology/constant-share.ts';
import { type Finding, finding } from '../methodology/findings.ts';
import type { Interval } from '../methodology/interval.ts';
import { reduceSite } from '../methodology/site.ts';
import type { AcceptedInterval } from './accepted-interval.ts';
import { attribute } from './attribution.ts';
import type { FactsAt } from './site-row.ts';

/** Intervals of one site, in time order. */
export interface ObservedSite {
  readonly siteId: string;
  /** Length of the newest one. */
  readonly minutes: number;
  readonly intervals: readonly AcceptedInterval[];
  readonly factsAt: FactsAt;
}

/**
 * What the intervals of a site give away by themselves, by the rules an audit's series are held to (methodology 1.5): a flat
 * line (F02), days that are copies (F03), no remainder at all (F05), an attribution by formula (F07), grid values of the
 * sender's own (F10). They are shown and looked into; no live tier is decided by them.
 */
export function observeFlags(site: ObservedSite, p: Parameters = CMS_1): readonly Finding[] {
  const flags: Finding[] = [];
  const report = (one: Finding): void => void (one.severity === 'FLAG' && flags.push(one));
  const pointer = `/sites/${site.siteId}`;
  const intervals = site.intervals.map((one) => toInterval(one, site.factsAt));
  reduceSite({ siteId: site.siteId, intervals, minutes: site.minutes, pointer, pointerOf: () => pointer }, p, report);
  const shares: ConstantShares = new Map();
  for (const { attestation } of site.intervals) {
    for (const use of attestation.workloads) observeShare(shares, use, attestation.it_kwh);
  }
  if (site.intervals.length > p.constantShareIntervals) reportConstantShares(site.siteId, shares, report, pointer);
  reportSendersGrid(site, pointer, report);
  return flags;
}

/** What can wait plays no part in these rules. */
function toInterval(accepted: AcceptedInterval, factsAt: FactsAt): Interval {
  const { attestation, grid } = accepted;
  return {
    facility: attestation.facility_kwh,
    it: attestation.it_kwh,
    visible: attribute(accepted, factsAt).visible,
    deferrable: 0n,
    matched: attestation.matched_cfe_kwh ?? 0n,
    gridShare: grid.cfeShare,
    intensity: grid.carbonIntensity,
    price: grid.price,
  };
}

function reportSendersGrid({ siteId, intervals }: ObservedSite, pointer: string, report: (one: Finding) => void): void {
  const own = intervals.filter((interval) => !interval.gridFromRegistry).length;
  if (own === 0) return;
  const measured = { intervals: own.toString(), of: intervals.length.toString() };
  report(finding('FLAG', 'F10', pointer, `${siteId}: grid values are the sender's own in ${own} intervals`, measured));
}
