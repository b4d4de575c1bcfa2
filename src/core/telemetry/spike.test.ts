import { describe, expect, test } from 'vitest';
import { hoursOf, kwh, madeInterval, ownedBut } from '../../../test/support/owner-intervals.ts';
import { type AttributedInterval, attribute } from './attribution.ts';
import { findSpikes, SPIKE_RULE, shownMedian } from './spike.ts';

/** Hours in which `usual` kWh of 100 belong to nobody, and in the last one `last`. */
function week(last: number, usual = 2, hours = 24 * 8): AttributedInterval[] {
  const starts = hoursOf('2026-03-02', 8).slice(0, hours);
  return starts.map((start, index) => interval(start, index === starts.length - 1 ? last : usual));
}
const interval = (start: Date, unattributed: number, minutes = 60): AttributedInterval =>
  attribute(madeInterval({ start, it: 100, uses: { shop: 100 - unattributed }, minutes }), ownedBut());
const lastOf = (intervals: readonly AttributedInterval[]): Date => intervals.at(-1)?.start ?? new Date(0);
const spikes = (intervals: readonly AttributedInterval[]) => findSpikes(intervals, lastOf(intervals));

describe('a spike', () => {
  test.each([
    ['on three times the median', week(6), 0],
    ['just above it', week(6.000001), 1],
    ['with no usual remainder, on 5 % of IT', week(5, 0), 0],
    ['with no usual remainder, just above it', week(5.000001, 0), 1],
    ['far above the median, yet below 5 % of IT', week(4.9, 0.1), 0],
    ['with 23 hours of history', week(50, 2, 24), 0],
    ['with 24 hours of history', week(50, 2, 25), 1],
  ])('%s', (_, intervals, number) => {
    expect(spikes(intervals)).toHaveLength(number);
  });

  test('names its interval and what is usual', () => {
    const [spike] = spikes(week(26));
    expect(spike?.interval.unattributed).toBe(kwh(26));
    expect(spike && shownMedian(spike.median)).toBe(kwh(2));
  });

  test('a nightly job spikes every night: its own hours do not make it usual', () => {
    const intervals = hoursOf('2026-03-02', 9).map((start) => interval(start, start.getUTCHours() === 2 ? 30 : 2));
    const found = findSpikes(intervals, new Date('2026-03-07T00:00:00Z'));
    expect(found.map((one) => one.interval.start.toISOString())).toEqual([
      '2026-03-10T02:00:00.000Z',
      '2026-03-09T02:00:00.000Z',
      '2026-03-08T02:00:00.000Z',
      '2026-03-07T02:00:00.000Z',
    ]);
  });

  test('quarters are held against hours by their length', () => {
    const hours = week(2);
    const quarter = (unattributed: number) => [
      ...hours,
      interval(new Date(lastOf(hours).getTime() + 3_600_000), unattributed, 15),
    ];
    // The usual quarter has 0.5 kWh; 5 % of its IT is 5.
    expect(spikes(quarter(5))).toEqual([]);
    expect(spikes(quarter(5.1)).map((one) => shownMedian(one.median))).toEqual([kwh(0.5)]);
  });

  test('older intervals say nothing about what is usual', () => {
    const old = hoursOf('2026-02-01', 5).map((start) => interval(start, 50));
    expect(spikes([...old, ...week(26)])).toHaveLength(1);
  });
});

test('the rule in words has its figures', () => {
  expect(SPIKE_RULE).toBe(
    "more than 3 times the median of the site's last 7 days, and more than 5 % of the interval's IT energy",
  );
});
