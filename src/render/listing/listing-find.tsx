import type { VNode } from 'preact';
import type { ListingWords } from './words/listing-words.ts';

/** What was asked, by parameter; those that may repeat do. */
export type AskedParameters = readonly (readonly [name: string, value: string])[];

interface ListingFindProps {
  readonly asked: AskedParameters;
  readonly words: ListingWords;
}

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
/** What the form asks for itself; the rest of the question it carries along. */
const ASKED: readonly string[] = ['q', 'min_composite', 'at', 'cursor'];

/** The question as one plain GET form; it works without any script. What the facets chose stays chosen. */
export function ListingFind({ asked, words: { find } }: ListingFindProps): VNode {
  const given = (name: string): string => asked.find(([one]) => one === name)?.[1] ?? '';
  const at = given('at');
  const isDay = at === '' || DAY.test(at);
  return (
    <search>
      <form class="listing-find" method="get" action="/" aria-label={find.form} data-find>
        <label class="field search">
          <span>{find.search}</span>
          <input
            type="search"
            name="q"
            value={given('q')}
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
          <input type="text" name="min_composite" value={given('min_composite')} inputMode="decimal" maxLength={8} />
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: either control is its child */}
        <label class="field day">
          <span>{find.at}</span>
          {isDay ? (
            <input type="date" name="at" value={at} />
          ) : (
            <input type="text" name="at" value={at} maxLength={40} />
          )}
        </label>
        <button type="submit" class="primary">
          {find.show}
        </button>
        {asked
          .filter(([name]) => !ASKED.includes(name))
          .map(([name, value]) => (
            <input key={name + value} type="hidden" name={name} value={value} />
          ))}
      </form>
    </search>
  );
}
