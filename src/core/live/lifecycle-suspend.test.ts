import { describe, expect, test } from 'vitest';
import {
  certificateOf,
  Life,
  metOnly,
  OUTSIDE,
  onlyFor,
  type Seen,
  WATCHED,
} from '../../../test/support/live-observations.ts';
import { perLiveTier } from './live-state.ts';

const INVISIBLE = { invisible: perLiveTier(() => true) };
const NO_ENERGY = { invisible: null };

describe('silence', () => {
  test.each([
    [6, []],
    [7, ['7: suspend silence']],
    [8, ['7: suspend silence']],
    [29, ['7: suspend silence']],
    [30, ['7: suspend silence', '30: issue Silver downgrade audit']],
    [31, ['7: suspend silence', '30: issue Silver downgrade audit']],
  ])('of %i closed days', (days, happened) => {
    expect(new Life('Obsidian Prime').silence(days, metOnly())).toEqual(
      happened.length === 0 ? ['1: watch'] : ['1: watch', ...happened],
    );
  });

  test('whose audit supports nothing stays suspended', () => {
    expect(new Life('Obsidian').silence(60, { ...metOnly(), auditTier: null })).toEqual([
      '1: watch',
      '7: suspend silence',
    ]);
  });

  test('goes before every other cause', () => {
    const life = new Life('Obsidian');
    expect(life.silence(7, { ...OUTSIDE, rejects: ['R15'] }).at(-1)).toBe('7: suspend silence');
  });

  test('while suspended for something else lowers nothing', () => {
    const life = new Life('Obsidian');
    life.suspend('act');
    expect(life.silence(60)).toEqual([]);
  });
});

describe('invisible energy', () => {
  test.each([
    [2, []],
    [3, ['3: suspend invisible_share']],
  ])('on %i days in a row', (days, happened) => {
    expect(new Life('Obsidian Prime').days(days, INVISIBLE)).toEqual(happened);
  });

  test('a day without energy neither counts nor ends the row', () => {
    const life = new Life('Obsidian');
    life.days(2, INVISIBLE);
    expect(life.days(3, NO_ENERGY)).toEqual([]);
    expect(life.next(INVISIBLE)).toEqual(['suspend invisible_share']);
  });

  test('a good day ends it, and so does a day nobody evaluated', () => {
    const life = new Life('Obsidian');
    expect([...life.days(2, INVISIBLE), ...life.next(), ...life.days(2, INVISIBLE)]).toEqual([]);
    life.skip(1);
    expect(life.days(3, INVISIBLE)).toEqual(['3: suspend invisible_share']);
  });

  test('is measured by what the tier held bears', () => {
    expect(new Life('Obsidian').days(9, { invisible: onlyFor('Obsidian', false, true) })).toEqual([]);
    expect(new Life('Silver').days(9, INVISIBLE)).toEqual([]);
  });

  test('of the tier before does not count for the next', () => {
    const life = new Life('Obsidian');
    life.days(2, INVISIBLE);
    life.certificate = certificateOf('Obsidian Prime');
    expect(life.days(3, INVISIBLE)).toEqual(['3: suspend invisible_share']);
  });
});

describe('a REJECT', () => {
  test.each([
    [7, []],
    [8, ['8: suspend reject_not_cured']],
  ])('on %i closed days in a row', (days, happened) => {
    expect(new Life('Obsidian').days(days, { rejects: ['R15'] })).toEqual(happened);
  });

  test('each code has its own days', () => {
    const life = new Life('Obsidian');
    expect(life.days(7, { rejects: ['R15'] })).toEqual([]);
    expect(life.days(7, { rejects: ['R16', 'R17'] })).toEqual([]);
    expect(life.next({ rejects: ['R17'] })).toEqual(['suspend reject_not_cured']);
  });

  test('one day without it cures it', () => {
    const life = new Life('Obsidian');
    expect([...life.days(7, { rejects: ['R25'] }), ...life.next(), ...life.days(7, { rejects: ['R25'] })]).toEqual([]);
    life.skip(1);
    expect(life.days(7, { rejects: ['R25'] })).toEqual([]);
  });

  test('does not touch what rests on an audit', () => {
    expect(new Life('Silver').days(20, { ...metOnly(), rejects: ['R06'] })).toEqual([]);
  });
});

