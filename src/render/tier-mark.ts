import type { Tier } from '../core/methodology/cms-1.ts';
import { element, fragment, type Markup, type Point, points } from './svg.ts';

/** From teal to violet along the six edges: the iridescent edge of Obsidian Prime. */
const IRIDESCENCE = ['#14b8a6', '#0ea5c6', '#4c8df0', '#6d6ff2', '#8b5cf6', '#3fa7d6'];

const corner = (index: number, radius: number): Point => {
  const angle = ((index * 60 - 90) * Math.PI) / 180;
  return [10 + radius * Math.cos(angle), 10 + radius * Math.sin(angle)];
};

const disc = (): Markup => element('circle', { cx: 10, cy: 10, r: 7.5, fill: 'currentColor' });

const ring = (): Markup =>
  element('circle', { cx: 10, cy: 10, r: 6, fill: 'none', stroke: 'currentColor', 'stroke-width': 3.2 });

/** A hexagon cut into three facets that catch the light differently. */
function facet(radius: number): Markup {
  const side = (from: number, opacity: number): Markup =>
    element('polygon', {
      points: points([10, 10], corner(from, radius), corner(from + 1, radius), corner(from + 2, radius)),
      fill: 'currentColor',
      'fill-opacity': opacity,
    });
  return fragment(side(0, 0.62), side(2, 1), side(4, 0.82));
}

function iridescentEdge(): Markup {
  const edges = IRIDESCENCE.map((stroke, index) => {
    const [x1, y1] = corner(index, 8.9);
    const [x2, y2] = corner(index + 1, 8.9);
    return element('line', { x1, y1, x2, y2, stroke, 'stroke-width': 1.6, 'stroke-linecap': 'round' });
  });
  return fragment(...edges);
}

/** The shape of a tier in a 20 x 20 box: disc, ring, facet, facet with an iridescent edge. Told apart without colour. */
export function tierShape(tier: Tier): Markup {
  switch (tier) {
    case 'Bronze':
      return disc();
    case 'Silver':
      return ring();
    case 'Obsidian':
      return facet(8.6);
    case 'Obsidian Prime':
      return fragment(facet(6.6), iridescentEdge());
  }
}

/** What is not a standing certificate, by shape: bars, cross, broken ring, question. */
export type PlainState = 'watch' | 'suspended' | 'superseded' | 'withdrawn' | 'expired' | 'declared' | 'unknown';

const stroke = (d: string): Markup =>
  element('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round' });

const STATE_SHAPES: Readonly<Record<PlainState, () => Markup>> = {
  watch: () => fragment(stroke('M2.5 10C6 4.5 14 4.5 17.5 10C14 15.5 6 15.5 2.5 10Z'), dot(2.4)),
  suspended: () => fragment(stroke('M7 4V16'), stroke('M13 4V16')),
  superseded: () => fragment(stroke('M4 14L10 8L16 14'), stroke('M4 4H16')),
  withdrawn: () => fragment(stroke('M5 5L15 15'), stroke('M15 5L5 15')),
  expired: () => fragment(stroke('M5 3.5H15L5 16.5H15Z')),
  declared: () => broken(),
  unknown: () =>
    fragment(
      stroke('M7 7.2A3.1 3.1 0 1 1 10 10.6V12'),
      element('circle', { cx: 10, cy: 15.8, r: 1.3, fill: 'currentColor' }),
    ),
};

const dot = (r: number): Markup => element('circle', { cx: 10, cy: 10, r, fill: 'currentColor' });

const broken = (): Markup =>
  element('circle', {
    cx: 10,
    cy: 10,
    r: 6.8,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 2,
    'stroke-dasharray': '2.6 2.74',
  });

export const stateShape = (state: PlainState): Markup => STATE_SHAPES[state]();

/** A shape as an inline drawing beside its word; the word carries the meaning, so the drawing is hidden from readers. */
export const inlineMark = (shape: Markup, size: number): Markup =>
  element('svg', { width: size, height: size, viewBox: '0 0 20 20', 'aria-hidden': 'true' }, shape);
