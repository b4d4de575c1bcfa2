import { daysFrom } from '../../core/telemetry/day.ts';
import type { Language } from '../lang.ts';
import { element, fragment, type Markup } from '../svg.ts';
import { count, formatDay } from '../words.ts';
import { dayAxis, round, stretched } from './day-axis.ts';
import { LIVE_WORDS } from './live-words.ts';

const HEIGHT = 150;
/** Room for the words above the highest line. */
const TOP = 20;
/** Percentage points left free above the highest and below the lowest figure. */
const AIR = 1.5;
/** Labels closer than this many pixels would cover each other. */
const CLEARANCE = 16;

export interface Trend {
  readonly from: string;
  readonly to: string;
  /** Per cent by day, in order; days without an evaluation are not there. */
  readonly points: readonly { readonly day: string; readonly composite_percent: string }[];
  /** What the certificate says, per cent; null without one. */
  readonly certified: string | null;
  /** The tier and its least composite, per cent; null without a tier. */
  readonly threshold: { readonly tier: string; readonly percent: string } | null;
  /** Of the words in the picture; English without. */
  readonly lang?: Language;
}

/** The live composite by day against the certificate's, which is the horizon: what lies between the two is drift. */
export function trendLine(trend: Trend): Markup {
  const days = daysFrom(trend.from, trend.to);
  const y = scaleOf(trend);
  const horizon = trend.certified === null ? HEIGHT : y(Number(trend.certified));
  const runs = runsOf(trend, days);
  const layers = [
    element('path', { d: runs.map((run) => areaOf(run, y, horizon)).join(''), class: 'depth' }),
    element('path', { d: runs.map((run) => lineOf(run, y)).join(''), class: 'line-live' }),
  ];
  const picture = { width: '100%', height: HEIGHT, role: 'img', 'aria-label': trendText(trend), class: 'trend' };
  return fragment(
    element('svg', picture, stretched(days.length, HEIGHT, ...layers), ...rulesOf(trend, y)),
    dayAxis(days, trend.lang),
  );
}

type Scale = (percent: number) => number;

/** All figures of the picture lie within; it is cut off below, for a difference of one point must show. */
function scaleOf({ points, certified, threshold }: Trend): Scale {
  const named = [certified, threshold?.percent ?? null].filter((text) => text !== null);
  const figures = [...points.map((point) => point.composite_percent), ...named].map(Number);
  const high = Math.min(100, Math.max(...figures, 1) + AIR);
  const low = Math.max(0, Math.min(...figures, high) - AIR);
  return (percent) => round(TOP + ((high - percent) / (high - low)) * (HEIGHT - TOP));
}

interface Place {
  readonly at: number;
  readonly percent: number;
}

/** Days in a row that were evaluated: a gap is no line. */
function runsOf({ points }: Trend, days: readonly string[]): readonly (readonly Place[])[] {
  const byDay = new Map(points.map((point) => [point.day, Number(point.composite_percent)]));
  const runs: Place[][] = [];
  let isOpen = false;
  days.forEach((day, at) => {
    const percent = byDay.get(day);
    if (percent !== undefined && isOpen) runs.at(-1)?.push({ at, percent });
    else if (percent !== undefined) runs.push([{ at, percent }]);
    isOpen = percent !== undefined;
  });
  return runs;
}

/** Each day is a step of its own width. */
const stepsOf = (run: readonly Place[], y: Scale): string => run.map(({ percent }) => `V${y(percent)}h1`).join('');

const lineOf = (run: readonly Place[], y: Scale): string => {
  const [first, ...rest] = run;
  return first === undefined ? '' : `M${first.at} ${y(first.percent)}h1${stepsOf(rest, y)}`;
};

const areaOf = (run: readonly Place[], y: Scale, horizon: number): string =>
  `M${run[0]?.at ?? 0} ${horizon}${stepsOf(run, y)}V${horizon}z`;

/** Horizontal lines with their words: the certificate solid, the tier's threshold dotted. */
function rulesOf({ certified, threshold, lang = 'en' }: Trend, y: Scale): readonly Markup[] {
  const top = certified === null ? undefined : y(Number(certified));
  const floor = threshold === null ? undefined : y(Number(threshold.percent));
  const isTight = top !== undefined && floor !== undefined && floor - top < CLEARANCE;
  return [
    ...(top === undefined ? [] : [ruleAt(top, `${LIVE_WORDS[lang].certificate} ${certified}`, 'horizon', -6)]),
    ...(floor === undefined
      ? []
      : [ruleAt(floor, `${threshold?.tier} ≥ ${threshold?.percent}`, 'floor', isTight ? 15 : -6)]),
  ];
}

function ruleAt(at: number, words: string, name: string, dy: number): Markup {
  return fragment(
    element('line', { x1: 0, x2: '100%', y1: at, y2: at, class: name }),
    element('text', { x: 0, y: at + dy, 'font-size': 12, fill: 'currentColor', class: 'quiet' }, words),
  );
}

/** The picture in words; the numbers stand in the table. */
export function trendText({ points, certified }: Trend): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return 'No day was evaluated.';
  const values = points.map((point) => Number(point.composite_percent));
  const against = certified === null ? '' : ` The certificate says ${certified} per cent.`;
  return (
    `Live composite on ${count(points.length, 'day')}: from ${first.composite_percent} per cent on ${formatDay(first.day)} to ` +
    `${last.composite_percent} on ${formatDay(last.day)}, between ${Math.min(...values).toFixed(1)} and ` +
    `${Math.max(...values).toFixed(1)}.${against}`
  );
}
