import type { LogDay } from '../../core/log-view.ts';
import { element, type Markup } from '../svg.ts';
import { count, formatDay, groupDigits, monthName } from '../words.ts';

const UPPER = 88;
const LOWER = 60;
/** The highest bar and the deepest layer stay this far from the edge. */
const MARGIN = 6;
/** The least a day with one entry is drawn. */
const LEAST = 2;
/** Share of a day's width that its bar takes. */
const BAR = 0.5;

/** Growth as one picture: entries of each day above the horizon, how deep the log has become below it. */
export function growthScale(days: readonly LogDay[]): { readonly upper: Markup; readonly lower: Markup } {
  const picture = { width: '100%', class: 'growth' };
  const upper = element(
    'svg',
    { ...picture, height: UPPER, role: 'img', 'aria-label': growthText(days) },
    stretched(days.length, UPPER, element('path', { d: barsOf(days), fill: 'currentColor' })),
  );
  const lower = element(
    'svg',
    { ...picture, height: LOWER, 'aria-hidden': 'true' },
    stretched(days.length, LOWER, element('path', { d: depthOf(days), class: 'depth' })),
    ...months(days),
  );
  return { upper, lower };
}

/** One unit a day, as wide as the page makes it. */
const stretched = (days: number, height: number, drawing: Markup): Markup =>
  element('svg', { width: '100%', height, viewBox: `0 0 ${days} ${height}`, preserveAspectRatio: 'none' }, drawing);

function barsOf(days: readonly LogDay[]): string {
  const most = Math.max(1, ...days.map(({ entries }) => entries));
  return days
    .map(({ entries }, at) => {
      const height = entries === 0 ? 0 : Math.max(LEAST, (entries / most) * (UPPER - MARGIN));
      return height === 0 ? '' : `M${at + (1 - BAR) / 2} ${UPPER}v${round(-height)}h${BAR}V${UPPER}z`;
    })
    .join('');
}

function depthOf(days: readonly LogDay[]): string {
  const deepest = Math.max(1, ...days.map(({ size }) => size));
  const steps = days.map(({ size }) => `V${round((size / deepest) * (LOWER - MARGIN))}h1`);
  return `M0 0${steps.join('')}V0z`;
}

const round = (length: number): number => Math.round(length * 100) / 100;

/** The picture in words; the numbers stand in the table. */
export function growthText(days: readonly LogDay[]): string {
  const total = days.reduce((sum, { entries }) => sum + entries, 0);
  const busiest = days.reduce<LogDay | undefined>(
    (best, day) => (day.entries > (best?.entries ?? 0) ? day : best),
    undefined,
  );
  const deepest = days.at(-1)?.size ?? 0;
  if (busiest === undefined)
    return `No entries in the last ${count(days.length, 'day')}; the log has ${groupDigits(deepest)}.`;
  return (
    `${count(total, 'entry', 'entries')} in the last ${count(days.length, 'day')}, at most ${groupDigits(busiest.entries)} on ` +
    `${formatDay(busiest.day)}; the log has grown to ${groupDigits(deepest)}. The table has the numbers.`
  );
}

/** A tick and a name where a month begins. */
function months(days: readonly LogDay[]): Markup[] {
  return days.flatMap(({ day }, at) => {
    if (!day.endsWith('-01')) return [];
    const x = `${round((100 * at) / days.length)}%`;
    return [
      element('line', { x1: x, x2: x, y1: 0, y2: 9, stroke: 'currentColor' }),
      element('text', { x, dx: 6, y: 19, fill: 'currentColor', 'font-size': 12 }, monthName(day)),
    ];
  });
}
