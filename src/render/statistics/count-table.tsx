import type { ComponentChildren, VNode } from 'preact';
import { formatPercent, rational } from '../../core/rational.ts';
import { Drawing } from '../drawing.tsx';
import { TableRegion } from '../parts.tsx';
import { element, type Markup } from '../svg.ts';

export interface CountRow {
  readonly key: string;
  readonly label: ComponentChildren;
  readonly count: number;
  /** Where the list of these is. */
  readonly href?: string;
}

interface CountTableProps {
  readonly title: string;
  readonly rows: readonly CountRow[];
  readonly words: { readonly count: string; readonly share: string };
  readonly format: (count: number) => string;
  readonly children?: ComponentChildren;
}

/** Counts as numbers, shares of their sum, and bars. */
export function CountTable({ title, rows, words, format, children }: CountTableProps): VNode {
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <section class="block">
      <h2>{title}</h2>
      {children}
      <TableRegion label={title}>
        <table class="counts">
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col" class="number">
                {words.count}
              </th>
              <th scope="col" class="number">
                {words.share}
              </th>
              <td class="bar-cell" />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, count, href }) => (
              <tr key={key}>
                <th scope="row">{href === undefined ? label : <a href={href}>{label}</a>}</th>
                <td class="number">{format(count)}</td>
                <td class="number">{all === 0 ? '–' : formatPercent(rational(BigInt(count), BigInt(all)))}</td>
                <td class="bar-cell">
                  <Drawing of={bar(count, all)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}

const bar = (count: number, all: number): Markup =>
  element(
    'svg',
    { width: '100%', height: 10, 'aria-hidden': 'true', class: 'count-bar' },
    element('rect', { width: `${all === 0 ? 0 : (100 * count) / all}%`, height: 10, fill: 'currentColor' }),
  );
