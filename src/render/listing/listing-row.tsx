import type { VNode } from 'preact';
import { isStanding } from '../../core/certificate-state.ts';
import type { FreshnessView } from '../../core/freshness.ts';
import type { Trend } from '../../core/statistics-view.ts';
import type { ListingQuery, ListingRow } from '../../core/views.ts';
import { Drawing } from '../drawing.tsx';
import { mirrorFigure } from '../mirror-figure.ts';
import { Day, StateName, TierName, tierClass } from '../parts.tsx';
import { inlineMark, stateShape } from '../tier-mark.ts';
import { ageText } from './in-language.ts';
import { organisationHref } from './listing-links.ts';
import { sparkline } from './sparkline.ts';
import type { ListingWords } from './words/listing-words.ts';

/** Form that the rows' boxes belong to. */
export const COMPARE_FORM = 'compare';
const GLYPH = 20;

interface RowProps {
  readonly row: ListingRow;
  readonly freshness: FreshnessView;
  readonly trend: Trend | undefined;
  readonly isDisputed: boolean;
  readonly query: ListingQuery;
  readonly words: ListingWords;
}

/** One organisation. Its link is the name; everything else is text. */
export function Row({ row, freshness, trend, isDisputed, query, words }: RowProps): VNode {
  const { table } = words;
  return (
    <tr data-row>
      <td class="pick">
        <input
          type="checkbox"
          name="ids"
          value={row.party_id}
          form={COMPARE_FORM}
          aria-label={table.select(row.name)}
        />
      </td>
      <th scope="row">
        <span class="holder">
          <Glyph row={row} words={words} />
          <span>
            <a href={organisationHref(row.party_id, query)}>{row.name}</a>
            <small>{row.domain ?? table.noDomain}</small>
          </span>
        </span>
      </th>
      <td class="tier-cell">
        <TierCell row={row} isDisputed={isDisputed} words={words} />
      </td>
      <td class="number composite">{row.composite_percent ?? <Nothing what={table.noScore} />}</td>
      <td class="trend-cell">
        {trend === undefined ? <Nothing what={table.noTrend} /> : <Drawing of={sparkline(trend, words)} />}
      </td>
      <td class="minor fresh-cell">
        <LiveCell party={row.party_id} freshness={freshness} words={words} />
      </td>
      <td class="minor" data-label={table.since}>
        {row.certified_at === null ? <Nothing what={table.notCertified} /> : <Day at={row.certified_at} />}
      </td>
      <td class="minor" data-label={table.validTo}>
        {row.valid_to === null ? <Nothing what={table.notCertified} /> : <Day at={row.valid_to} />}
      </td>
    </tr>
  );
}

function Glyph({ row, words }: { row: ListingRow; words: ListingWords }): VNode {
  if (row.mirrors === null) return <Drawing class="tier-none" of={inlineMark(stateShape('unknown'), GLYPH)} />;
  const title = words.table.mirrorsOf(row.name);
  const figure = mirrorFigure({ mirrors: row.mirrors, size: GLYPH, title, names: words.mirrors });
  const isLit = row.tier !== null && isStanding(row.state);
  return <Drawing class={isLit && row.tier !== null ? tierClass(row.tier) : 'tier-none'} of={figure} />;
}

function TierCell({ row, isDisputed, words }: Pick<RowProps, 'row' | 'isDisputed' | 'words'>): VNode {
  const { tier, state } = row;
  const level = row.assurance_level === 0 ? null : <small>{words.facets.level(String(row.assurance_level))}</small>;
  if (tier === null || state === null) {
    const declared = row.composite_percent === null ? 'no_audit' : 'declared';
    return <StateName state={declared} words={words.states[declared]} />;
  }
  return (
    <span class={isStanding(state) ? 'stack' : 'stack ended'}>
      <TierName tier={tier} />
      {state === 'active' ? level : <StateName state={state} words={words.states[state]} />}
      {isDisputed && <StateName state="watch" words={words.disputed} />}
    </span>
  );
}

/** Freshness by shape, word and age. The script turns the words with the clock: it finds here since when they count. */
function LiveCell(props: { party: string; freshness: FreshnessView; words: ListingWords }): VNode {
  const { freshness, words } = props;
  const { live, age_seconds: age, last_interval_end: end } = freshness;
  if (freshness.at === null) return <span class="quiet">{words.notKept}</span>;
  if (live === 'none' || age === null || end === null) return <span class="quiet">{words.auditOnly}</span>;
  return (
    <span class={`live live-${live}`} data-live={props.party} data-end={end}>
      <svg class="drawing" width="14" height="14" viewBox="0 0 20 20" aria-hidden="true">
        <use href={`#live-${live}`} />
      </svg>
      <span>{words.liveAge(words.live[live], ageText(age, words))}</span>
    </span>
  );
}

function Nothing({ what }: { what: string }): VNode {
  return (
    <span class="quiet nothing">
      <span aria-hidden="true">–</span>
      <span class="visually-hidden">{what}</span>
    </span>
  );
}
