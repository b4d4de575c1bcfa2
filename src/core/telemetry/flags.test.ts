import { describe, expect, test } from 'vitest';
import { hoursOf, madeInterval, ownedBut } from '../../../test/support/owner-intervals.ts';
import type { AcceptedInterval } from './accepted-interval.ts';
import { observeFlags } from './flags.ts';

/** A site that measures: nothing repeats, some energy is left over. */
const honest = (start: Date, index: number): AcceptedInterval =>
  madeInterval({ start, it: 100 + ((index * 37) % 101) / 10, uses: { shop: 90 + ((index * 53) % 97) / 10 } });

const flagsOf = (intervals: readonly AcceptedInterval[]) =>
  observeFlags({ siteId: 'hall-1', minutes: 60, intervals, factsAt: ownedBut() }).map((one) => one.code);

const HOURS = hoursOf('2026-03-02', 7);

describe('flags of live data', () => {
  test('an honest week has none', () => {
    expect(flagsOf(HOURS.map(honest))).toEqual([]);
  });

  test.each([
    [11, []],
    [12, ['F02']],
  ])('%i identical readings in a row', (length, codes) => {
    const flat = HOURS.map((start, index) =>
      index < length ? madeInterval({ start, it: 77, uses: { shop: 70 + index / 10 } }) : honest(start, index),
    );
    expect(flagsOf(flat)).toEqual(codes);
  });

  test.each([
    [2, []],
    [3, ['F03']],
  ])('%i pasted days', (copies, codes) => {
    const pasted = HOURS.map((start, index) => honest(start, index < 24 * (copies + 1) ? index % 24 : index));
    expect(flagsOf(pasted)).toEqual(codes);
  });

  test('a remainder that is never there is too perfect', () => {
    const perfect = HOURS.map((start, index) => {
      const it = 100 + ((index * 37) % 101) / 10;
      return madeInterval({ start, it, uses: { shop: it - 50 - (index % 7), rest: 50 + (index % 7) } });
    });
    expect(flagsOf(perfect)).toEqual(['F05']);
  });

  test('a workload that is a constant share of IT is filled in by formula', () => {
    const formula = HOURS.map((start, index) => {
      const it = 100 + (index % 50);
      return madeInterval({ start, it, uses: { shop: it / 2, job: (index * 7) % 13 } });
    });
    expect(observeFlags({ siteId: 'hall-1', minutes: 60, intervals: formula, factsAt: ownedBut() })).toEqual([
      expect.objectContaining({ code: 'F07', severity: 'FLAG', message: expect.stringContaining('shop') }),
    ]);
    expect(flagsOf(formula.slice(0, 24))).toEqual([]);
  });

  test("grid values of the sender's own are counted", () => {
    const own = HOURS.map((start, index) => ({ ...honest(start, index), gridFromRegistry: index >= 5 }));
    const [flag] = observeFlags({ siteId: 'hall-1', minutes: 60, intervals: own, factsAt: ownedBut() });
    expect(flag).toMatchObject({ code: 'F10', measured: { intervals: '5', of: '168' } });
  });

  test('nothing is said of no interval', () => {
    expect(flagsOf([])).toEqual([]);
  });
});
