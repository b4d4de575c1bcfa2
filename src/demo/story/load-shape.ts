import { ZONES } from './grid-zones.ts';
import { between, mix } from './random.ts';

/** What a load follows: people, a scheduler, machines nobody watches, cooling. */
export type LoadKind = 'service' | 'batch' | 'remainder' | 'overhead';

/** Weights of an average day by local hour. */
const SHAPES: Readonly<Record<LoadKind, readonly number[]>> = {
  service: [58, 54, 51, 50, 50, 53, 61, 74, 88, 97, 102, 104, 103, 102, 101, 100, 100, 101, 104, 107, 105, 96, 82, 68],
  batch: [92, 100, 104, 102, 96, 88, 78, 72, 74, 84, 96, 106, 112, 114, 110, 102, 94, 84, 72, 66, 68, 76, 84, 90],
  remainder: [
    104, 106, 107, 106, 105, 103, 100, 98, 97, 96, 96, 95, 95, 96, 97, 98, 99, 100, 101, 102, 102, 103, 103, 104,
  ],
  overhead: [90, 88, 87, 86, 86, 87, 90, 94, 98, 102, 106, 109, 111, 113, 113, 112, 110, 107, 104, 101, 98, 96, 94, 92],
};

const WEEKEND_PERCENT: Readonly<Record<LoadKind, number>> = { service: 84, batch: 97, remainder: 100, overhead: 96 };
/** 1970-01-01 was a Thursday. */
const isWeekend = (day: number): boolean => (day + 3) % 7 >= 5;

/** Relative load of the 24 UTC hours of a day: the shape, the weekday, a day's mood and each hour's own. */
export function hourWeights(kind: LoadKind, zone: string, day: number, seed: number): number[] {
  const ahead = ZONES.get(zone)?.hoursAhead ?? 0;
  const shape = SHAPES[kind];
  const week = isWeekend(day) ? WEEKEND_PERCENT[kind] : 100;
  const mood = between(960, 1040, seed, day, kind.length);
  return shape.map((_, hour) => {
    const local = (hour + ahead + 24) % 24;
    return Math.round(((shape[local] ?? 0) * week * mood * between(97, 103, seed, day, hour, kind.length)) / 100_000);
  });
}

/** Whether an hour of the window has no reading: `missing` of `total` hours, one in each equal part of the window. */
export function isMissing(index: number, total: number, missing: number, seed: number): boolean {
  if (missing === 0) return false;
  const part = Math.floor(total / missing);
  const slot = Math.floor(index / part);
  return slot < missing && index === slot * part + (mix(seed, slot) % part);
}
