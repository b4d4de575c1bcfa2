import { freshnessOf, type LiveState } from '../../src/core/freshness.ts';
import type { OwnDay, OwnHour, OwnPartyView, OwnSite, SpikeAlert } from '../../src/core/own-view.ts';
import { daysFrom } from '../../src/core/telemetry/day.ts';
import { SPIKE_RULE } from '../../src/core/telemetry/spike.ts';
import { LIVE_VIEW } from './live-fixtures.ts';
import { LEDGER_PRIME } from './view-fixtures.ts';

/** What a holder sees of itself: a week in which something nobody owns runs at 02:11. */

export const OWN_AT = '2026-08-25T03:04:00Z';
const DIGEST = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA';
const NOW = new Date(OWN_AT);
const wobble = (seed: number): number => Math.sin(seed * 12.9898) * 0.5 + Math.sin(seed * 4.13) * 0.5;

const isNight = (hour: number): boolean => hour === 2 || hour === 3;

/** A week of hours before `NOW`; some did not come. */
function week(nobody: (hour: number, index: number) => number, missing: readonly number[] = []): OwnHour[] {
  const first = NOW.getTime() - 7 * 86_400_000;
  return Array.from({ length: 7 * 24 }, (_, index) => ({
    index,
    start: new Date(Math.floor(first / 3_600_000 + index) * 3_600_000),
  }))
    .filter(({ index }) => !missing.includes(index))
    .map(({ start, index }) => ({
      start: start.toISOString().replace('.000', ''),
      it_kwh: (606 + wobble(index) * 20).toFixed(2),
      unattributed_kwh: nobody(start.getUTCHours(), index).toFixed(2),
    }));
}

const day = (name: string, changes: Partial<OwnDay> = {}): OwnDay => ({
  day: name,
  minutes: 60,
  expected: 24,
  received: 24,
  missing: 0,
  late: 0,
  duplicate: 0,
  overlap: 0,
  skewed: 0,
  refused: 0,
  ...changes,
});

const COVERAGE: OwnPartyView['coverage'] = {
  from: '2026-07-22',
  to: '2026-08-25',
  sites: [
    {
      site_id: 'hamburg-1',
      days: daysFrom('2026-07-22', '2026-08-25').map((name, index) =>
        day(
          name,
          index === 34 ? { expected: 3, received: 3 } : index === 11 ? { received: 19, missing: 5, refused: 5 } : {},
        ),
      ),
    },
    {
      site_id: 'luleå-2',
      days: daysFrom('2026-08-02', '2026-08-25').map((name, index) =>
        day(
          name,
          index === 23 ? { expected: 3, received: 0, missing: 3 } : index === 9 ? { late: 4, duplicate: 4 } : {},
        ),
      ),
    },
  ],
};

const site = (site_id: string, seq: number, end: string): OwnSite => ({
  site_id,
  chain: { epoch: 0, seq, digest: DIGEST },
  last_interval_end: end,
  age_seconds: (NOW.getTime() - Date.parse(end)) / 1000,
  freshness: freshnessOf(new Date(end), NOW) satisfies LiveState,
  minutes: 60,
});

const SPIKE: SpikeAlert = {
  type: 'visibility.unattributed_spike',
  site_id: 'hamburg-1',
  start: '2026-08-25T02:00:00Z',
  minutes: 60,
  current: true,
  unattributed_kwh: '97.4',
  it_kwh: '611.2',
  median_kwh: '1.21',
  workloads: [{ workload_id: 'job-7731', energy_kwh: '95.6' }],
  rule: SPIKE_RULE,
};

