import { describe, expect, test } from 'vitest';
import { certificateOf, GOOD, Life, metOnly, onlyFor, WATCHED } from '../../../test/support/live-observations.ts';
import { type Observation, stepTier } from './lifecycle.ts';
import { INITIAL_STATE, perLiveTier } from './live-state.ts';

const OBSIDIAN_ONLY = metOnly('Bronze', 'Silver', 'Obsidian');

describe('rising', () => {
  test.each([
    [27, []],
    [28, ['28: issue Obsidian Prime upgrade live']],
    [29, ['28: issue Obsidian Prime upgrade live']],
  ])('%i good days without a certificate', (days, happened) => {
    expect(new Life().days(days)).toEqual(happened);
  });

  test('from the tier an audit gave, to the highest that held for 28 days', () => {
    const life = new Life('Silver', { reason: 'decision' });
    expect(life.days(28, OBSIDIAN_ONLY)).toEqual(['28: issue Obsidian upgrade live']);
    expect(life.days(27)).toEqual([]);
    expect(life.next()).toEqual(['issue Obsidian Prime upgrade live']);
    expect(life.days(200)).toEqual([]);
  });

  test('one day that does not hold begins anew', () => {
    const life = new Life();
    expect([...life.days(27), ...life.next(metOnly()), ...life.days(27)]).toEqual([]);
    expect(life.next()).toEqual(['issue Obsidian Prime upgrade live']);
  });

  test('a day without an evaluation begins anew', () => {
    const life = new Life();
    life.days(27);
    life.skip(1);
    expect(life.days(28)).toEqual(['28: issue Obsidian Prime upgrade live']);
  });

  test('so does a day with something in the way', () => {
    const life = new Life();
    life.days(27);
    expect(life.next({ isBlocked: true })).toEqual([]);
    expect(life.days(28)).toEqual(['28: issue Obsidian Prime upgrade live']);
  });

  test('a lower live tier never follows a higher one by rising', () => {
    expect(new Life('Obsidian Prime').days(100, OBSIDIAN_ONLY).filter((word) => word.includes('upgrade'))).toEqual([]);
  });

  test('a day that is not after the last one changes nothing', () => {
    const life = new Life();
    life.days(27);
    for (const day of [life.day, '2025-12-31']) {
      expect(stepTier(life.state, { ...GOOD, day })).toEqual({ state: life.state, transitions: [] });
    }
    expect(life.next()).toHaveLength(1);
  });
});

describe('while it is suspended', () => {
  test.each(['act', 'key_compromised', 'canary_failed', 'domain_lost', 'accreditation_withdrawn'])(
    'nothing is issued and telemetry lifts nothing (%s)',
    (reason) => {
      const life = new Life('Silver');
      life.suspend(reason);
      expect(life.days(100)).toEqual([]);
    },
  );

  test('no day counts towards a higher tier', () => {
    const life = new Life('Silver');
    life.days(27);
    life.suspend('act');
    expect(life.days(40)).toEqual([]);
    life.certificate = certificateOf('Silver', { reason: 'act' });
    expect(life.days(28)).toEqual(['28: issue Obsidian Prime upgrade live']);
  });
});

describe('a newer audit', () => {
  const older = { isOnNewestAudit: false };

  test('issues the same tier again at once where the last 28 days met it', () => {
    const life = new Life('Obsidian Prime');
    life.days(28);
    life.certificate = certificateOf('Obsidian Prime', older);
    expect(life.next()).toEqual(['issue Obsidian Prime decision live']);
    expect(life.days(30)).toEqual([]);
  });

  test('and otherwise after 28 days that do', () => {
    const life = new Life('Obsidian', older);
    expect(life.days(28, OBSIDIAN_ONLY)).toEqual(['28: issue Obsidian decision live']);
  });

  test('may support a higher tier, which comes first', () => {
    expect(new Life('Obsidian', older).days(29)).toEqual(['28: issue Obsidian Prime upgrade live']);
  });

  test('whose conditions do not hold leaves the certificate on its own audit', () => {
    expect(new Life('Obsidian', older).days(40, WATCHED)).toEqual(['1: watch']);
  });
});

describe('a claim beyond the tier', () => {
  test('is held instead of issued', () => {
    const life = new Life('Silver');
    const held = { isClaimHeld: perLiveTier(() => true) };
    expect(life.days(28, held)).toEqual(['28: hold_claim']);
    // The case it opens is in the way until officers allow the claim.
    expect(life.days(60, { ...held, isBlocked: true })).toEqual([]);
    expect(life.days(28)).toEqual(['28: issue Obsidian Prime upgrade live']);
  });

  test('of a re-issue leaves the certificate under the same watch as any', () => {
    const life = new Life('Obsidian', { isOnNewestAudit: false, state: 'watch', reason: 'hold_band' });
    life.state = { ...INITIAL_STATE, day: life.day, held: 'Obsidian', good: { Obsidian: 27, 'Obsidian Prime': 0 } };
    const seen = { ...OBSIDIAN_ONLY, isClaimHeld: onlyFor('Obsidian', true, false) };
    expect(life.next(seen)).toEqual(['hold_claim', 'active']);
  });

  test('holds only the tier it is beyond', () => {
    const seen = { isClaimHeld: onlyFor('Obsidian', true, false) };
    expect(new Life().days(28, seen)).toEqual(['28: issue Obsidian Prime upgrade live']);
  });
});

describe('watch', () => {
  test('is shown on the first day not all conditions hold and goes on the first day they do', () => {
    const life = new Life('Obsidian');
    expect(life.next()).toEqual([]);
    expect(life.days(2, WATCHED)).toEqual(['1: watch']);
    expect(life.certificate?.state).toBe('watch');
    expect(life.days(2, OBSIDIAN_ONLY)).toEqual(['1: active']);
  });

  test('looks at the tier held, not at the one above', () => {
    expect(new Life('Obsidian').days(10, OBSIDIAN_ONLY)).toEqual([]);
    expect(new Life('Obsidian Prime').next(OBSIDIAN_ONLY)).toEqual(['watch']);
  });

  test('is nothing for tiers that rest on their audit', () => {
    const nothing: Partial<Observation> = { ...metOnly(), inHoldBand: perLiveTier(() => false) };
    expect(new Life('Silver').days(200, nothing)).toEqual([]);
    expect(new Life('Bronze').silence(100, nothing)).toEqual([]);
  });
});