describe('a cure', () => {
  /** An Obsidian certificate, suspended on the day after the last closed one. */
  const suspended = (reason: string): Life => {
    const life = new Life('Obsidian');
    life.days(3);
    life.suspend(reason);
    // The day of the leaf is not wholly after it.
    expect(life.next()).toEqual([]);
    return life;
  };

  test.each(['chain_fork', 'silence', 'invisible_share', 'reject_not_cured'])('of %s takes 14 clean days', (reason) => {
    const life = suspended(reason);
    expect(life.days(13)).toEqual([]);
    expect(life.next()).toEqual(['reinstate']);
    expect(life.certificate).toMatchObject({ tier: 'Obsidian', state: 'active', reason: 'cured' });
  });

  test.each([
    ['a silent day', { silentDays: 1 }],
    ['a fork', { hasForked: true }],
    ['a REJECT', { rejects: ['R16'] }],
    ['invisible energy', INVISIBLE],
  ])('%s begins it anew', (_, unclean) => {
    const life = suspended('chain_fork');
    life.days(13);
    expect(life.next(unclean)).toEqual([]);
    expect(life.days(14)).toEqual(['14: reinstate']);
  });

  test('a day nobody evaluated begins it anew', () => {
    const life = suspended('silence');
    life.days(13);
    life.skip(1);
    expect(life.days(14)).toEqual(['14: reinstate']);
  });

  test('days that score badly are clean; the certificate comes back watched', () => {
    expect(suspended('silence').days(14, OUTSIDE)).toEqual(['14: reinstate', '14: watch']);
    expect(suspended('silence').days(14, WATCHED)).toEqual(['14: reinstate', '14: watch']);
  });

  test('days of the suspension make no fall', () => {
    const life = suspended('chain_fork');
    life.days(14, OUTSIDE);
    expect(life.days(13, OUTSIDE)).toEqual([]);
    expect(life.next(OUTSIDE)).toEqual(['issue Silver downgrade live']);
  });

  test('a fork suspends tiers on an audit too, and telemetry alone lifts it', () => {
    const life = new Life('Silver');
    life.suspend('chain_fork');
    life.next(metOnly());
    expect(life.days(7, { ...metOnly(), rejects: ['R15'] })).toEqual([]);
    expect(life.days(7, metOnly())).toEqual(['7: reinstate']);
  });

  test('a second suspension begins the count anew', () => {
    const life = suspended('silence');
    expect(life.days(14)).toEqual(['14: reinstate']);
    life.suspend('chain_fork');
    expect(life.days(14)).toEqual([]);
    expect(life.next()).toEqual(['reinstate']);
  });

  test('never comes while an officer, a canary or a key suspends', () => {
    for (const reason of ['act', 'canary_failed', 'key_compromised', 'domain_lost', 'accreditation_withdrawn'])
      expect(suspended(reason).days(60)).toEqual([]);
  });
});

describe('officers who reinstate before the next evaluation', () => {
  const reinstated = (seen: Seen, days: number): Life => {
    const life = new Life('Obsidian');
    life.days(days, seen);
    expect(life.certificate?.state).toBe('suspended');
    life.certificate = certificateOf('Obsidian', { reason: 'act' });
    return life;
  };

  test('begin the rows of invisible days and of days outside the band anew', () => {
    expect(reinstated(INVISIBLE, 3).days(3, INVISIBLE)).toEqual(['3: suspend invisible_share']);
    const nowhere = { ...metOnly(), inHoldBand: perLiveTier(() => false) };
    expect(reinstated(nowhere, 14).days(14, nowhere)).toEqual(['1: watch', '14: suspend downgrade']);
  });

  test('change nothing about what still lasts', () => {
    expect(reinstated({ rejects: ['R15'] }, 8).next({ rejects: ['R15'] })).toEqual(['suspend reject_not_cured']);
  });
});
