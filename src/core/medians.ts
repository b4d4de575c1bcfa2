import { add, compare, div, type Rational, rational } from './rational.ts';

/** Places of the values in the middle of `count` sorted ones, from 0: one, or two that are neighbours. */
export const middles = (count: number): readonly number[] =>
  count === 0 ? [] : [...new Set([Math.ceil(count / 2) - 1, Math.floor(count / 2)])];

/** Figures published rounded, and how many publish each. */
export interface RankedFigure {
  readonly percent: string;
  readonly count: number;
}

/**
 * The rounded figures in the middle, and how many figures lie below the first of them. Rounding keeps the order, so the exact
 * middles are among those that were rounded to these.
 */
export function middleFigures(figures: readonly RankedFigure[]): {
  readonly percents: readonly string[];
  readonly below: number;
  readonly places: readonly number[];
} {
  const sorted = [...figures].sort((a, b) => Number(a.percent) - Number(b.percent));
  const places = middles(sorted.reduce((sum, { count }) => sum + count, 0));
  let start = 0;
  const found = sorted.flatMap(({ percent, count }) => {
    const first = start;
    start += count;
    return places.some((place) => place >= first && place < start) ? [{ percent, first }] : [];
  });
  return { percents: found.map(({ percent }) => percent), below: found[0]?.first ?? 0, places };
}

/** The mean of the values at some places of the sorted list; undefined where there are none. */
export function meanAt(values: readonly Rational[], places: readonly number[]): Rational | undefined {
  const sorted = [...values].sort(compare);
  const chosen = places.map((place) => sorted[place]).filter((value) => value !== undefined);
  if (chosen.length === 0) return undefined;
  return div(chosen.reduce(add), rational(BigInt(chosen.length)));
}
