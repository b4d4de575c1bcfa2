import { describe, expect, test } from 'vitest';
import { Life, metOnly, OUTSIDE, onlyFor, WATCHED } from '../../../test/support/live-observations.ts';
import { perLiveTier } from './live-state.ts';

const OBSIDIAN_ONLY = metOnly('Bronze', 'Silver', 'Obsidian');
const NOWHERE = { ...metOnly(), inHoldBand: perLiveTier(() => false) };
const IN_BAND_ONLY = metOnly();

describe('falling out of the hold band', () => {
  test.each([
    [13, ['1: watch']],
    [14, ['1: watch', '14: issue Silver downgrade live']],
    [15, ['1: watch', '14: issue Silver downgrade live']],
  ])('%i days in a row', (days, happened) => {
    expect(new Life('Obsidian').days(days, OUTSIDE)).toEqual(happened);
  });

  test('to the highest lower tier whose conditions hold', () => {
    const outside = { ...metOnly('Bronze', 'Silver', 'Obsidian'), inHoldBand: onlyFor('Obsidian Prime', false, true) };
    expect(new Life('Obsidian Prime').days(14, outside).at(-1)).toBe('14: issue Obsidian downgrade live');
    const low = { ...metOnly('Bronze'), inHoldBand: perLiveTier(() => false) };
    expect(new Life('Obsidian Prime').days(14, low).at(-1)).toBe('14: issue Bronze downgrade live');
  });

  test('looks at the band of the tier held', () => {
    const life = new Life('Obsidian');
    expect(life.days(55, { ...WATCHED, inHoldBand: onlyFor('Obsidian', true, false) })).toEqual(['1: watch']);
  });

  test('one day within the band, or without an evaluation, begins anew', () => {
    const life = new Life('Obsidian');
    life.days(13, OUTSIDE);
    expect(life.next(WATCHED)).toEqual([]);
    expect(life.days(13, OUTSIDE)).toEqual([]);
    life.skip(1);
    expect(life.days(14, OUTSIDE)).toEqual(['14: issue Silver downgrade live']);
  });

  test('after a fall the new tier has rows of its own', () => {
    const life = new Life('Obsidian Prime');
    const outside = { ...metOnly('Bronze', 'Silver', 'Obsidian'), inHoldBand: onlyFor('Obsidian Prime', false, true) };
    life.days(14, outside);
    expect(life.days(13, OUTSIDE)).toEqual(['1: watch']);
    expect(life.next(OUTSIDE)).toEqual(['issue Silver downgrade live']);
  });

  test('something in the way of a rise stops no fall', () => {
    const fall = new Life('Obsidian').days(14, { ...OUTSIDE, isBlocked: true, isClaimHeld: perLiveTier(() => true) });
    expect(fall.at(-1)).toBe('14: issue Silver downgrade live');
  });
});

describe('below the plain threshold, within the band', () => {
  test.each([
    [55, ['1: watch']],
    [56, ['1: watch', '56: issue Silver downgrade live']],
  ])('%i days', (days, happened) => {
    expect(new Life('Obsidian').days(days, WATCHED)).toEqual(happened);
  });

  test('the days need not follow each other', () => {
    const life = new Life('Obsidian');
    const happened = Array.from({ length: 55 }, () => [...life.next(WATCHED), ...life.next(OBSIDIAN_ONLY)]);
    // 45 of any 90 days never are 56.
    expect(new Set(happened.flat())).toEqual(new Set(['watch', 'active']));
    expect(life.state.below).toHaveLength(45);
  });

  test.each([
    // 55 days below, then good ones: the first of the 55 is among the last 90 days until the 90th.
    [34, ['issue Silver downgrade live']],
    [35, ['watch']],
  ])('the last 90 days count, this one included (%i good days between)', (between, happened) => {
    const life = new Life('Obsidian Prime');
    life.days(55, WATCHED);
    life.days(between);
    expect(life.next(WATCHED)).toEqual(happened);
  });

  test('days of telemetry alone are no reason to fall', () => {
    const life = new Life('Obsidian');
    const seen = { ...WATCHED, kept: perLiveTier(() => true) };
    expect(life.days(200, seen)).toEqual(['1: watch']);
  });
});

describe('falling with nothing to fall to', () => {
  test('suspends, and ends with the first lower tier that holds', () => {
    const life = new Life('Obsidian');
    expect(life.days(20, NOWHERE)).toEqual(['1: watch', '14: suspend downgrade']);
    expect(life.next({ ...metOnly('Bronze'), inHoldBand: perLiveTier(() => false) })).toEqual([
      'issue Bronze downgrade live',
    ]);
  });

  test('or is cured by 14 days within the band', () => {
    const life = new Life('Obsidian');
    life.days(14, NOWHERE);
    // The leaf is written on the next day, which therefore is not wholly after it.
    expect(life.days(14, IN_BAND_ONLY)).toEqual([]);
    expect(life.next(IN_BAND_ONLY)).toEqual(['reinstate', 'watch']);
  });

  test('56 days below make one fall', () => {
    const life = new Life('Obsidian');
    expect(life.days(56, IN_BAND_ONLY).at(-1)).toBe('56: suspend downgrade');
    expect(life.days(15, IN_BAND_ONLY)).toEqual(['15: reinstate', '15: watch']);
    expect(life.days(55, IN_BAND_ONLY)).toEqual([]);
    expect(life.next(IN_BAND_ONLY)).toEqual(['suspend downgrade']);
  });
});
