import type { VNode } from 'preact';
import type { LiveDays } from '../../core/live/live-days.ts';
import { daysFrom } from '../../core/telemetry/day.ts';
import type { Language } from '../lang.ts';
import { apart } from '../organisation/local.ts';
import { TableRegion } from '../parts.tsx';
import { groupDigits } from '../words.ts';
import { LIVE_WORDS, type LiveWords } from './live-words.ts';
import type { EnergyOfDay } from './unattributed-days.ts';

interface DayTableProps {
  readonly days: LiveDays;
  readonly energies: readonly EnergyOfDay[];
  readonly lang: Language;
}

/** The numbers behind the drawings, newest day first. */
export function DayTable({ days, energies, lang }: DayTableProps): VNode {
  const words = LIVE_WORDS[lang];
  const composites = new Map(days.trend.map((one) => [one.day, one.composite_percent]));
  const energy = new Map(energies.map((one) => [one.day, one]));
  const shown = daysFrom(days.trendFrom, days.to).filter((day) => composites.has(day) || energy.has(day));
  return (
    <details class="more">
      <summary>{words.table}</summary>
      <TableRegion label={words.table}>
        <table>
          <thead>
            <tr>
              {words.columns.map((column, index) => (
                <th key={column} scope="col" class={index === 0 ? undefined : 'number'}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.reverse().map((day) => (
              <tr key={day}>
                <th scope="row">
                  <time datetime={day}>{day}</time>
                </th>
                <td class="number">{composites.get(day) ?? '–'}</td>
                <td class="number">{intervalsOf(days, day, words)}</td>
                <td class="number">{kwh(energy.get(day)?.it, lang)}</td>
                <td class="number">{kwh(energy.get(day)?.unattributed, lang)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </details>
  );
}

const kwh = (value: number | undefined, lang: Language): string =>
  value === undefined ? '–' : apart(value.toFixed(1), lang);

function intervalsOf({ sites }: LiveDays, day: string, words: LiveWords): string {
  const own = sites.flatMap((site) => site.days.filter((one) => one.day === day));
  if (own.length === 0) return '–';
  const sum = (pick: (one: (typeof own)[number]) => number): string =>
    groupDigits(own.reduce((all, one) => all + pick(one), 0));
  return words.of(
    sum((one) => one.valid),
    sum((one) => one.expected),
  );
}
