import type { LiveState } from '../../src/core/freshness.ts';
import type { LiveDays } from '../../src/core/live/live-days.ts';
import type { LiveView } from '../../src/core/live/live-view.ts';
import { formatRational, rational } from '../../src/core/rational.ts';
import { addDays, daysFrom } from '../../src/core/telemetry/day.ts';
import type { OrganisationView } from '../../src/core/views.ts';
import { freshnessIn, inState, LEDGER_PRIME, NORDLICHT_SILVER, SUSPENSION } from './view-fixtures.ts';

/** Holders with telemetry, in every state it can bring. Their days end with the one before `POSITION`. */

export const LAST_DAY = '2026-08-24';
const score = LEDGER_PRIME.audit?.score;
if (score === undefined) throw new Error('the fixture has no audit');

export const LIVE_VIEW: LiveView = {
  day: LAST_DAY,
  window: { from: addDays(LAST_DAY, -55), to: LAST_DAY, days: 56 },
  score: { ...score, composite_percent: '91.8', composite_6: '0.918204' },
  decision_composite_6: '0.918204',
  decision_composite_percent: '91.8',
  audit: LEDGER_PRIME.audit?.digest ?? '',
  telemetry_days: 214,
  telemetry_coverage: '9979/10000',
  surveillance_delta_points: '0.612',
  registry_grid_share: '1/1',
  silent_days: 0,
  invisible_share: '1/500',
  rejects: [],
  drift: { verdict: 'restated', claimed: '92.4', recomputed: '91.820' },
  failing: { Bronze: [], Silver: [], Obsidian: [], 'Obsidian Prime': [] },
  progress: null,
};

/** Something that looks measured and is the same every time. */
const wobble = (seed: number): number => Math.sin(seed * 12.9898) * 0.5 + Math.sin(seed * 4.13) * 0.5;

interface DaysOptions {
  /** Live composite of a day, per cent, by its place before the last. */
  readonly composite?: (before: number) => number;
  /** Intervals that count, of 24, by site and day. */
  readonly valid?: (site: number, before: number) => number;
  /** Share of IT energy that is nobody's. */
  readonly nobody?: (before: number) => number;
  readonly sites?: readonly string[];
  readonly evaluated?: number;
}

/** Days of telemetry as the page draws them. */
export function liveDays(options: DaysOptions = {}): LiveDays {
  const { composite = (before) => 91.8 + wobble(before) * 0.5, valid = () => 24, nobody = () => 0.002 } = options;
  const { sites = ['hamburg-1', 'luleå-2'], evaluated = 90 } = options;
  const trendFrom = addDays(LAST_DAY, -89);
  const sitesFrom = addDays(LAST_DAY, -55);
  const before = (day: string): number => daysFrom(day, LAST_DAY).length - 1;
  return {
    to: LAST_DAY,
    trendFrom,
    sitesFrom,
    trend: daysFrom(trendFrom, LAST_DAY)
      .filter((day) => before(day) < evaluated)
      .map((day) => ({ day, composite_percent: composite(before(day)).toFixed(1) })),
    sites: sites.map((site_id, site) => ({
      site_id,
      days: daysFrom(sitesFrom, LAST_DAY)
        .filter((day) => before(day) < evaluated && valid(site, before(day)) > 0)
        .map((day) => {
          const it = BigInt(Math.round(7_280_000 + wobble(before(day) + site * 7) * 400_000));
          const share = Math.round(1_000_000 * nobody(before(day)) * (1 + wobble(before(day) * 3 + site) * 0.3));
          return {
            day,
            valid: valid(site, before(day)),
            expected: 24,
            it: formatRational(rational(it, 1_000n)),
            unattributed: formatRational(rational(it * BigInt(share), 1_000_000_000n)),
          };
        }),
    })),
  };
}

const fresh = (view: OrganisationView, live: LiveState, evaluation: LiveView | null): OrganisationView => ({
  ...view,
  live,
  freshness: freshnessIn(live),
  live_evaluation: evaluation,
});

