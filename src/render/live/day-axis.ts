import type { Language } from '../lang.ts';
import { longMonth } from '../organisation/local.ts';
import { element, type Markup } from '../svg.ts';

const HEIGHT = 22;
/** Share of a day's width that a bar takes. */
export const BAR = 0.72;

/** Two digits are finer than any screen and keep pictures byte-stable. */
export const round = (length: number): number => Math.round(length * 100) / 100;

/** One unit a day, as wide as the page makes it. */
export const stretched = (days: number, height: number, ...drawings: readonly Markup[]): Markup =>
  element('svg', { width: '100%', height, viewBox: `0 0 ${days} ${height}`, preserveAspectRatio: 'none' }, ...drawings);

/** A bar of a day that stands on the bottom of a chart. */
export const bar = (at: number, height: number, bottom: number): string =>
  `M${round(at + (1 - BAR) / 2)} ${bottom}v${round(-height)}h${BAR}v${round(height)}z`;

/** A tick where a month begins, with its name. The days' own drawing stands above it. */
export function dayAxis(days: readonly string[], lang: Language = 'en'): Markup {
  const ticks = days.flatMap((day, at) => (day.endsWith('-01') ? [tick(at / days.length, longMonth(day, lang))] : []));
  return element('svg', { width: '100%', height: HEIGHT, 'aria-hidden': 'true', class: 'axis' }, ...ticks.flat());
}

/** A name that would leave the picture stands on the other side of its tick. */
function tick(place: number, name: string): readonly Markup[] {
  const x = `${round(100 * place)}%`;
  const text = place > 0.85 ? { dx: -6, 'text-anchor': 'end' } : { dx: 6 };
  return [
    element('line', { x1: x, x2: x, y1: 0, y2: 8, stroke: 'currentColor' }),
    element('text', { x, ...text, y: 16, fill: 'currentColor', 'font-size': 12 }, name),
  ];
}
