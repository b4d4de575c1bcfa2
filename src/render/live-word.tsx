import type { VNode } from 'preact';
import type { FreshnessView, LiveState } from '../core/freshness.ts';
import { ageWords } from './age-words.ts';
import { Drawing } from './drawing.tsx';
import { element, fragment, type Markup } from './svg.ts';
import { inlineMark } from './tier-mark.ts';

const circle = (attributes: Readonly<Record<string, string | number>>): Markup =>
  element('circle', { cx: 10, cy: 10, r: 6, ...attributes });
const outline = { fill: 'none', stroke: 'currentColor', 'stroke-width': 2.4 };

/** Freshness by shape: full, half, empty, crossed out. */
const SHAPES: Readonly<Record<Exclude<LiveState, 'none'>, () => Markup>> = {
  live: () => circle({ r: 6.5, fill: 'currentColor' }),
  delayed: () => fragment(circle(outline), element('path', { d: 'M10 4A6 6 0 0 0 10 16Z', fill: 'currentColor' })),
  stale: () => circle(outline),
  silent: () => fragment(circle(outline), element('path', { d: 'M4 16L16 4', ...outline, 'stroke-linecap': 'round' })),
};

/** Shape of a state of freshness in a 20 x 20 box. */
export const liveShape = (live: Exclude<LiveState, 'none'>): Markup => SHAPES[live]();

interface LiveWordProps {
  readonly freshness: Pick<FreshnessView, 'live' | 'age_seconds' | 'at'>;
  readonly size?: number;
}

/** Freshness of telemetry by shape, word and age: `live, 4 min`. */
export function LiveWord({ freshness, size = 14 }: LiveWordProps): VNode {
  const { live, age_seconds: age, at } = freshness;
  if (at === null) return <span class="quiet">not kept</span>;
  if (live === 'none' || age === null) return <span class="quiet">audit only</span>;
  return (
    <span class={`live live-${live}`}>
      <Drawing of={inlineMark(SHAPES[live](), size)} />
      <span>
        {live}, {ageWords(age)}
      </span>
    </span>
  );
}
