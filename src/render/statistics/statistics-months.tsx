import type { VNode } from 'preact';
import { TIER_NAMES } from '../../core/methodology/cms-1.ts';
import { CERTIFICATE_CHANGES, type StatisticsMonth } from '../../core/statistics-view.ts';
import { Drawing } from '../drawing.tsx';
import type { Language } from '../lang.ts';
import { grouped, shortMonth } from '../listing/in-language.ts';
import { TableRegion, TierName } from '../parts.tsx';
import { growthBars, heldOf, totalOf } from './growth-bars.ts';
import type { StatisticsWords } from './statistics-words.ts';

interface MonthsProps {
  readonly months: readonly StatisticsMonth[];
  readonly words: StatisticsWords;
  readonly lang: Language;
}

/** How the register grew: a picture, and every number of it in a table. */
export function Months({ months, words, lang }: MonthsProps): VNode {
  const format = (count: number): string => grouped(count, lang);
  const [first, last] = [months[0], months.at(-1)];
  const ends = [first, last].map((month) => format(month === undefined ? 0 : totalOf(month)));
  const label = words.growthText(format(months.length), ends[0] ?? '', ends[1] ?? '');
  return (
    <section class="block months">
      <h2>{words.growth}</h2>
      <ul class="legend">
        {TIER_NAMES.map((tier) => (
          <li key={tier}>
            <TierName tier={tier} size={14} />
          </li>
        ))}
      </ul>
      <figure>
        <Drawing class="scale" of={growthBars(months, label, format)} />
        <div class="axis-ends" aria-hidden="true">
          <span>{first === undefined ? '' : shortMonth(first.month, lang)}</span>
          <span>{last === undefined ? '' : shortMonth(last.month, lang)}</span>
        </div>
      </figure>
      <details>
        <summary>{words.growthTable}</summary>
        <MonthTable months={months} words={words} lang={lang} />
      </details>
    </section>
  );
}

function MonthTable({ months, words, lang }: MonthsProps): VNode {
  const format = (count: number): string => grouped(count, lang);
  const heads = [words.certified, ...TIER_NAMES, ...CERTIFICATE_CHANGES.map((change) => words.change[change])];
  return (
    <TableRegion label={words.growthTable}>
      <table class="month-table">
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={1 + TIER_NAMES.length}>
              {words.growth}
            </th>
            <th scope="colgroup" colSpan={CERTIFICATE_CHANGES.length}>
              {words.changes}
            </th>
          </tr>
          <tr>
            <th scope="col">{words.month}</th>
            {heads.map((head) => (
              <th key={head} scope="col" class="number">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map((month) => (
            <tr key={month.month}>
              <th scope="row">{shortMonth(month.month, lang)}</th>
              <td class="number">{format(totalOf(month))}</td>
              {TIER_NAMES.map((tier) => (
                <td key={tier} class="number">
                  {format(heldOf(month, tier))}
                </td>
              ))}
              {CERTIFICATE_CHANGES.map((change) => (
                <td key={change} class="number">
                  {format(month.changes[change])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}
