import { MICRO_PER_UNIT } from '../core/decimal.ts';
import { type HourProfile, PROFILE_LEAST_DAYS, PROFILE_WEEKS, type ProfileHour } from '../core/live/hour-profile.ts';
import { formatFixed, formatPercent, rational } from '../core/rational.ts';
import { addDays, dayOf, dayStart } from '../core/telemetry/day.ts';
import type { HourSums } from '../core/telemetry/hours.ts';
import type { Position } from '../core/views.ts';
import type { Deps, Stores } from './ports.ts';
import { requireListed } from './read-organisation.ts';

const WEEK_DAYS = 7;
const SUNDAY = 0;

/**
 * An organisation's unattributed energy by hour of the day, over the whole weeks that were closed at a position; null before
 * there is one. A late interval waits for the close of the next week.
 *
 * @throws RegistryError not_found
 */
export function readHourProfile(deps: Deps, id: string, position: Position): Promise<HourProfile | null> {
  return deps.ledger.read(async (tx) => {
    const { party } = await requireListed(tx, id, position);
    const week = await lastClosedWeek(tx, position);
    if (week === undefined) return null;
    const from = addDays(week.day, 1 - PROFILE_WEEKS * WEEK_DAYS);
    const { days, sums } = await tx.hours.sum(party.partyId, from, week.day, week.seq);
    return days < PROFILE_LEAST_DAYS ? null : { from, to: week.day, days, hours: hoursOf(sums, days) };
  });
}

/** The leaf of the newest Sunday that is closed. */
async function lastClosedWeek(
  tx: Stores,
  { seq, as_of }: Position,
): Promise<{ readonly day: string; readonly seq: number } | undefined> {
  const leaves = await tx.accumulators.dayLeaves(addDays(dayOf(new Date(as_of)), -2 * WEEK_DAYS));
  return leaves.findLast((leaf) => leaf.seq <= seq && dayStart(leaf.day).getUTCDay() === SUNDAY);
}

const hoursOf = ({ it, unattributed }: HourSums, days: number): readonly ProfileHour[] =>
  it.map((energy, hour) => {
    const nobodys = unattributed[hour] ?? 0n;
    const mean = (sum: bigint): string => formatFixed(rational(sum, MICRO_PER_UNIT * BigInt(days)), 3);
    return {
      hour,
      it_kwh: mean(energy),
      unattributed_kwh: mean(nobodys),
      unattributed_percent: energy === 0n ? '0.0' : formatPercent(rational(nobodys, energy)),
    };
  });
