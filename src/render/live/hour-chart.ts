import type { ProfileHour } from '../../core/live/hour-profile.ts';
import { element, type Markup } from '../svg.ts';
import { round } from './day-axis.ts';

const HEIGHT = 150;
const TOP = 22;
const AXIS = 20;
const HOURS = 24;
/** Share of an hour's width that its bar takes. */
const BAR = 0.7;
/** The whole height is at least this share of an hour, per cent: what is little looks little. */
const LEAST_SCALE = 4;
/** Room above the highest bar. */
const AIR = 1.15;
const LEAST = 1;

export interface HourChart {
  readonly hours: readonly ProfileHour[];
  /** Hour that is told of; null where none stands out. */
  readonly peak: number | null;
  /** What the tier allows of its energy, per cent, with its words; null without a tier. */
  readonly allowed: { readonly percent: number; readonly words: string } | null;
  /** The picture in words. */
  readonly label: string;
}

/** 24 bars, midnight to midnight: of each hour's energy the share that belongs to nobody. One number stands above the hour that stands out. */
export function hourChart({ hours, peak, allowed, label }: HourChart): Markup {
  const shares = hours.map((hour) => Number(hour.unattributed_percent));
  const top = Math.max(LEAST_SCALE, ...shares.map((share) => share * AIR), (allowed?.percent ?? 0) * AIR);
  const heightOf = (share: number): number => round((Math.min(share, top) / top) * (HEIGHT - TOP));
  const bars = shares.map((share, hour) =>
    barOf(hour, share === 0 ? 0 : Math.max(LEAST, heightOf(share)), hour === peak),
  );
  const rule = allowed === null ? [] : ruleAt(HEIGHT - heightOf(allowed.percent), allowed.words);
  return element(
    'svg',
    { width: '100%', height: HEIGHT + AXIS, role: 'img', 'aria-label': label, class: 'hour-chart' },
    ...bars,
    ...rule,
    ...(peak === null
      ? []
      : [figureAt(peak, HEIGHT - heightOf(shares[peak] ?? 0), hours[peak]?.unattributed_percent ?? '')]),
    element('line', { x1: 0, x2: '100%', y1: HEIGHT, y2: HEIGHT, class: 'horizon' }),
    ...[0, 6, 12, 18].map((hour) => tick(hour)),
  );
}

const percentOf = (hour: number): string => `${round((100 * hour) / HOURS)}%`;

const barOf = (hour: number, height: number, isPeak: boolean): Markup =>
  element('rect', {
    x: percentOf(hour + (1 - BAR) / 2),
    y: HEIGHT - height,
    width: percentOf(BAR),
    height,
    class: isPeak ? 'peak' : 'fill',
  });

const ruleAt = (y: number, words: string): readonly Markup[] => [
  element('line', { x1: 0, x2: '100%', y1: y, y2: y, class: 'floor' }),
  element('text', { x: '100%', y: y - 5, 'text-anchor': 'end', 'font-size': 12, class: 'quiet' }, words),
];

function figureAt(hour: number, y: number, percent: string): Markup {
  const anchor = hour < 2 ? 'start' : hour > 21 ? 'end' : 'middle';
  const x = percentOf(hour + (anchor === 'start' ? 0 : anchor === 'end' ? 1 : 0.5));
  return element('text', { x, y: y - 6, 'text-anchor': anchor, 'font-size': 13, class: 'peak-figure' }, `${percent} %`);
}

const tick = (hour: number): Markup =>
  element(
    'text',
    { x: percentOf(hour), y: HEIGHT + AXIS - 4, 'font-size': 12, class: 'quiet' },
    `${String(hour).padStart(2, '0')}:00`,
  );

/** Below this share, per cent, no hour is called out. */
const NOTABLE = 0.5;
/** How many times the usual hour the worst must be. */
const OUTSTANDING = 2;

/** The hour that stands out: at least twice the median hour, and no trifle. null where none does. */
export function peakHour(hours: readonly ProfileHour[]): number | null {
  const shares = hours.map((hour) => Number(hour.unattributed_percent));
  const sorted = [...shares].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const most = sorted.at(-1) ?? 0;
  return most >= NOTABLE && most >= OUTSTANDING * median ? shares.indexOf(most) : null;
}
