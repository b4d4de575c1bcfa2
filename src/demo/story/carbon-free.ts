import { floorToStep, micro, STEP, sumOf } from './energy.ts';
import type { GridHour } from './grid.ts';
import type { CarbonFreeSupply } from './profile.ts';

/** Share of the contract delivered in an hour, per cent: the sun adds to it by day. */
const DELIVERY = [
  82, 80, 80, 80, 81, 84, 90, 100, 112, 122, 130, 134, 136, 135, 131, 124, 114, 102, 92, 86, 84, 83, 82, 82,
];

/** Matched carbon-free energy of each hour, never above the hour's consumption; 10^-6 kWh. */
export function matchedEnergy(
  supply: CarbonFreeSupply,
  facility: readonly bigint[],
  grid: readonly GridHour[],
): bigint[] {
  if (supply.kind === 'target') return matchTo(micro(supply.t1), facility, grid);
  return facility.map((energy, index) => {
    const permille = Math.min(1000, Math.floor((supply.permille * (DELIVERY[index % 24] ?? 100)) / 100));
    return floorToStep((energy * BigInt(permille)) / 1000n);
  });
}

/**
 * The energy that makes the hourly carbon-free share exactly `t1` (millionths). With m matched of f in an hour of grid share g,
 * the hour counts f g + m (1 - g): first the same fraction of every hour, then one hour or two take the exact rest.
 */
function matchTo(t1: bigint, facility: readonly bigint[], grid: readonly GridHour[]): bigint[] {
  const dirty = grid.map((hour) => BigInt(1000 - hour.cfe));
  const weigh = (energy: readonly bigint[]): bigint => sumOf(energy.map((one, hour) => one * (dirty[hour] ?? 0n)));
  // Both in 10^-6 kWh x permille.
  const available = weigh(facility);
  const allowed = (sumOf(facility) * (1_000_000n - t1)) / 1000n;
  const needed = available - allowed;
  if (needed < 0n) throw new Error('the grid alone is cleaner than the target');
  const matched = facility.map((energy) => floorToStep((energy * needed) / available));
  const rest = (needed - weigh(matched)) / STEP;
  if (rest * STEP !== needed - weigh(matched)) throw new Error('the target is finer than the steps of energy');
  const more = exactRest(
    Number(rest),
    facility.map((energy, hour) => ({
      weight: Number(dirty[hour] ?? 0n),
      room: Number((energy - (matched[hour] ?? 0n)) / STEP),
    })),
  );
  if (more === undefined) throw new Error(`no hours take the rest of ${rest} steps exactly`);
  return matched.map((energy, hour) => energy + BigInt(more.get(hour) ?? 0) * STEP);
}

interface Taker {
  readonly weight: number;
  /** The most it takes, in steps. */
  readonly room: number;
}

/** Steps by hour whose weighted sum is `rest`: of one hour where that is possible, else of two. */
function exactRest(rest: number, takers: readonly Taker[]): ReadonlyMap<number, number> | undefined {
  const alone = takers.findIndex((one) => takes(one, rest));
  if (alone >= 0) return new Map([[alone, stepsOf(takers[alone], rest)]]);
  for (const [first, { weight, room }] of takers.entries()) {
    for (let steps = 1; steps <= room && steps * weight <= rest; steps += 1) {
      const left = rest - steps * weight;
      const second = takers.findIndex((one, hour) => hour !== first && takes(one, left));
      if (second >= 0)
        return new Map([
          [first, steps],
          [second, stepsOf(takers[second], left)],
        ]);
    }
  }
  return undefined;
}

const takes = ({ weight, room }: Taker, rest: number): boolean =>
  weight > 0 && rest % weight === 0 && rest / weight <= room;
const stepsOf = (taker: Taker | undefined, rest: number): number => (taker === undefined ? 0 : rest / taker.weight);
