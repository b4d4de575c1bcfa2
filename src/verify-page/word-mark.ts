import { element, fragment, type Markup } from '../render/svg.ts';
import { inlineMark } from '../render/tier-mark.ts';
import type { Word } from '../sdk/verify/verdict.ts';

const stroke = (d: string, more: Readonly<Record<string, string | number>> = {}): Markup =>
  element('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', ...more });

const SHAPES: Readonly<Record<Word, Markup>> = {
  ok: fragment(stroke('M10 2.2A7.8 7.8 0 1 1 9.99 2.2Z'), stroke('M6.2 10.4L9 13.2L14 7.4')),
  failed: fragment(
    stroke('M2.5 2.5H17.5V17.5H2.5Z', { 'stroke-linejoin': 'round' }),
    stroke('M7 7L13 13'),
    stroke('M13 7L7 13'),
  ),
  unknown: fragment(
    stroke('M10 2.2A7.8 7.8 0 1 1 9.99 2.2Z', { 'stroke-dasharray': '2.4 3.7' }),
    stroke('M8 8A2.1 2.1 0 1 1 10 10.4V11.2', { 'stroke-width': 1.7 }),
    element('circle', { cx: 10, cy: 13.9, r: 1.1, fill: 'currentColor' }),
  ),
};

/** A word by its shape: ticked circle, crossed square, broken circle with a question mark. Told apart without colour. */
export const wordMark = (word: Word): Markup => inlineMark(SHAPES[word], 18);
