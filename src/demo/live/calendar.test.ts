import { describe, expect, test } from 'vitest';
import { REGISTER_LAPSE_DAYS } from '../../core/telemetry/register.ts';
import { liveHolders } from '../story/live-holders.ts';
import { epochDay } from '../story/moment.ts';
import { inventoryDays, registerDays } from './calendar.ts';

const DAY_MS = 86_400_000;
const TODAY = new Date('2026-11-25T12:07:00Z');
const plans = liveHolders().flatMap(({ party, live }) => (live === undefined ? [] : [[party.party_id, live] as const]));

describe.each(plans)('%s', (_id, plan) => {
  test('is in the register before its first interval, and never lapses from it', () => {
    const days = registerDays(plan, TODAY).map(({ at }) => at.getTime());
    const firstInterval = (epochDay(TODAY) - plan.since) * DAY_MS;
    expect(days[0]).toBeLessThan(firstInterval);
    [...days, TODAY.getTime()].reduce((before, at) => {
      expect(at - before).toBeLessThan(REGISTER_LAPSE_DAYS * DAY_MS);
      return at;
    });
  });

  test('states every day up to the last four weeks once, each not before it is over and within 35 days', () => {
    const stated = inventoryDays(plan, TODAY);
    expect(stated[0]?.at.getTime()).toBeLessThan((epochDay(TODAY) - plan.since) * DAY_MS);
    for (const [index, { at, firstDay, days }] of stated.entries()) {
      const next = stated[index + 1];
      if (next !== undefined) expect(next.firstDay).toBe(firstDay + days);
      expect((firstDay + days) * DAY_MS).toBeLessThanOrEqual(at.getTime());
      expect(at.getTime()).toBeLessThanOrEqual((firstDay + 1 + 35) * DAY_MS);
    }
    const last = stated.at(-1);
    expect(epochDay(TODAY) - (last === undefined ? 0 : last.firstDay + last.days)).toBeLessThanOrEqual(28);
  });
});
