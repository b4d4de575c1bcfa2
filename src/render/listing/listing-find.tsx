import type { VNode } from 'preact';
import type { ListingQuery } from '../../core/views.ts';
import { parametersOf } from './listing-links.ts';
import type { ListingWords } from './words/listing-words.ts';

interface ListingFindProps {
  readonly query: ListingQuery;
  readonly words: ListingWords;
}

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
/** What the form asks for itself; the rest of the question it carries along. */
const ASKED: readonly string[] = ['q', 'min_composite', 'at', 'cursor'];

/** The question as one plain GET form; it works without any script. What the facets chose stays chosen. */
export function ListingFind({ query, words: { find } }: ListingFindProps): VNode {
  const { q, minComposite, at } = query;
  const isDay = at === undefined || DAY.test(at);
  return (
    <search>
      <form class="find" method="get" action="/" aria-label={find.form} data-find data-searching={find.searching}>
        <label class="field search">
          <span>{find.search}</span>
          <input
            type="search"
            name="q"
            value={q ?? ''}
            maxLength={200}
            autocomplete="off"
            spellcheck={false}
            aria-keyshortcuts="/"
            title={find.hint}
            data-search
          />
        </label>
        <label class="field least">
          <span>{find.minComposite}</span>
          <input type="text" name="min_composite" value={minComposite ?? ''} inputMode="decimal" maxLength={8} />
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: either control is its child */}
        <label class="field day">
          <span>{find.at}</span>
          {isDay ? (
            <input type="date" name="at" value={at ?? ''} />
          ) : (
            <input type="text" name="at" value={at} maxLength={40} />
          )}
        </label>
        <button type="submit" class="primary">
          {find.show}
        </button>
        {parametersOf(query)
          .filter(([name]) => !ASKED.includes(name))
          .map(([name, value]) => (
            <input key={name + value} type="hidden" name={name} value={value} />
          ))}
      </form>
    </search>
  );
}