const obsidian: OrganisationView = {
  ...LEDGER_PRIME,
  name: 'Aurora Ledger Cooperative',
  party_id: 'aurora',
  domain: 'aurora.example',
  tier: 'Obsidian',
  certificate: LEDGER_PRIME.certificate && { ...LEDGER_PRIME.certificate, tier: 'Obsidian' },
};

const reasoned = (view: OrganisationView, state: 'watch' | 'suspended', reason: string): OrganisationView => {
  const stated = inState(view, state);
  const certificate = stated.certificate && { ...stated.certificate, reasons: [reason] };
  const change = { ...SUSPENSION, certificate_id: certificate?.id ?? null, reason, type: `certificate.${state}` };
  return { ...stated, certificate, changes: [{ ...change, text: '' }] };
};

/** A page's organisation and what is drawn of it. */
export interface LiveSample {
  readonly organisation: OrganisationView;
  readonly days: LiveDays | null;
}

export const LIVE_SAMPLES: Readonly<Record<string, LiveSample>> = {
  live: {
    organisation: fresh(LEDGER_PRIME, 'live', LIVE_VIEW),
    days: liveDays({ valid: (site, before) => (site === 1 && before === 17 ? 19 : 24) }),
  },
  rising: {
    organisation: fresh(obsidian, 'delayed', {
      ...LIVE_VIEW,
      progress: { tier: 'Obsidian Prime', days: 19, of: 28 },
      failing: {
        ...LIVE_VIEW.failing,
        'Obsidian Prime': [{ code: 'telemetry_days', need: '>= 180 days', have: '131 days' }],
      },
      telemetry_days: 131,
    }),
    days: liveDays({
      composite: (before) => 90.6 - Math.max(0, before - 20) * 0.08 + wobble(before) * 0.2,
      valid: (site, before) => (site === 0 && before < 1 ? 17 : before % 19 === 4 ? 22 : 24),
    }),
  },
  watch: {
    organisation: fresh(reasoned(LEDGER_PRIME, 'watch', 'hold_band'), 'live', {
      ...LIVE_VIEW,
      score: { ...LIVE_VIEW.score, composite_percent: '89.4' },
      decision_composite_percent: '89.4',
    }),
    days: liveDays({
      composite: (before) => (before < 26 ? 89.4 + before * 0.1 : 92 + wobble(before) * 0.3),
      nobody: (before) => (before < 26 ? 0.009 : 0.002),
    }),
  },
  stale: {
    organisation: fresh(obsidian, 'stale', { ...LIVE_VIEW, silent_days: 3, telemetry_days: 131 }),
    days: liveDays({ valid: (_, before) => (before < 3 ? 0 : before === 3 ? 15 : 24) }),
  },
  silent: {
    organisation: fresh(reasoned(obsidian, 'suspended', 'silence'), 'silent', {
      ...LIVE_VIEW,
      silent_days: 8,
      score: { ...LIVE_VIEW.score, composite_percent: '78.9' },
    }),
    days: liveDays({
      composite: (before) => (before < 8 ? 78.9 + before * 1.6 : 91.7 + wobble(before) * 0.4),
      valid: (_, before) => (before < 8 ? 0 : 24),
    }),
  },
  invisible: {
    organisation: fresh(reasoned(LEDGER_PRIME, 'suspended', 'invisible_share'), 'live', {
      ...LIVE_VIEW,
      score: { ...LIVE_VIEW.score, composite_percent: '91.1' },
      invisible_share: '137/1000',
    }),
    days: liveDays({
      composite: (before) => (before < 3 ? 91.1 + before * 0.2 : 92.2 + wobble(before) * 0.2),
      nobody: (before) => (before < 3 ? 0.137 : 0.002),
    }),
  },
  begun: {
    organisation: fresh(NORDLICHT_SILVER, 'live', null),
    days: { ...liveDays({ evaluated: 4, sites: ['hamburg-1'] }), trend: [] },
  },
};
