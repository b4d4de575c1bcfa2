import { daysFrom } from '../../core/telemetry/day.ts';
import type { Language } from '../lang.ts';
import { element, fragment, type Markup } from '../svg.ts';
import { formatDay, groupDigits } from '../words.ts';
import { bar, dayAxis, stretched } from './day-axis.ts';

const HEIGHT = 72;
const MARGIN = 18;
/** The least a day with any energy is drawn. */
const LEAST = 1.5;

export interface EnergyOfDay {
  readonly day: string;
  /** kWh: for drawing and for words with one digit. */
  readonly unattributed: number;
  readonly it: number;
}

/** Energy that belonged to nobody, by day. The day with most of it has its figure. */
export function unattributedDays(
  days: readonly EnergyOfDay[],
  from: string,
  to: string,
  lang: Language = 'en',
): Markup {
  const all = daysFrom(from, to);
  const known = new Map(days.map((day) => [day.day, day]));
  const most = Math.max(0, ...days.map((day) => day.unattributed));
  const heightOf = (energy: number): number => Math.max(LEAST, (energy / most) * (HEIGHT - MARGIN));
  const bars = all.map((day, at) => {
    const energy = known.get(day)?.unattributed ?? 0;
    return energy <= 0 ? '' : bar(at, heightOf(energy), HEIGHT);
  });
  const top = all.findIndex((day) => most > 0 && known.get(day)?.unattributed === most);
  const picture = { width: '100%', height: HEIGHT, role: 'img', 'aria-label': energyText(days), class: 'energy' };
  const drawing = stretched(all.length, HEIGHT, element('path', { d: bars.join(''), class: 'fill' }));
  const figure = top === -1 ? fragment() : figureAt((top + 0.5) / all.length, `${kwh(most)} kWh`);
  return fragment(element('svg', picture, drawing, figure), dayAxis(all, lang));
}

function figureAt(place: number, words: string): Markup {
  const anchor = place < 0.15 ? 'start' : place > 0.85 ? 'end' : 'middle';
  const x = anchor === 'start' ? 0 : anchor === 'end' ? '100%' : `${Math.round(place * 10_000) / 100}%`;
  return element('text', { x, y: 12, 'text-anchor': anchor, 'font-size': 12, fill: 'currentColor' }, words);
}

const kwh = (value: number): string => groupDigits(value.toFixed(1));

/** The picture in words; the numbers stand in the table. */
export function energyText(days: readonly EnergyOfDay[]): string {
  const sum = (pick: (day: EnergyOfDay) => number): number => days.reduce((all, day) => all + pick(day), 0);
  const it = sum((day) => day.it);
  const unattributed = sum((day) => day.unattributed);
  if (it === 0) return 'No energy was measured on these days.';
  const most = days.reduce((best, day) => (day.unattributed > best.unattributed ? day : best));
  return (
    `${kwh(unattributed)} kWh belonged to nobody, ${((100 * unattributed) / it).toFixed(2)} per cent of IT energy; ` +
    `most, ${kwh(most.unattributed)} kWh, on ${formatDay(most.day)}.`
  );
}
