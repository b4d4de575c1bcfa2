import type { VNode } from 'preact';
import type { ListingPageView } from '../core/listing-page-view.ts';
import type { ListingPage, ListingQuery } from '../core/views.ts';
import type { Language } from './lang.ts';
import { renderPage } from './layout.tsx';
import { grouped } from './listing/in-language.ts';
import { ListingAnswer } from './listing/listing-answer.tsx';
import { ListingFacets } from './listing/listing-facets.tsx';
import { ListingFind } from './listing/listing-find.tsx';
import { ListingFoot } from './listing/listing-foot.tsx';
import { ListingHero } from './listing/listing-hero.tsx';
import {
  clearedHref,
  isNarrowed,
  jsonHref,
  listingHref,
  parametersOf,
  stateParameter,
} from './listing/listing-links.ts';
import { ListingTable } from './listing/listing-table.tsx';
import { LISTING_WORDS } from './listing/listing-words.ts';
import type { ListingWords } from './listing/words/listing-words.ts';
import type { PageContext } from './page-context.ts';
import { isoMoment } from './words.ts';

export interface ListingPageInput extends PageContext, ListingPageView {
  readonly query: ListingQuery;
}

/** The page `/`: who is certified, today. Everything a visitor can ask for is in the address. */
export function renderListingPage(input: ListingPageInput): string {
  const { page, query, lang } = input;
  const words = LISTING_WORDS[lang];
  const headline = headlineOf(page, query, words, lang);
  const meta = {
    title: isNarrowed(query) ? headline : words.title,
    description: `${headline} ${words.description}`,
    path: listingHref(query, { cursor: query.cursor }),
    json: jsonHref(query),
    feed: '/feed.atom',
    position: page,
    noindex: isNarrowed(query) || query.cursor !== undefined || query.at !== undefined,
  };
  return renderPage(input, meta, <Listing view={input} query={query} headline={headline} words={words} lang={lang} />);
}

/** The answer in one sentence. */
function headlineOf(page: ListingPage, query: ListingQuery, words: ListingWords, lang: Language): string {
  if (page.total === 0) return isEmptyRegistry(query) ? words.nobodyCertified : words.noMatch;
  const [number, isOne] = [grouped(page.total, lang), page.total === 1];
  const isDefault = stateParameter(query.state) === undefined;
  const say = isNarrowed(query) ? words.matches : isDefault ? words.certified : words.listed;
  const sentence = say(number, isOne);
  return page.total_is_exact ? sentence : words.atLeast(sentence);
}

const isEmptyRegistry = (query: ListingQuery): boolean =>
  !isNarrowed(query) && stateParameter(query.state) === undefined;

interface ListingProps {
  readonly view: ListingPageView;
  readonly query: ListingQuery;
  readonly headline: string;
  readonly words: ListingWords;
  readonly lang: Language;
}

function Listing({ view, query, headline, words, lang }: ListingProps): VNode {
  const { page, facets } = view;
  const show = { page, query, words, lang };
  return (
    <>
      <ListingHero headline={headline} facets={facets} {...show} />
      <div class="wrap listing-body">
        <ListingFind asked={parametersOf(query)} words={words} />
        <p class="visually-hidden" role="status" data-announce />
        <p class="to-facets">
          <a href="#facets">{words.facets.heading}</a>
        </p>
        <div class="listing-columns">
          <div class="results" data-part="results" data-follow={followOf(page, query, words)}>
            <ListingAnswer view={view} query={query} words={words} lang={lang} />
            {page.items.length === 0 ? (
              <NoRows page={page} query={query} words={words} />
            ) : (
              <>
                <ListingTable view={view} query={query} words={words} />
                <ListingFoot {...show} />
              </>
            )}
          </div>
          <ListingFacets facets={facets} query={query} words={words} lang={lang} />
        </div>
      </div>
    </>
  );
}

/** What the script needs to say that the register has moved on; undefined for the past, which does not. */
const followOf = ({ seq }: ListingPage, { at }: ListingQuery, { moved }: ListingWords): string | undefined =>
  at === undefined ? JSON.stringify({ seq, ...moved }) : undefined;

function NoRows({ page, query, words }: { page: ListingPage; query: ListingQuery; words: ListingWords }): VNode {
  const { empty, nothing } = words;
  if (isEmptyRegistry(query)) {
    return (
      <section class="empty">
        <h2>{empty.heading}</h2>
        <p>{empty.text}</p>
        <p>
          <a href="/methodology">{empty.takes}</a> · <a href="/docs">{empty.submit}</a> ·{' '}
          <a href={listingHref(query, { state: 'all' })}>{empty.declared}</a>
        </p>
      </section>
    );
  }
  return (
    <section class="empty">
      <h2>{nothing.heading}</h2>
      <p>{nothing.text(isoMoment(page.as_of))}</p>
      <p>
        <a href={clearedHref(query)}>{nothing.clear}</a>
        {query.state !== 'all' && (
          <>
            {' '}
            · <a href={listingHref(query, { state: 'all' })}>{nothing.everywhere}</a>
          </>
        )}
      </p>
    </section>
  );
}
