import { formatUtcInstant } from './instant.ts';
import { CMS_1 } from './methodology/cms-1.ts';

/* How fresh an organisation's telemetry is: wall clock, overlaid when something is read; no part of `seq`, ETag or replay. */

export const LIVE_STATES = ['live', 'delayed', 'stale', 'silent', 'none'] as const;
export type LiveState = (typeof LIVE_STATES)[number];

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/**
 * Published thresholds: the greatest age of the newest interval's end, in whole seconds, at which a state still holds; older
 * than the last is `silent`. `delayed` and `stale` end where the silence steps of methodology 3 do.
 */
export const FRESHNESS_LIMITS = {
  live: 2 * HOUR_S,
  delayed: CMS_1.live.staleHours * HOUR_S,
  stale: CMS_1.live.silentDays * DAY_S,
} as const;

/** How fresh telemetry is, and the moment that was said: the one part of an answer that ages while nothing is logged. */
export interface FreshnessView {
  readonly live: LiveState;
  /** End of the newest accepted interval of any site; null without telemetry, and for the past. */
  readonly last_interval_end: string | null;
  /** Of that end, at `at`. */
  readonly age_seconds: number | null;
  /** The registry's time when it was said; null for a past position, of which no freshness is kept. */
  readonly at: string | null;
  /** Seconds: `FRESHNESS_LIMITS`. */
  readonly thresholds: typeof FRESHNESS_LIMITS;
}

/** Age in whole seconds; an interval that ends within the tolerated minute ahead is of this moment. */
export const ageSeconds = (end: Date, now: Date): number =>
  Math.max(0, Math.floor(now.getTime() / 1000) - Math.floor(end.getTime() / 1000));

/** @param lastEnd end of the newest accepted interval; undefined without telemetry */
export function freshnessOf(lastEnd: Date | undefined, now: Date): LiveState {
  if (lastEnd === undefined) return 'none';
  const age = ageSeconds(lastEnd, now);
  if (age <= FRESHNESS_LIMITS.live) return 'live';
  if (age <= FRESHNESS_LIMITS.delayed) return 'delayed';
  return age <= FRESHNESS_LIMITS.stale ? 'stale' : 'silent';
}

/** The ends for which `freshnessOf` gives a state: after one, up to the other, both whole seconds. Open where undefined. */
export function endsOf(state: Exclude<LiveState, 'none'>, now: Date): { readonly after?: Date; readonly until?: Date } {
  const second = Math.floor(now.getTime() / 1000);
  const beyond = (limit: number): Date => new Date((second - limit - 1) * 1000);
  const { live, delayed, stale } = FRESHNESS_LIMITS;
  switch (state) {
    case 'live':
      return { after: beyond(live) };
    case 'delayed':
      return { after: beyond(delayed), until: beyond(live) };
    case 'stale':
      return { after: beyond(stale), until: beyond(delayed) };
    case 'silent':
      return { until: beyond(stale) };
  }
}

/** @param now undefined for a past position: what came in later, or late, says nothing about how fresh it was then */
export function freshnessView(lastEnd: Date | undefined, now: Date | undefined): FreshnessView {
  if (now === undefined) {
    return { live: 'none', last_interval_end: null, age_seconds: null, at: null, thresholds: FRESHNESS_LIMITS };
  }
  return {
    live: freshnessOf(lastEnd, now),
    last_interval_end: lastEnd === undefined ? null : formatUtcInstant(lastEnd),
    age_seconds: lastEnd === undefined ? null : ageSeconds(lastEnd, now),
    at: formatUtcInstant(now),
    thresholds: FRESHNESS_LIMITS,
  };
}

/** What JSON states of it. Ages are left to the reader: an answer stays the same while nothing comes in and no limit is passed. */
export const statedFreshness = ({ live, last_interval_end, thresholds }: FreshnessView) => ({
  live,
  last_interval_end,
  thresholds,
});
