import type { VNode } from 'preact';
import type { LiveDays } from '../../core/live/live-days.ts';
import { daysFrom } from '../../core/telemetry/day.ts';
import { TableRegion } from '../parts.tsx';
import { groupDigits } from '../words.ts';
import type { EnergyOfDay } from './unattributed-days.ts';

interface DayTableProps {
  readonly days: LiveDays;
  readonly energies: readonly EnergyOfDay[];
}

/** The numbers behind the drawings, newest day first. */
export function DayTable({ days, energies }: DayTableProps): VNode {
  const composites = new Map(days.trend.map((one) => [one.day, one.composite_percent]));
  const energy = new Map(energies.map((one) => [one.day, one]));
  const shown = daysFrom(days.trendFrom, days.to).filter((day) => composites.has(day) || energy.has(day));
  return (
    <details class="more">
      <summary>These days in numbers</summary>
      <TableRegion label="Telemetry by day, newest first">
        <table>
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              <th scope="col" class="number">
                Live composite, %
              </th>
              <th scope="col" class="number">
                Intervals counted
              </th>
              <th scope="col" class="number">
                IT, kWh
              </th>
              <th scope="col" class="number">
                Nobody’s, kWh
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.reverse().map((day) => (
              <tr key={day}>
                <th scope="row">
                  <time datetime={day}>{day}</time>
                </th>
                <td class="number">{composites.get(day) ?? '–'}</td>
                <td class="number">{intervalsOf(days, day)}</td>
                <td class="number">{kwh(energy.get(day)?.it)}</td>
                <td class="number">{kwh(energy.get(day)?.unattributed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </details>
  );
}

const kwh = (value: number | undefined): string => (value === undefined ? '–' : groupDigits(value.toFixed(1)));

function intervalsOf({ sites }: LiveDays, day: string): string {
  const own = sites.flatMap((site) => site.days.filter((one) => one.day === day));
  if (own.length === 0) return '–';
  const sum = (pick: (one: (typeof own)[number]) => number): string =>
    groupDigits(own.reduce((all, one) => all + pick(one), 0));
  return `${sum((one) => one.valid)} of ${sum((one) => one.expected)}`;
}
