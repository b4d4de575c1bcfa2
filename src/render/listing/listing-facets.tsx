import type { ComponentChildren, VNode } from 'preact';
import { CERTIFICATE_STATES } from '../../core/certificate-state.ts';
import { LIVE_STATES } from '../../core/freshness.ts';
import { TIER_NAMES } from '../../core/methodology/cms-1.ts';
import type { FacetCount, ListingFacets as Facets, ListingQuery } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { TierName } from '../parts.tsx';
import { sectorName } from '../sector-names.ts';
import { capitalise } from '../words.ts';
import { countryName, grouped } from './in-language.ts';
import {
  clearedHref,
  DEFAULT_STATES,
  isNarrowed,
  listingHref,
  type QueryChanges,
  stateParameter,
} from './listing-links.ts';
import type { ListingWords } from './words/listing-words.ts';

interface ListingFacetsProps {
  readonly facets: Facets;
  readonly query: ListingQuery;
  readonly words: ListingWords;
  readonly lang: Language;
}

/** Values of a long facet that stand open. */
const OPEN = 6;

/** One way to narrow the list down, or to widen it again where it is chosen. */
interface Choice {
  readonly key: string;
  readonly label: ComponentChildren;
  /** Undefined where it is not counted. */
  readonly count: number | undefined;
  readonly isChosen: boolean;
  readonly changes: QueryChanges;
}

/** How the list divides: every value is a link to the question with it, and counts what that shows. */
export function ListingFacets({ facets, query, words, lang }: ListingFacetsProps): VNode {
  const names = words.facets;
  const show = { query, words, lang };
  return (
    <nav class="facets" aria-label={names.heading} id="facets" data-part="facets">
      <h2 class="visually-hidden">{names.heading}</h2>
      <Facet title={names.tier} choices={tierChoices(facets.tier, query)} {...show} />
      <Facet title={names.state} choices={stateChoices(facets.state, query, words)} {...show} />
      {query.at === undefined && (
        <Facet title={names.live} choices={liveChoices(facets.live, query, words)} {...show} />
      )}
      <Facet title={names.assurance} choices={assuranceChoices(facets.assurance, query, words)} {...show} />
      <Facet
        title={names.country}
        choices={singleChoices('country', facets.country, query, (code) => countryName(code, lang))}
        {...show}
      />
      <Facet
        title={names.sector}
        choices={singleChoices('sector', facets.sector, query, (section) => sectorName(section, lang))}
        {...show}
      />
      {(isNarrowed(query) || stateParameter(query.state) !== undefined) && (
        <p>
          <a href={clearedHref(query)}>{names.clear}</a>
        </p>
      )}
    </nav>
  );
}

interface FacetProps {
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly query: ListingQuery;
  readonly words: ListingWords;
  readonly lang: Language;
}

function Facet({ title, choices, query, words, lang }: FacetProps): VNode | null {
  if (choices.length === 0) return null;
  const chosenBelow = choices.slice(OPEN).some(({ isChosen }) => isChosen);
  const open = choices.length <= OPEN + 1 ? choices.length : OPEN;
  const list = (part: readonly Choice[]) => (
    <ul>
      {part.map((choice) => (
        <ChoiceLink key={choice.key} choice={choice} query={query} lang={lang} />
      ))}
    </ul>
  );
  const rest = choices.length - open;
  return (
    <section>
      <h3>{title}</h3>
      {list(choices.slice(0, open))}
      {rest > 0 && (
        <details open={chosenBelow}>
          <summary>{words.facets.more(grouped(rest, lang), rest === 1)}</summary>
          {list(choices.slice(open))}
        </details>
      )}
    </section>
  );
}

function ChoiceLink({ choice, query, lang }: { choice: Choice; query: ListingQuery; lang: Language }): VNode {
  const { label, count, isChosen, changes } = choice;
  return (
    <li>
      <a
        href={listingHref(query, changes)}
        rel="nofollow"
        class={count === 0 ? 'choice nobody' : 'choice'}
        aria-current={isChosen ? 'true' : undefined}
      >
        <span>{label}</span>
        {count !== undefined && <span class="number">{grouped(count, lang)}</span>}
      </a>
    </li>
  );
}

const countOf = (counts: readonly FacetCount[], value: string): number =>
  counts.find((one) => one.value === value)?.count ?? 0;

/** Highest first; several may be chosen. */
const tierChoices = (counts: readonly FacetCount[], { tier: chosen }: ListingQuery): Choice[] =>
  TIER_NAMES.toReversed().map((tier) => {
    const isChosen = chosen.includes(tier);
    const changed = TIER_NAMES.filter((one) => (one === tier ? !isChosen : chosen.includes(one)));
    const label = <TierName tier={tier} size={14} />;
    return { key: tier, label, count: countOf(counts, tier), isChosen, changes: { tier: changed } };
  });

function stateChoices(counts: readonly FacetCount[], query: ListingQuery, words: ListingWords): Choice[] {
  const current = stateParameter(query.state);
  const standing = DEFAULT_STATES.reduce((sum, state) => sum + countOf(counts, state), 0);
  const single = CERTIFICATE_STATES.flatMap((state): Choice[] => {
    const [count, isChosen] = [countOf(counts, state), current === state];
    if (count === 0 && !isChosen) return [];
    const changes = { state: isChosen ? DEFAULT_STATES : [state] };
    return [{ key: state, label: words.states[state], count, isChosen, changes }];
  });
  const { standing: certified, all } = words.facets;
  return [
    {
      key: 'standing',
      label: certified,
      count: standing,
      isChosen: current === undefined,
      changes: { state: DEFAULT_STATES },
    },
    ...single,
    { key: 'all', label: all, count: undefined, isChosen: current === 'all', changes: { state: 'all' } },
  ];
}

const liveChoices = (counts: readonly FacetCount[], query: ListingQuery, words: ListingWords): Choice[] =>
  LIVE_STATES.flatMap((live): Choice[] => {
    const [count, isChosen] = [countOf(counts, live), query.live === live];
    if (count === 0 && !isChosen) return [];
    return [
      {
        key: live,
        label: capitalise(words.live[live]),
        count,
        isChosen,
        changes: { live: isChosen ? undefined : live },
      },
    ];
  });

const assuranceChoices = (counts: readonly FacetCount[], query: ListingQuery, words: ListingWords): Choice[] =>
  [4, 3, 2, 1, 0].flatMap((assurance): Choice[] => {
    const [count, isChosen] = [countOf(counts, String(assurance)), query.assurance === assurance];
    if (count === 0 && !isChosen) return [];
    const label = assurance === 0 ? words.states.declared : words.facets.level(String(assurance));
    return [{ key: label, label, count, isChosen, changes: { assurance: isChosen ? undefined : assurance } }];
  });

/** What is chosen stands in the list even where nobody has it. */
function singleChoices(
  name: 'country' | 'sector',
  counts: readonly FacetCount[],
  query: ListingQuery,
  labelOf: (value: string) => string,
): Choice[] {
  const chosen = query[name];
  const isMissing = chosen !== undefined && !counts.some(({ value }) => value === chosen);
  const all = isMissing ? [{ value: chosen, count: 0 }, ...counts] : counts;
  return all.map(({ value, count }) => {
    const isChosen = value === chosen;
    return { key: value, label: labelOf(value), count, isChosen, changes: { [name]: isChosen ? undefined : value } };
  });
}
