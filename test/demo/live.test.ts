import { describe, expect, test } from 'vitest';
import { reduceTelemetryBundle } from '../../src/core/methodology/reduce-telemetry-bundle.ts';
import { scoreReduction } from '../../src/core/methodology/score.ts';
import { parseTelemetryBundle } from '../../src/core/methodology/telemetry-bundle.ts';
import { decideTier } from '../../src/core/methodology/tiers.ts';
import { formatRational, ONE, rational, ZERO } from '../../src/core/rational.ts';
import { dayIntervals, type IntervalMinutes } from '../../src/demo/live/intervals.ts';
import { siteOf } from '../../src/demo/live/plan.ts';
import { dailyEnergy, facilityOf, itOf } from '../../src/demo/live/site-day.ts';
import { liveHolders } from '../../src/demo/story/live-holders.ts';
import type { StoryOrganisation } from '../../src/demo/story/types.ts';
import { VELOCITYTECH } from '../../src/demo/story/velocitytech.ts';
import { bundleOf } from './live-bundle.ts';

const reduce = (...args: Parameters<typeof bundleOf>) => reduceTelemetryBundle(parseTelemetryBundle(bundleOf(...args)));

describe('the telemetry of VelocityTech', () => {
  test.each<[number, number, IntervalMinutes]>([
    [20_400, 56, 60],
    [20_631, 56, 60],
    [20_782, 1, 60],
    [20_782, 3, 15],
  ])('from day %i on, %i days at %i+ minutes: 231/250 and every sum of the profile', (day, days, minutes) => {
    const { score, findings } = scoreReduction(reduce(VELOCITYTECH, day, days, minutes));
    expect(formatRational(score.pow4)).toBe('2847396321/3906250000');
    expect(findings).toEqual([]);
  });

  test('without the owner of its rebuild: visibility 86.3 %, composite 83.3 %', () => {
    const bundle = bundleOf(VELOCITYTECH, 20_700, 56, 60, 'archive-rebuild');
    const { score } = scoreReduction(reduceTelemetryBundle(parseTelemetryBundle(bundle)));
    expect(formatRational(score.visibility)).toBe('157/182');
    expect(decideTier(score, FACTS, false).failing['Obsidian Prime'].map((one) => `${one.code} ${one.have}`)).toEqual([
      'composite 83.3 %',
      'timing 70.4 %',
      'visibility 86.3 %',
    ]);
  });
});

/** Everything but the score speaks for Prime. */
const FACTS = {
  auditLevel: 4,
  countersigned: true,
  scopeShare: ONE,
  telemetryDays: 400,
  telemetryCoverage: ONE,
  surveillanceDelta: ZERO,
  measuredShareConfirmed: true,
} as const;

describe.each(liveHolders().map((holder) => [holder.party.party_id, holder] as const))('%s', (_id, holder) => {
  test('has Obsidian figures or better in any 56 days', () => {
    const { profile } = planOf(holder);
    for (const day of [20_500, 20_731]) {
      const reduction = reduce(profile, day, 56);
      const { score, findings } = scoreReduction(reduction);
      const { failing } = decideTier(score, FACTS, false);
      expect(failing.Obsidian).toEqual([]);
      expect(findings.filter((one) => one.code !== 'I01')).toEqual([]);
    }
  });

  test('keeps to its daily figures whatever the length of an interval, and its meters run on', () => {
    const site = siteOf(planOf(holder));
    const daily = dailyEnergy(site);
    const [today, tomorrow] = [dayIntervals(site, 20_760, 60), dayIntervals(site, 20_761, 15)];
    for (const intervals of [today, tomorrow]) {
      expect(intervals.reduce((sum, { span }) => sum + facilityOf(span), 0n)).toBe(daily.facility);
      expect(intervals.reduce((sum, { span }) => sum + itOf(span), 0n)).toBe(daily.it);
      for (const { span } of intervals) {
        expect(span.matched <= facilityOf(span) && span.heat <= itOf(span) && span.remainder >= 0n).toBe(true);
        for (const use of span.workloads) expect(use.used <= use.reserved && use.discarded <= use.energy).toBe(true);
      }
    }
    const [last, first] = [today.at(-1), tomorrow[0]];
    expect(today).toHaveLength(24);
    expect(tomorrow).toHaveLength(96);
    expect((first?.registers.facility ?? 0n) - (last?.registers.facility ?? 0n)).toBe(
      first === undefined ? undefined : facilityOf(first.span),
    );
    expect(first?.start.getTime()).toBe((last?.start.getTime() ?? 0) + 3_600_000);
  });
});

test('an hour in quarters is the hour', () => {
  const [site] = VELOCITYTECH.sites;
  if (site === undefined) throw new Error('VelocityTech has a site');
  const hours = dayIntervals(site, 20_760, 60);
  const quarters = dayIntervals(site, 20_760, 15);
  hours.forEach((hour, index) => {
    const parts = quarters.slice(4 * index, 4 * index + 4).map((one) => one.span);
    const sum = (of: (span: (typeof parts)[number]) => bigint) => parts.reduce((total, part) => total + of(part), 0n);
    expect([
      sum((one) => one.matched),
      sum((one) => one.heat),
      sum((one) => one.remainder),
      sum((one) => one.overhead),
    ]).toEqual([hour.span.matched, hour.span.heat, hour.span.remainder, hour.span.overhead]);
    hour.span.workloads.forEach((use, row) => {
      expect(sum((one) => one.workloads[row]?.energy ?? 0n)).toBe(use.energy);
      expect(sum((one) => one.workloads[row]?.used ?? 0n)).toBe(use.used);
      expect(sum((one) => one.workloads[row]?.reserved ?? 0n)).toBe(use.reserved);
      expect(sum((one) => one.workloads[row]?.discarded ?? 0n)).toBe(use.discarded);
    });
  });
});

function planOf({ live, party }: StoryOrganisation) {
  if (live === undefined) throw new Error(`${party.party_id} sends nothing`);
  return live;
}

test('Larkfield without the owner of its quote cache slips into the hold band of Obsidian within three weeks', () => {
  const larkfield = liveHolders().find(({ party }) => party.party_id === 'larkfield-insurance');
  const { profile, disowned } = planOf(larkfield ?? raise());
  const { workloads, sums } = reduce(profile, 20_700, 56);
  const lost = workloads.find((row) => row.id === disowned?.workload)?.energy ?? 0n;
  const share = rational(lost, 1_000_000n);
  // Of 56 days, 14 without it.
  const visibility =
    (Number(sums.w_visible.num) / Number(sums.w_visible.den) - (Number(share.num) / Number(share.den)) * (14 / 56)) /
    (Number(sums.it.num) / Number(sums.it.den));
  expect(visibility).toBeGreaterThan(0.965);
  expect(visibility).toBeLessThan(0.97);
});

const raise = (): never => {
  throw new Error('nobody of that name');
};
