import { COMPOSITE_STEPS } from '../../core/listing-facets.ts';
import { CMS_1, TIER_NAMES } from '../../core/methodology/cms-1.ts';
import { formatPercent } from '../../core/rational.ts';
import { element, fragment, type Markup } from '../svg.ts';

const STEP = 5;
/** Share of a step that its bar is wide, in points of the whole scale. */
const BAR = 4.1;
const UPPER = 118;
const TALLEST = 92;
const LOWER = 58;
const REFLECTED = 0.3;

/** The distribution of composites on one scale from 0 to 100 per cent: bars above the horizon, tier thresholds below. */
export function histogram(
  composites: readonly number[],
  label: string,
  format: (count: number) => string,
): { readonly upper: Markup; readonly lower: Markup } {
  const most = Math.max(1, ...composites);
  const bars = composites.flatMap((count, step) =>
    count === 0 ? [] : [{ count, step, height: heightOf(count, most) }],
  );
  return {
    upper: element(
      'svg',
      { width: '100%', height: UPPER, role: 'img', 'aria-label': label, class: 'histogram' },
      ...bars.map(({ count, step, height }) =>
        fragment(bar(step, UPPER - height, height), number(step, height, format(count))),
      ),
    ),
    lower: element(
      'svg',
      { width: '100%', height: LOWER, 'aria-hidden': 'true', class: 'histogram' },
      element('g', { class: 'reflection' }, ...bars.map(({ step, height }) => bar(step, 0, height * REFLECTED))),
      ...thresholds(),
    ),
  };
}

/** The highest fills the picture; one organisation alone can still be seen. */
const heightOf = (count: number, most: number): number => Math.max(2, (TALLEST * count) / most);

const bar = (step: number, y: number, height: number): Markup =>
  element('rect', {
    x: `${step * STEP + (STEP - BAR) / 2}%`,
    width: `${BAR}%`,
    y,
    height,
    fill: 'currentColor',
    class: 'bar',
  });

const number = (step: number, height: number, count: string): Markup =>
  element(
    'text',
    { x: `${step * STEP + STEP / 2}%`, y: UPPER - height - 7, 'text-anchor': 'middle', class: 'figure count' },
    count,
  );

function thresholds(): Markup[] {
  const tiers = TIER_NAMES.map((tier) => threshold(formatPercent(CMS_1.tiers[tier].composite, 0), tier, 'middle'));
  return [threshold('0', '', 'start'), ...tiers, threshold('100', '', 'end')];
}

function threshold(percent: string, tier: string, anchor: string): Markup {
  const x = `${percent}%`;
  const text = { x, 'text-anchor': anchor, fill: 'currentColor' };
  return fragment(
    element('line', { x1: x, x2: x, y1: 0, y2: tier === '' ? 5 : 9, stroke: 'currentColor' }),
    element('text', { ...text, y: 25, 'font-size': 13, class: 'figure' }, percent),
    element('text', { ...text, y: 42, 'font-size': 11.5, class: 'quiet wide-only' }, tier),
  );
}

/** `85–90`, for the step's row in the table. */
export const stepText = (step: number): string => `${COMPOSITE_STEPS[step] ?? ''}–${(step + 1) * STEP}`;
