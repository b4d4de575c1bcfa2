import { formatMicro } from '../decimal.ts';
import type { Attestation } from '../documents/attestation.ts';
import type { SeriesName } from '../documents/audit-site.ts';
import { CMS_1 } from '../methodology/cms-1.ts';
import { type Finding, finding, type Report } from '../methodology/findings.ts';
import { checkInterval } from '../methodology/interval.ts';
import type { GridValues } from '../methodology/reduction.ts';
import { checkDiscarded, checkUsed } from '../methodology/workloads.ts';

/** Whether work counts as visible in the interval, by its id. */
export type IsVisible = (workloadId: string) => boolean;

/**
 * Whatever one interval gives away by itself (statements section 6): R04, R10 to R14, R18, R21, each REJECT, with pointers into
 * the body. R01 is refused earlier. R08 cannot break: live, deferrable energy is summed over visible work.
 */
export function intervalFindings(a: Attestation, grid: GridValues, isVisible: IsVisible): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (one) => void findings.push(one);
  for (const { code, member, message, measured } of checkInterval(toInterval(a, grid, isVisible), CMS_1))
    report(finding('REJECT', code, POINTERS[member], message, measured));
  checkHeat(a, report);
  checkWorkloads(a, report);
  return findings;
}

const POINTERS: Readonly<Record<SeriesName, string>> = {
  facility_kwh: '/facility_kwh',
  it_kwh: '/it_kwh',
  visible_kwh: '/workloads',
  deferrable_kwh: '/workloads',
  matched_cfe_kwh: '/matched_cfe_kwh',
  grid_cfe_share: '/grid_cfe_share',
  carbon_intensity_g_per_kwh: '/carbon_intensity_g_per_kwh',
  price_per_mwh: '/price_per_mwh',
};

function toInterval(a: Attestation, { cfeShare, carbonIntensity, price }: GridValues, isVisible: IsVisible) {
  const visible = a.workloads.reduce((sum, use) => (isVisible(use.workload_id) ? sum + use.energy_kwh : sum), 0n);
  return {
    facility: a.facility_kwh,
    it: a.it_kwh,
    visible,
    deferrable: 0n,
    matched: a.matched_cfe_kwh ?? 0n,
    gridShare: cfeShare,
    intensity: carbonIntensity,
    price,
  };
}

function checkHeat({ heat_reused_kwh: heat, it_kwh }: Attestation, report: Report): void {
  if (heat === null || heat <= it_kwh) return;
  const measured = { heat_reused_kwh: formatMicro(heat), it_kwh: formatMicro(it_kwh) };
  const message = `heat reused ${measured.heat_reused_kwh} kWh exceeds IT energy ${measured.it_kwh} kWh`;
  report(finding('REJECT', 'R18', '/heat_reused_kwh', message, measured));
}

function checkWorkloads({ workloads }: Attestation, report: Report): void {
  const seen = new Set<string>();
  workloads.forEach((use, index) => {
    const at = `/workloads/${index}`;
    if (seen.has(use.workload_id))
      report(finding('REJECT', 'R21', `${at}/workload_id`, `duplicate workload ${use.workload_id}`));
    seen.add(use.workload_id);
    checkUsed(use, report, at);
    checkDiscarded(use, report, at);
  });
}
