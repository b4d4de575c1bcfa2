import type { SiteDay } from '../../core/live/live-days.ts';
import { daysFrom } from '../../core/telemetry/day.ts';
import { element, type Markup } from '../svg.ts';
import { count } from '../words.ts';
import { bar, stretched } from './day-axis.ts';

const HEIGHT = 24;
/** A day of which nothing counts is a line on the ground. */
const NOTHING = 2;

/** Intervals of a day that count, of those expected. */
export type CoveredDay = Pick<SiteDay, 'day' | 'valid' | 'expected'>;

/** A site's days side by side: as much of each is filled as was received. Days before the first are left out. */
export function coverageDays(site: string, days: readonly CoveredDay[], from: string, to: string): Markup {
  const known = new Map(days.map((day) => [day.day, day]));
  const all = daysFrom(from, to);
  const begins = all.findIndex((day) => known.has(day));
  const track: string[] = [];
  const fill: string[] = [];
  const none: string[] = [];
  all.forEach((day, at) => {
    if (begins === -1 || at < begins) return;
    const share = shareOf(known.get(day));
    if (share === 0) none.push(bar(at, NOTHING, HEIGHT));
    else {
      track.push(bar(at, HEIGHT, HEIGHT));
      fill.push(bar(at, share * HEIGHT, HEIGHT));
    }
  });
  const layers = [
    element('path', { d: track.join(''), class: 'track' }),
    element('path', { d: fill.join(''), class: 'fill' }),
    element('path', { d: none.join(''), class: 'none' }),
  ];
  const label = coverageText(site, days, begins === -1 ? 0 : all.length - begins);
  const picture = { width: '100%', height: HEIGHT, role: 'img', 'aria-label': label, class: 'coverage' };
  return element('svg', picture, stretched(all.length, HEIGHT, ...layers));
}

const shareOf = (day: CoveredDay | undefined): number =>
  day === undefined || day.expected === 0 ? 0 : Math.min(1, day.valid / day.expected);

/** @param span days from the first one on */
function coverageText(site: string, days: readonly CoveredDay[], span: number): string {
  const whole = days.filter((day) => shareOf(day) === 1).length;
  const part = days.filter((day) => shareOf(day) > 0).length - whole;
  return `${site}: ${count(whole, 'whole day')}, ${count(part, 'day')} with gaps, ${count(span - whole - part, 'day')} without an interval.`;
}
