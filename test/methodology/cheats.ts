import { formatMicro, parseMicro } from '../../src/core/decimal.ts';
import type { SeriesName } from '../../src/core/documents/audit-site.ts';
import type { WireAudit, WireDataset, WireFlow, WireSite, WireWorkload } from './wire-audit.ts';

/** Ways to falsify a document, small enough to name. */

function found<T>(item: T | undefined, what: string): T {
  if (item === undefined) throw new RangeError(`no ${what} in this document`);
  return item;
}

export const firstSite = (audit: WireAudit): WireSite => found(audit.sites[0], 'site');
export const workloadOf = (audit: WireAudit, id: string): WireWorkload =>
  found(
    audit.workloads.find((row) => row.workload_id === id),
    id,
  );
export const datasetOf = (audit: WireAudit, id: string): WireDataset =>
  found(
    audit.storage.datasets.find((row) => row.dataset_id === id),
    id,
  );
export const flowOf = (audit: WireAudit, id: string): WireFlow =>
  found(
    audit.network.flows.find((row) => row.flow_id === id),
    id,
  );
export const ledgerOf = (audit: WireAudit) => found(audit.hardware ?? undefined, 'hardware');
export const batchOf = (audit: WireAudit, id: string) =>
  found(
    ledgerOf(audit).retired.find((row) => row.batch_id === id),
    id,
  );

/** A decimal times num / den, floored to six digits. */
export function scaled(text: string, num: bigint, den: bigint): string {
  return formatMicro(((parseMicro(text, true) ?? 0n) * num) / den);
}

export function plus(a: string, b: string): string {
  return formatMicro((parseMicro(a, true) ?? 0n) + (parseMicro(b, true) ?? 0n));
}

export function mapSeries(
  site: WireSite,
  name: SeriesName,
  change: (value: string, index: number) => string | null,
): void {
  site.series[name] = site.series[name].map((value, index) => (value === null ? null : change(value, index)));
}

/** Every series loses the intervals that `lost` names. */
export function loseIntervals(site: WireSite, lost: (index: number) => boolean): void {
  for (const name of Object.keys(site.series) as SeriesName[]) {
    mapSeries(site, name, (value, index) => (lost(index) ? null : value));
  }
}

/** The workload table cut to what the visible series still shows; capacity follows the share of hours left. */
export function cutTable(audit: WireAudit, hoursLeft: bigint, hours: bigint): void {
  const total = (texts: readonly (string | null)[]): bigint =>
    texts.reduce((sum, text) => sum + (parseMicro(text ?? '0') ?? 0n), 0n);
  const left = total(audit.sites.flatMap((site) => site.series.visible_kwh));
  const listed = total(audit.workloads.map((row) => row.energy_kwh));
  for (const row of audit.workloads) {
    row.energy_kwh = scaled(row.energy_kwh, left, listed);
    row.discarded_kwh = scaled(row.discarded_kwh, left, listed);
    row.reserved_units_h = scaled(row.reserved_units_h, hoursLeft, hours);
    row.used_units_h = scaled(row.used_units_h, hoursLeft, hours);
  }
}
