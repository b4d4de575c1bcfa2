import type { ComparedOrganisation } from '../../core/compare-view.ts';
import { element, fragment, type Markup } from '../svg.ts';

const WIDTH = 360;
const EDGE = 10;
const RADIUS = 9;
const ROW = 2 * RADIUS + 3;

/** What stands for an organisation in drawings and at the head of its column. */
export const letterOf = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

interface Mark {
  readonly letter: string;
  readonly percent: number;
}

/**
 * One mirror of every organisation on one axis from 0 to 100 %: letters over their shares, those that would cover each other
 * one above the other. The numbers stand in the table; the drawing is named by `label`.
 */
export function mirrorStrip(shares: readonly (string | null)[], label: string): Markup {
  const marks = shares
    .map((share, index) => (share === null ? undefined : { letter: letterOf(index), percent: Number(share) }))
    .filter((mark) => mark !== undefined);
  const placed = stack(marks);
  const height = ROW * Math.max(1, ...placed.map(({ level }) => level + 1)) + 16;
  const base = height - 14;
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, width: '100%', role: 'img', 'aria-label': label },
    axis(base),
    ...placed.map(({ mark, level }) => stickOf(mark, base, level)),
    ...placed.map(({ mark, level }) => discOf(mark, base, level)),
  );
}

const xOf = (percent: number): number => EDGE + (percent / 100) * (WIDTH - 2 * EDGE);

/** The lowest level at which a mark covers none before it. */
function stack(marks: readonly Mark[]): { readonly mark: Mark; readonly level: number }[] {
  const placed: { mark: Mark; level: number }[] = [];
  for (const mark of marks) {
    const near = placed.filter((one) => Math.abs(xOf(one.mark.percent) - xOf(mark.percent)) < 2 * RADIUS + 1);
    const taken = new Set(near.map(({ level }) => level));
    let level = 0;
    while (taken.has(level)) level++;
    placed.push({ mark, level });
  }
  return placed;
}

function axis(y: number): Markup {
  const ticks = [0, 25, 50, 75, 100].map((percent) => {
    const x = xOf(percent);
    const anchor = percent === 0 ? 'start' : percent === 100 ? 'end' : 'middle';
    return fragment(
      element('line', { x1: x, y1: y - 3, x2: x, y2: y + 3, stroke: 'currentColor', 'stroke-width': 1 }),
      element('text', { x, y: y + 13, 'font-size': 9, 'text-anchor': anchor, fill: 'currentColor' }, String(percent)),
    );
  });
  const line = element('line', {
    x1: xOf(0),
    y1: y,
    x2: xOf(100),
    y2: y,
    stroke: 'currentColor',
    'stroke-width': 1,
  });
  return element('g', { class: 'axis' }, line, ...ticks);
}

const heightOf = (base: number, level: number): number => base - RADIUS - 1 - level * ROW;

function stickOf({ percent }: Mark, base: number, level: number): Markup {
  const x = xOf(percent);
  return element('line', {
    x1: x,
    y1: heightOf(base, level),
    x2: x,
    y2: base,
    stroke: 'currentColor',
    'stroke-width': 1,
  });
}

function discOf({ letter, percent }: Mark, base: number, level: number): Markup {
  const x = xOf(percent);
  const y = heightOf(base, level);
  return fragment(
    element('circle', { cx: x, cy: y, r: RADIUS, class: 'mark-disc' }),
    element('text', { x, y: y + 3.5, 'font-size': 10, 'text-anchor': 'middle', class: 'mark-letter' }, letter),
  );
}

/** Distance of the highest share from the lowest in points, one digit; undefined where fewer than two are known. */
export function spreadOf(
  items: readonly ComparedOrganisation[],
  mirror: keyof NonNullable<ComparedOrganisation['mirrors']>,
): string | undefined {
  const tenths = items.flatMap(({ mirrors }) => (mirrors === null ? [] : [Math.round(Number(mirrors[mirror]) * 10)]));
  if (tenths.length < 2) return undefined;
  return ((Math.max(...tenths) - Math.min(...tenths)) / 10).toFixed(1);
}
