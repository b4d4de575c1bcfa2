import type { GridHour } from './grid.ts';

/** At or below this many g/kWh an hour is clean whatever its rank (methodology 1.2). */
const CLEAN_INTENSITY = 100;

/** Whether work in this hour counts as clean and as cheap (methodology 1.2). */
export interface HourClass {
  readonly clean: boolean;
  readonly cheap: boolean;
}

/** Classes of a day's hours; an hour that is not `known` has none, and the others are ranked without it. */
export function classifyDay(day: readonly GridHour[], known: readonly boolean[]): (HourClass | null)[] {
  const present = day.filter((_, hour) => known[hour] === true);
  const isLowHalf = (below: (other: GridHour) => boolean): boolean => 2 * present.filter(below).length < present.length;
  return day.map((hour, index) => {
    if (known[index] !== true) return null;
    return {
      clean: hour.intensity <= CLEAN_INTENSITY || isLowHalf((other) => other.intensity < hour.intensity),
      cheap: hour.price <= 0 || isLowHalf((other) => other.price < hour.price),
    };
  });
}
