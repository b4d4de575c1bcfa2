import type { VNode } from 'preact';
import type { LiveView } from '../../core/live/live-view.ts';
import { Drawing } from '../drawing.tsx';
import type { Language } from '../lang.ts';
import { element, type Markup } from '../svg.ts';
import { bar, stretched } from './day-axis.ts';
import { LIVE_WORDS } from './live-words.ts';

const HEIGHT = 14;

interface ProgressProps {
  readonly progress: NonNullable<LiveView['progress']>;
  /** English without. */
  readonly lang?: Language;
}

/** Good days in a row towards the next live tier: rising is slow. */
export function Progress({ progress, lang = 'en' }: ProgressProps): VNode {
  const { tier, days, of } = progress;
  const words = LIVE_WORDS[lang];
  return (
    <div class="progress">
      <p>
        <strong>{words.goodDays(days, of)}</strong> {words.towards(tier, of)}
      </p>
      <Drawing class="chart" of={cells(days, of)} />
    </div>
  );
}

function cells(days: number, of: number): Markup {
  const bars = (from: number, to: number): string =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => bar(from + index, HEIGHT, HEIGHT)).join('');
  const layers = [
    element('path', { d: bars(0, days), class: 'fill' }),
    element('path', { d: bars(days, of), class: 'track' }),
  ];
  const picture = { width: '100%', height: HEIGHT, 'aria-hidden': 'true', class: 'coverage' };
  return element('svg', picture, stretched(of, HEIGHT, ...layers));
}