const NIGHT: OwnPartyView = {
  party_id: 'obsidian-ledger',
  scopes: ['party'],
  kind: 'organisation',
  name: 'Obsidian Ledger',
  name_under_review: false,
  key_chain_head: DIGEST,
  keys: [],
  domains: [],
  cases: [],
  webhooks_disabled: [],
  audit: { digest: DIGEST, status: 'certified', decision: { tier: 'Obsidian', reasons: [] } },
  attempts: {
    last_success: { at: '2026-08-25T03:01:12Z', typ: 'cms-attestation+jwt', digest: DIGEST },
    last_refusal: null,
    failing_since: null,
    refusals: [],
  },
  sites: [site('hamburg-1', 5126, '2026-08-25T03:00:00Z'), site('luleå-2', 550, '2026-08-25T00:00:00Z')],
  coverage: COVERAGE,
  unattributed: {
    from: '2026-08-18T03:04:00Z',
    to: '2026-08-25T03:04:00Z',
    sites: [
      {
        site_id: 'hamburg-1',
        it_kwh: '101808.44',
        unattributed_kwh: '1503.2',
        named_kwh: '1338.9',
        hours: week((hour, index) => (isNight(hour) ? 94 + wobble(index) * 6 : 1.2 + wobble(index) * 0.4)),
        workloads: [
          { workload_id: 'job-7731', name: null, energy_kwh: '1320.4', intervals: 14, hours: [2, 3] },
          {
            workload_id: 'vm-legacy-9',
            name: 'vm-legacy-9',
            energy_kwh: '18.5',
            intervals: 168,
            hours: Array.from({ length: 24 }, (_, hour) => hour),
          },
        ],
      },
      {
        site_id: 'luleå-2',
        it_kwh: '99120.1',
        unattributed_kwh: '188.25',
        named_kwh: '0',
        hours: week((_, index) => 1.1 + wobble(index * 3) * 0.5, [165, 166, 167, 80, 81, 82]),
        workloads: [],
      },
    ],
    sites_left_off: 0,
  },
  flags: [],
  alerts: [SPIKE, { ...SPIKE, start: '2026-08-24T03:00:00Z', current: false, unattributed_kwh: '94.1' }],
  live_evaluation: { ...LIVE_VIEW, progress: { tier: 'Obsidian Prime', days: 19, of: 28 } },
  failing: LEDGER_PRIME.failing,
  next_tier: {
    tier: 'Obsidian Prime',
    from: 'live',
    failing: [
      { code: 'visibility', need: '>= 99 %', have: '98.2 %' },
      { code: 'telemetry_days', need: '>= 180 days', have: '131 days' },
    ],
  },
};

const calm: OwnPartyView = {
  ...NIGHT,
  alerts: [],
  sites: [site('hamburg-1', 5126, '2026-08-25T03:00:00Z'), site('luleå-2', 553, '2026-08-25T03:00:00Z')],
  coverage: { ...COVERAGE, sites: COVERAGE.sites.slice(0, 1) },
};

/** The own view in its states, by a short name. */
export const OWN_VIEWS: Readonly<Record<string, OwnPartyView>> = {
  spike: NIGHT,
  calm,
  failing: {
    ...calm,
    webhooks_disabled: [
      {
        id: '0198e2a4-1f6b-7c33-9d58-2b7a4c6e8f10',
        url: 'https://receiver.example/hook',
        disabled_at: '2026-08-24T22:00:00Z',
        disabled_reason: 'every delivery failed for five days',
      },
    ],
    attempts: {
      ...NIGHT.attempts,
      failing_since: '2026-08-24T21:01:05Z',
      last_refusal: {
        at: '2026-08-25T03:01:09Z',
        typ: 'cms-attestation+jwt',
        digest: DIGEST,
        code: 'implausible',
        detail: 'the interval breaks 1 rule',
        errors: [{ code: 'R04', pointer: '/it_kwh', detail: 'it_kwh 611.2 exceeds facility_kwh 590.1' }],
      },
      refusals: Array.from({ length: 7 }, (_, index) => ({
        at: `2026-08-25T0${3 - Math.min(3, index)}:01:0${index}Z`,
        typ: 'cms-attestation+jwt',
        digest: DIGEST,
        code: 'implausible',
        detail: 'the interval breaks 1 rule',
        errors: [],
      })),
    },
    flags: [
      {
        severity: 'FLAG',
        code: 'F02',
        message: 'hamburg-1: 14 identical consecutive IT readings',
        pointer: '/sites/hamburg-1',
        hint: 'Check for a stuck meter or values filled in by hand.',
      },
    ],
  },
  empty: {
    ...calm,
    sites: [
      {
        site_id: 'hamburg-1',
        chain: null,
        last_interval_end: null,
        age_seconds: null,
        freshness: 'none',
        minutes: null,
      },
    ],
    coverage: { ...COVERAGE, sites: [] },
    unattributed: { ...NIGHT.unattributed, sites: [] },
    live_evaluation: null,
    audit: null,
    failing: null,
    next_tier: null,
    attempts: { last_success: null, last_refusal: null, failing_since: null, refusals: [] },
  },
};
