import type { AcceptedInterval } from '../../core/telemetry/accepted-interval.ts';
import type { SiteRow } from '../../core/telemetry/accumulator-row.ts';
import { dayOf } from '../../core/telemetry/day.ts';
import { workloadFacts } from '../../core/telemetry/register.ts';
import { rowKey } from '../../core/telemetry/row-order.ts';
import { encodeRow, parseRow } from '../../core/telemetry/row-text.ts';
import { siteRow } from '../../core/telemetry/site-row.ts';
import { verifyRow } from '../../log/day-rows.ts';
import { parseWindow } from '../../log/window.ts';
import type { ChainFile } from './chain-file.ts';
import type { PlacedLeaf, PublicFacts } from './public-facts.ts';

/** One difference: where it shows, and what it is. */
export interface ChainFault {
  /** `<site> <start>`, `leaf <index>` or `row <site> <day>`. */
  readonly where: string;
  readonly text: string;
}

/** An attestation that was read back from its bytes. */
export interface CheckedInterval extends AcceptedInterval {
  /** Index of its window's leaf. */
  readonly window: number | undefined;
}

/** The newest committed row of each site and day beside what its attestations give; how many. */
export function checkRows(
  { rows }: ChainFile,
  intervals: readonly CheckedInterval[],
  { register, audits }: PublicFacts,
  leaves: ReadonlyMap<number, PlacedLeaf>,
  faults: ChainFault[],
): number {
  const newest = new Map<string, { readonly row: SiteRow; readonly text: string; readonly leaf: number }>();
  for (const { leaf, text, window } of rows) {
    const row = parseRow(text);
    const placed = leaves.get(leaf);
    const way = parseWindow({ ...window });
    if (row === undefined || placed === undefined || way === undefined || !verifyRow(text, way, placed.leaf).ok)
      faults.push({ where: `leaf ${leaf}`, text: 'a row is not under its root' });
    else if (row.site !== null) newest.set(rowKey(row), { row, text, leaf });
  }
  const days = new Map<string, CheckedInterval[]>();
  for (const interval of intervals) {
    const { site_id: site, start } = interval.attestation;
    const key = rowKey({ site, day: dayOf(start) });
    days.set(key, [...(days.get(key) ?? []), interval]);
  }
  let compared = 0;
  for (const [key, own] of days) {
    const committed = newest.get(key);
    if (committed === undefined) continue;
    compared += 1;
    const { site, day } = committed.row;
    const then = own.filter(({ window }) => window !== undefined && window < committed.leaf);
    const minutes = then[0]?.attestation.minutes ?? 60;
    const factsAt = (id: string, start: Date) => workloadFacts(id, start, register, audits);
    const expected = siteRow({ org: committed.row.org, site, day, minutes, intervals: then, factsAt });
    if (encodeRow(expected) !== committed.text)
      faults.push({ where: `row ${site} ${day}`, text: differences(committed.row, expected) });
  }
  const spans = spansOf(intervals);
  for (const [key, { row }] of newest) {
    const span = spans.get(row.site);
    const isWithin = span !== undefined && span.from <= row.day && row.day <= span.to;
    if (!days.has(key) && isWithin)
      faults.push({ where: `row ${row.site} ${row.day}`, text: 'the file has no attestation of that day' });
  }
  return compared;
}

function differences(committed: SiteRow, expected: SiteRow): string {
  const [a, b] = [committed, expected].map((row) => JSON.parse(encodeRow(row)));
  const names = Object.keys(b.sums).filter((name) => a.sums[name] !== b.sums[name]);
  const told = names.map((name) => `${name} is ${a.sums[name]}, the attestations give ${b.sums[name]}`);
  return told.length > 0 ? told.join('; ') : 'its workloads are not those of the attestations';
}

/** First and last day of each site in the file. */
function spansOf(
  intervals: readonly CheckedInterval[],
): ReadonlyMap<string, { readonly from: string; readonly to: string }> {
  const spans = new Map<string, { readonly from: string; readonly to: string }>();
  for (const { attestation } of intervals) {
    const day = dayOf(attestation.start);
    const { from, to } = spans.get(attestation.site_id) ?? { from: day, to: day };
    spans.set(attestation.site_id, { from: day < from ? day : from, to: day > to ? day : to });
  }
  return spans;
}
