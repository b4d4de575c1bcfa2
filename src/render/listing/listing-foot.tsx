import type { VNode } from 'preact';
import type { ListingPage, ListingQuery } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { grouped } from './in-language.ts';
import { exportHref, jsonHref, listingHref, sameTime } from './listing-links.ts';
import { COMPARE_FORM } from './listing-row.tsx';
import type { ListingWords } from './words/listing-words.ts';

interface ListingFootProps {
  readonly page: ListingPage;
  readonly query: ListingQuery;
  readonly words: ListingWords;
  readonly lang: Language;
}

/** Below the rows: what may be done with them. */
export function ListingFoot({ page, query, words: { pager, atLeast }, lang }: ListingFootProps): VNode {
  const total = grouped(page.total, lang);
  return (
    <div class="listing-foot">
      <form class="compare" id={COMPARE_FORM} method="get" action="/compare">
        {query.at !== undefined && <input type="hidden" name="at" value={query.at} />}
        <button type="submit" class="secondary">
          {pager.compare}
        </button>
        <small>{pager.compareHint}</small>
      </form>
      <p>{pager.shown(grouped(page.items.length, lang), page.total_is_exact ? total : atLeast(total).toLowerCase())}</p>
      <nav aria-label={pager.pages}>
        {query.cursor !== undefined && <a href={listingHref(query)}>{pager.first}</a>}
        {page.next !== null && (
          <a rel="next" href={listingHref(query, { cursor: page.next })}>
            {pager.next}
          </a>
        )}
      </nav>
      <p class="export">
        {pager.export}: <a href={exportHref(query, 'csv')}>CSV</a> · <a href={exportHref(query, 'xlsx')}>Excel</a> ·{' '}
        <a href={exportHref(query, 'jsonl')}>JSON Lines</a> · <a href={jsonHref(query)}>JSON</a>
      </p>
      {query.at !== undefined && (
        <p>
          <a href={sameTime('/statistics', query)}>{pager.statistics}</a>
        </p>
      )}
    </div>
  );
}
