import { describe, expect, test } from 'vitest';
import type { WorkloadEntry } from '../../src/core/documents/workloads.ts';
import { type DaySpan, reduceDays, type ScopeSite, scopedRows } from '../../src/core/live/reduce-days.ts';
import { CMS_1, MIRROR_IDS } from '../../src/core/methodology/cms-1.ts';
import { reduceHardware } from '../../src/core/methodology/hardware.ts';
import { reduceTelemetryBundle } from '../../src/core/methodology/reduce-telemetry-bundle.ts';
import type { Reduction } from '../../src/core/methodology/reduction.ts';
import { compositePercent } from '../../src/core/methodology/render-score.ts';
import { scoreReduction } from '../../src/core/methodology/score.ts';
import {
  INVENTORY_SUM_NAMES,
  mergeSums,
  mergeWorkloads,
  SITE_SUM_NAMES,
  sumsOf,
  type WorkloadSums,
} from '../../src/core/methodology/sums.ts';
import { parseTelemetryBundle, type TelemetryBundle } from '../../src/core/methodology/telemetry-bundle.ts';
import { formatPercent } from '../../src/core/rational.ts';
import type { SiteRow } from '../../src/core/telemetry/accumulator-row.ts';
import { addDays, dayOf } from '../../src/core/telemetry/day.ts';
import {
  auditedWorkloads,
  type RegisterVersion,
  registerOf,
  workloadFacts,
} from '../../src/core/telemetry/register.ts';
import { encodeRow, parseRow } from '../../src/core/telemetry/row-text.ts';
import { type FactsAt, siteRow } from '../../src/core/telemetry/site-row.ts';
import { hasPublished, readExample } from '../methodology/published.ts';
import { pick, seededChance } from '../methodology/random-audit.ts';
import { randomBundle } from '../methodology/random-bundle.ts';
import { siteDays, siteRows } from './bundle-rows.ts';

/** Rows of sites alone, summed; workloads in the one order. */
function sumRows(
  sites: readonly ScopeSite[],
  rows: readonly SiteRow[],
  days: DaySpan,
  hardware = reduceHardware(null, CMS_1, () => undefined),
): Reduction {
  const reduction = reduceDays(scopedRows(sites, rows, []), days, hardware);
  return { ...reduction, workloads: mergeWorkloads(reduction.workloads) };
}

const sitesOf = ({ sites }: TelemetryBundle): readonly ScopeSite[] =>
  sites.map(({ site_id, interval_minutes: minutes }) => ({ site_id, minutes }));
const daysOf = ({ window }: TelemetryBundle): DaySpan => ({
  from: dayOf(window.start),
  to: addDays(dayOf(window.end), -1),
});

/** A bundle's rows, summed over its own window and sites. */
const trailing = (bundle: TelemetryBundle, rows: readonly SiteRow[] = siteRows(bundle)): Reduction =>
  sumRows(
    sitesOf(bundle),
    rows,
    daysOf(bundle),
    reduceHardware(bundle.hardware, CMS_1, () => undefined),
  );

/** A bundle keeps the two kinds of entry apart by the id alone. */
const withoutMark = (rows: readonly WorkloadSums[]) =>
  mergeWorkloads(rows.map((row) => ({ ...row, id: row.id.replace(/@invisible$/, '') })));

const siteSums = (sums: Parameters<typeof sumsOf>[0]) => SITE_SUM_NAMES.map((name) => [name, sums[name]]);

/** Registers allow one or two copies; a random bundle may ask for more. */
function bundleOf(seed: number): TelemetryBundle {
  const body = randomBundle(seededChance(seed + 700));
  const register = body.register.map((entry) => ({ ...entry, redundancy: entry.redundancy === 1 ? 1 : 2 }));
  return parseTelemetryBundle(JSON.parse(JSON.stringify({ ...body, register })));
}

const bundles = Array.from({ length: 24 }, (_, seed): [number, TelemetryBundle] => [seed, bundleOf(seed)]);

describe('rows of sites and days', () => {
  test.each(bundles)('sum to what the bundle reduces to (%i)', (_, bundle) => {
    const whole = reduceTelemetryBundle(bundle);
    const summed = trailing(bundle);
    expect(siteSums(summed.sums)).toEqual(siteSums(whole.sums));
    expect(withoutMark(summed.workloads)).toEqual(withoutMark(whole.workloads));
    expect(summed.siteCoverage).toEqual(whole.siteCoverage);
    expect(summed.hardware).toBe(whole.hardware);
  });

  test('are the same bytes whatever the order of their intervals', () => {
    const chance = seededChance(4);
    const days = bundles.flatMap(([, bundle]) => siteDays(bundle).slice(0, 4));
    expect(days.length).toBeGreaterThan(40);
    for (const day of days) {
      const text = encodeRow(siteRow(day));
      const shuffled = [...day.intervals].sort(() => chance() - 0.5);
      expect(encodeRow(siteRow({ ...day, intervals: shuffled }))).toBe(text);
      expect(encodeRow(parseRow(text) ?? siteRow(day))).toBe(text);
    }
  });

  test('sum to the same in any order and grouping', () => {
    const chance = seededChance(5);
    for (const [, bundle] of bundles.slice(0, 8)) {
      const rows = siteRows(bundle);
      const sites = sitesOf(bundle);
      const days = daysOf(bundle);
      const all = sumRows(sites, rows, days);
      const shuffled = [...rows].sort(() => chance() - 0.5);
      expect(sumRows(sites, shuffled, days)).toEqual(all);
      const cut = pick(chance, rows, rows[0])?.day ?? days.from;
      const parts = [
        sumRows(sites, rows, { from: days.from, to: addDays(cut, -1) }),
        sumRows(sites, rows, { from: cut, to: days.to }),
      ];
      expect(mergeWorkloads(...parts.map((part) => part.workloads))).toEqual(all.workloads);
      expect(parts.map((part) => part.sums.intervals_expected.num).reduce((a, b) => a + b)).toBe(
        all.sums.intervals_expected.num,
      );
    }
  });

  test('leave out what does not count', () => {
    const [day] = siteDays(bundleOf(0));
    if (day === undefined) throw new Error('the bundle has a day');
    const [lost, ...kept] = day.intervals;
    if (lost === undefined) throw new Error('the day has an interval');
    const row = siteRow({ ...day, intervals: [{ ...lost, counted: false }, ...kept] });
    expect(row).toEqual(siteRow({ ...day, intervals: kept }));
    expect(row.sums.intervals_expected.num).toBe(BigInt(1440 / day.minutes));
    expect(row.sums.intervals_valid.num).toBe(BigInt(kept.length));
  });
});

