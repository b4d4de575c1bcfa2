import type { VNode } from 'preact';
import type { OwnHour } from '../../core/own-view.ts';
import { Drawing } from '../drawing.tsx';
import { element, type Markup } from '../svg.ts';
import { formatQuantity } from '../words.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Hours whose name is shown; the others are read aloud. */
const NAMED = 6;
const CELL = 20;
/** Least side of a square: some energy is never no energy. */
const LEAST = 2;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

interface HourGridProps {
  readonly site: string;
  readonly hours: readonly OwnHour[];
  /** kWh of a full square. */
  readonly full: number;
  /** Starts of the hours that a spike lies in. */
  readonly spikes: ReadonlySet<string>;
}

/**
 * A week by day and hour. Each square's area is the energy that nobody answers for, so that what runs every night at the same
 * hour stands as a column. An hour without an interval is a dot. It is a table: every square has its number.
 */
export function HourGrid({ site, hours, full, spikes }: HourGridProps): VNode {
  const known = new Map(hours.map((hour) => [hour.start, hour]));
  const days = [...new Set(hours.map((hour) => hour.start.slice(0, 10)))].sort().reverse();
  return (
    <table class="hours">
      <caption class="visually-hidden">{site}: energy nobody answers for, kWh, by day and hour UTC</caption>
      <thead>
        <tr>
          <td />
          {HOURS.map((hour) => (
            <th key={hour} scope="col">
              <span class={hour % NAMED === 0 ? undefined : 'visually-hidden'}>{hour.toString().padStart(2, '0')}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day}>
            <th scope="row">
              <time datetime={day}>{dayName(day)}</time>
            </th>
            {HOURS.map((hour) => {
              const start = `${day}T${hour.toString().padStart(2, '0')}:00:00Z`;
              return <Cell key={hour} hour={known.get(start)} full={full} isSpike={spikes.has(start)} />;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly hour: OwnHour | undefined;
  readonly full: number;
  readonly isSpike: boolean;
}

function Cell({ hour, full, isSpike }: CellProps): VNode {
  const words = hour === undefined ? 'no interval' : formatQuantity(hour.unattributed_kwh);
  return (
    <td class={isSpike ? 'spike' : undefined} title={hour === undefined ? undefined : `${words} kWh`}>
      <Drawing class="chart" of={square(hour, full)} />
      <span class="visually-hidden">
        {words}
        {isSpike ? ', a spike' : ''}
      </span>
    </td>
  );
}

function square(hour: OwnHour | undefined, full: number): Markup {
  const picture = { viewBox: `0 0 ${CELL} ${CELL}`, 'aria-hidden': 'true' };
  const middle = CELL / 2;
  if (hour === undefined)
    return element('svg', picture, element('circle', { cx: middle, cy: middle, r: 1, class: 'track' }));
  const energy = Number(hour.unattributed_kwh);
  if (energy <= 0) return element('svg', picture);
  const side = Math.max(LEAST, (CELL - 2) * Math.sqrt(Math.min(1, energy / full)));
  const corner = middle - side / 2;
  return element('svg', picture, element('rect', { x: corner, y: corner, width: side, height: side, class: 'fill' }));
}

/** `Mon 23`. */
const dayName = (day: string): string =>
  `${WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''} ${day.slice(8).replace(/^0/, '')}`;
