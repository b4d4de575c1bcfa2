import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endsOf, FRESHNESS_LIMITS, freshnessOf, freshnessView, LIVE_STATES } from './freshness.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const secondsAgo = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
const HOUR = 3_600;
const DAY = 24 * HOUR;

test('the published thresholds', () => {
  expect(FRESHNESS_LIMITS).toEqual({ live: 2 * HOUR, delayed: 72 * HOUR, stale: 7 * DAY });
});

describe('freshness at each threshold, a second before, on it and after', () => {
  test.each([
    [-60, 'live'],
    [0, 'live'],
    [2 * HOUR - 1, 'live'],
    [2 * HOUR, 'live'],
    [2 * HOUR + 1, 'delayed'],
    [72 * HOUR - 1, 'delayed'],
    [72 * HOUR, 'delayed'],
    [72 * HOUR + 1, 'stale'],
    [7 * DAY - 1, 'stale'],
    [7 * DAY, 'stale'],
    [7 * DAY + 1, 'silent'],
    [400 * DAY, 'silent'],
  ])('%i s old is %s', (age, state) => {
    expect(freshnessOf(secondsAgo(age), NOW)).toBe(state);
  });

  test('without telemetry there is none', () => {
    expect(freshnessOf(undefined, NOW)).toBe('none');
  });

  test('a fraction of a second does not count', () => {
    expect(freshnessOf(secondsAgo(2 * HOUR), new Date(NOW.getTime() + 999))).toBe('live');
  });
});

test('a range of ends holds exactly those of its state', () => {
  const end = fc.integer({ min: -60, max: 9 * DAY }).map(secondsAgo);
  const now = fc.integer({ min: 0, max: 999 }).map((ms) => new Date(NOW.getTime() + ms));
  fc.assert(
    fc.property(end, now, (lastEnd, at) => {
      const holding = LIVE_STATES.filter((state) => {
        if (state === 'none') return false;
        const { after, until } = endsOf(state, at);
        return (after === undefined || lastEnd > after) && (until === undefined || lastEnd <= until);
      });
      expect(holding).toEqual([freshnessOf(lastEnd, at)]);
    }),
  );
});

describe('the view', () => {
  test('says its own time', () => {
    expect(freshnessView(secondsAgo(240), NOW)).toEqual({
      live: 'live',
      last_interval_end: '2026-11-25T11:56:00Z',
      age_seconds: 240,
      at: '2026-11-25T12:00:00Z',
      thresholds: FRESHNESS_LIMITS,
    });
  });

  test('of the past nothing is said', () => {
    expect(freshnessView(secondsAgo(240), undefined)).toMatchObject({
      live: 'none',
      last_interval_end: null,
      at: null,
    });
  });

  test('without telemetry', () => {
    expect(freshnessView(undefined, NOW)).toMatchObject({
      live: 'none',
      age_seconds: null,
      at: '2026-11-25T12:00:00Z',
    });
  });
});