describe('a trailing window', () => {
  const bundle = bundleOf(3);
  const rows = siteRows(bundle);

  test('expects every interval of every day and site in scope', () => {
    const sites = [
      { site_id: 'a', minutes: 60 },
      { site_id: 'b', minutes: 15 },
    ];
    const summed = sumRows(sites, [], { from: '2026-01-05', to: '2026-01-06' });
    expect(summed.sums.intervals_expected.num).toBe(48n + 192n);
    expect(summed.siteCoverage).toEqual(
      new Map([
        ['a', { valid: 0, expected: 48 }],
        ['b', { valid: 0, expected: 192 }],
      ]),
    );
  });

  test('counts no row of a site or day beyond its scope', () => {
    const summed = sumRows([{ site_id: 'somewhere else', minutes: 60 }], rows, daysOf(bundle));
    expect(summed.sums.it.num).toBe(0n);
    expect(summed.workloads).toEqual([]);
    const before = sumRows(sitesOf(bundle), rows, { from: '2001-01-01', to: '2001-01-01' });
    expect(before.sums.it.num).toBe(0n);
  });
});

/** Example 3 with its register as the registry keeps it, and an audit that confirms all of it. `change` is about the rebuild. */
function storyOf(change: (entry: WorkloadEntry) => RegisterVersion) {
  const bundle = parseTelemetryBundle(readExample('example-3-telemetry').body);
  const versions = bundle.register.map((row): RegisterVersion => {
    const { registered_at: at, first_run_at: _run, not_deferrable_reason: _why, ...rest } = row;
    const entry = { ...rest, capacity_unit: row.capacity_unit ?? '' };
    return entry.workload_id === 'archive-rebuild' ? change(entry) : { acceptedAt: at ?? new Date(0), entry };
  });
  const spans = [{ from: new Date(0), until: null }];
  const audit = { acceptedSeq: 1, spans, workloads: auditedWorkloads(bundle.register) };
  const register = registerOf(versions);
  const factsAt: FactsAt = (id, start) => workloadFacts(id, start, register, [audit]);
  const whole = reduceTelemetryBundle(bundle);
  const live = trailing(
    bundle,
    siteDays(bundle).map((day) => siteRow({ ...day, factsAt })),
  );
  const inventory = Object.fromEntries(INVENTORY_SUM_NAMES.map((name) => [name, whole.sums[name]]));
  const { score } = scoreReduction({ ...live, sums: mergeSums(live.sums, sumsOf(inventory)) });
  const mirrors = MIRROR_IDS.map((id) => formatPercent(score.mirrors[id]));
  return { mirrors, composite: compositePercent(score), visibility: formatPercent(score.visibility) };
}

describe.skipIf(!hasPublished)('the story in numbers', () => {
  const registered = new Date('2025-11-03T09:00:00Z');

  test('everything has an owner', () => {
    const story = storyOf((entry) => ({ acceptedAt: registered, entry }));
    expect(story).toEqual({ mirrors: ['94.1', '90.8', '96.8', '88.2'], composite: '92.4', visibility: '99.8' });
  });

  test('the rebuild loses its owner', () => {
    const story = storyOf((entry) => ({ acceptedAt: registered, entry: { ...entry, owner: null } }));
    expect(story).toEqual({ mirrors: ['84.6', '70.4', '96.8', '83.5'], composite: '83.3', visibility: '86.3' });
  });

  test('the rebuild is registered on day 28', () => {
    const story = storyOf((entry) => ({ acceptedAt: new Date('2026-02-02T00:00:00Z'), entry }));
    expect(story).toMatchObject({ composite: '87.9', visibility: '93.0' });
  });
});

test.skipIf(!hasPublished)('example 3 gives the sums of its bundle', () => {
  const bundle = parseTelemetryBundle(readExample('example-3-telemetry').body);
  const whole = reduceTelemetryBundle(bundle);
  const summed = trailing(bundle);
  expect(siteSums(summed.sums)).toEqual(siteSums(whole.sums));
  expect(summed.workloads).toEqual(mergeWorkloads(whole.workloads));
});
