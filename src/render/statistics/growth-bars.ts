import { TIER_NAMES } from '../../core/methodology/cms-1.ts';
import type { StatisticsMonth } from '../../core/statistics-view.ts';
import { tierClass } from '../parts.tsx';
import { element, type Markup } from '../svg.ts';

const HEIGHT = 180;
const TOP = 22;
/** How solid each tier's part of a bar is, from the lowest; all of them 3:1 against the page. */
const SOLID = [0.85, 0.85, 0.65, 1];
/** Between the parts, so that they are told apart without colour. */
const GAP = 1.5;

/** How many hold a tier when a month ended. */
export const heldOf = ({ certified }: StatisticsMonth, tier: string): number =>
  certified.find(({ value }) => value === tier)?.count ?? 0;

export const totalOf = ({ certified }: StatisticsMonth): number => certified.reduce((sum, { count }) => sum + count, 0);

/** One bar a month, a part for each tier, the lowest at the foot; the number of all above it where there is room. */
export function growthBars(
  months: readonly StatisticsMonth[],
  label: string,
  format: (count: number) => string,
): Markup {
  const most = Math.max(1, ...months.map(totalOf));
  const step = 100 / Math.max(1, months.length);
  const labelEvery = Math.ceil(months.length / 24);
  const bars = months.flatMap((month, index) => {
    let y = HEIGHT;
    const x = `${index * step + step * 0.08}%`;
    const parts = TIER_NAMES.map((tier, rank) => {
      const height = ((HEIGHT - TOP) * heldOf(month, tier)) / most;
      y -= height;
      const fill = { fill: 'currentColor', 'fill-opacity': SOLID[rank], class: tierClass(tier) };
      return element('rect', { x, y, width: `${step * 0.84}%`, height: Math.max(0, height - GAP), ...fill });
    });
    if ((months.length - 1 - index) % labelEvery !== 0) return parts;
    const place = { x: `${index * step + step / 2}%`, y: y - 6, 'text-anchor': 'middle', class: 'figure count' };
    return [...parts, element('text', place, format(totalOf(month)))];
  });
  return element(
    'svg',
    { width: '100%', height: HEIGHT, role: 'img', 'aria-label': label, class: 'histogram' },
    ...bars,
  );
}
