import type { VNode } from 'preact';
import { renderPage } from './layout.tsx';
import { type AskedParameters, ListingFind } from './listing/listing-find.tsx';
import { LISTING_WORDS } from './listing/listing-words.ts';
import type { ListingWords } from './listing/words/listing-words.ts';
import type { PageContext } from './page-context.ts';

/** What is wrong with one parameter, and what helps. English, as in the problem document. */
export interface ParameterFault {
  readonly name: string;
  readonly detail: string;
  readonly hint: string;
}

export interface ListingRefusalInput extends PageContext {
  /** What was asked, as it was written. */
  readonly asked: AskedParameters;
  readonly faults: readonly ParameterFault[];
  readonly code: string;
}

/** A question that the listing cannot answer: what is wrong with it, and the form as it was filled in. */
export function renderListingRefusal(input: ListingRefusalInput): string {
  const words = LISTING_WORDS[input.lang];
  const { heading, text } = words.refused;
  const meta = { title: heading, description: text, path: '/', noindex: true };
  return renderPage(input, meta, <Refusal {...input} words={words} />);
}

/** Fields of the form keep even what is wrong with them; what cannot be seen there is dropped where it is wrong. */
const SEEN: readonly string[] = ['q', 'min_composite', 'at'];

function Refusal({ asked, faults, code, words }: ListingRefusalInput & { words: ListingWords }): VNode {
  const isKept = ([name]: AskedParameters[number]): boolean =>
    SEEN.includes(name) || !faults.some((fault) => fault.name === name);
  return (
    <>
      <section class="horizon-hero problem" aria-label={words.overview}>
        <div class="wrap above">
          <div class="headline">
            <h1>{words.refused.heading}</h1>
            <p class="reason">{words.refused.text}</p>
          </div>
        </div>
        <div class="wrap below">
          <dl class="faults" lang="en">
            {faults.map(({ name, detail, hint }) => (
              <div key={name + detail}>
                <dt>
                  <code>{name === '' ? '?' : name}</code>{' '}
                  {asked
                    .filter(([one]) => one === name)
                    .map(([, value]) => (
                      <q key={value}>{value}</q>
                    ))}
                </dt>
                <dd>{detail}</dd>
                {hint !== '' && <dd class="quiet">{hint}</dd>}
              </div>
            ))}
          </dl>
        </div>
      </section>
      <div class="wrap">
        <ListingFind asked={asked.filter(isKept)} words={words} />
        <p>
          <a href="/">{words.facets.clear}</a> · <a href={`/problems/${code}`}>{code}</a>
        </p>
      </div>
    </>
  );
}
