import type { VNode } from 'preact';
import type { LogDay } from '../../core/log-view.ts';
import { TableRegion } from '../parts.tsx';
import { groupDigits } from '../words.ts';

/** The numbers behind the drawing. Days on which nothing came are left out; the sums tell that too. */
export function GrowthTable({ days }: { days: readonly LogDay[] }): VNode {
  const busy = days.filter(({ entries }) => entries > 0).reverse();
  return (
    <details class="more">
      <summary>Growth by day, in numbers</summary>
      <TableRegion label="Growth by day, newest first">
        <table class="growth-days">
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              <th scope="col" class="number">
                Entries
              </th>
              <th scope="col" class="number">
                In all
              </th>
            </tr>
          </thead>
          <tbody>
            {busy.map(({ day, entries, size }) => (
              <tr key={day}>
                <th scope="row">
                  <time datetime={day}>{day}</time>
                </th>
                <td class="number">{groupDigits(entries)}</td>
                <td class="number">{groupDigits(size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </details>
  );
}
