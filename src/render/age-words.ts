/** An age as people say it: how many of which unit, cut off. Below a minute it is `0 min`. */
export interface Age {
  readonly count: number;
  readonly unit: 'min' | 'h' | 'd';
}

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;
/** Up to here an age is told in the smaller unit: 119 min says more than 1 h, 47 h more than 1 d. */
const TWICE = 2;

/** @param seconds whole seconds, not negative */
export function ageOf(seconds: number): Age {
  if (seconds < TWICE * HOUR_S) return { count: Math.floor(seconds / MINUTE_S), unit: 'min' };
  if (seconds < TWICE * DAY_S) return { count: Math.floor(seconds / HOUR_S), unit: 'h' };
  return { count: Math.floor(seconds / DAY_S), unit: 'd' };
}

/** `4 min`, `5 h`, `3 d`; `under 1 min` below one. */
export function ageWords(seconds: number): string {
  const { count, unit } = ageOf(seconds);
  return count === 0 ? 'under 1 min' : `${count} ${unit}`;
}
