import type { Trend } from '../../core/statistics-view.ts';
import { element, type Markup, points } from '../svg.ts';
import type { ListingWords } from './words/listing-words.ts';

const WIDTH = 112;
const HEIGHT = 24;
const PAD = 3;
/** Points of composite that the picture spans at least: a steady line stays steady. */
const LEAST_SPAN = 4;

interface Day {
  readonly x: number;
  readonly percent: string;
}

/** A row's live composites by day: a line with gaps where nothing was evaluated, and a dot at the newest. All numbers that matter are in its words. */
export function sparkline(trend: Trend, words: Pick<ListingWords, 'trendText' | 'trendGaps'>): Markup {
  const days = trend.flatMap((percent, index) => (percent === null ? [] : [{ x: index, percent }]));
  const values = days.map(({ percent }) => Number(percent));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(LEAST_SPAN, high - low);
  const base = (low + high - span) / 2;
  const place = ({ x, percent }: Day): readonly [number, number] => [
    PAD + (x * (WIDTH - 2 * PAD)) / Math.max(1, trend.length - 1),
    HEIGHT - PAD - ((Number(percent) - base) * (HEIGHT - 2 * PAD)) / span,
  ];
  const last = days.at(-1);
  const [cx, cy] = last === undefined ? [0, 0] : place(last);
  const size = { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}` };
  return element(
    'svg',
    { ...size, role: 'img', 'aria-label': trendWords(trend, days, words), class: 'sparkline' },
    ...runsOf(days).map((run) => element('polyline', { points: points(...run.map(place)), fill: 'none' })),
    element('circle', { cx, cy, r: 2.2 }),
  );
}

/** Days in a row. */
function runsOf(days: readonly Day[]): Day[][] {
  const runs: Day[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.x === day.x - 1) run.push(day);
    else runs.push([day]);
  }
  return runs;
}

function trendWords(
  trend: Trend,
  days: readonly Day[],
  { trendText, trendGaps }: Pick<ListingWords, 'trendText' | 'trendGaps'>,
): string {
  const sorted = days.map(({ percent }) => percent).sort((a, b) => Number(a) - Number(b));
  const [first, last] = [days[0]?.percent ?? '', days.at(-1)?.percent ?? ''];
  const text = trendText(first, last, sorted[0] ?? '', sorted.at(-1) ?? '');
  const gaps = trend.length - days.length;
  return gaps === 0 ? text : `${text}; ${trendGaps(String(gaps), gaps === 1)}`;
}
