import type { VNode } from 'preact';
import type { OrganisationView, Position } from '../core/views.ts';
import { badgeModel } from './badge/badge-model.ts';
import { badgeTexts } from './badge/badge-words.ts';
import { Drawing } from './drawing.tsx';
import { urlSegment } from './escape.ts';
import { Builder, Preview } from './for-sales/builder.tsx';
import { claimsOf } from './for-sales/claims.ts';
import { longDay } from './for-sales/long-day.ts';
import { BADGE_HEIGHTS, badgePath, isPixels, type SalesChoice } from './for-sales/sales-choice.ts';
import { SALES_WORDS } from './for-sales/sales-words.ts';
import { SnippetList } from './for-sales/snippet-list.tsx';
import type { SnippetInput } from './for-sales/snippets.ts';
import { Rules, TakeDown, Wording } from './for-sales/wording.tsx';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { tierClass } from './parts.tsx';
import { inlineMark, stateShape, tierShape } from './tier-mark.ts';

export interface ForSalesPageInput extends PageContext {
  readonly organisation: OrganisationView;
  readonly choice: SalesChoice;
  readonly position: Position;
}

/** The page `/for-sales/{id}`: the badge, the code that shows it, and the words that are true with it today. */
export function renderForSalesPage(input: ForSalesPageInput): string {
  const { organisation, lang, origin, position } = input;
  const words = SALES_WORDS[lang];
  const id = urlSegment(organisation.party_id);
  const path = `/for-sales/${id}`;
  const meta = {
    title: words.title(organisation.name),
    description: words.description,
    path,
    oembed: path,
    position,
    noindex: true,
    image: `${origin}/cards/${id}.png`,
    script: '/assets/for-sales.js',
  };
  return renderPage(input, meta, <ForSales {...input} />);
}

function ForSales(input: ForSalesPageInput): VNode {
  const { organisation, choice, position, lang } = input;
  const words = SALES_WORDS[lang];
  const claims = claimsOf(organisation, position, choice.words);
  const wording = { claims, lang: choice.words, words };
  return (
    <>
      <Head {...input} />
      <div class="wrap blocks for-sales">
        <div data-answer="take-down">
          <TakeDown {...wording} />
        </div>
        <section class="block" aria-labelledby="builder">
          <h2 id="builder">{words.builder}</h2>
          <div class="builder-columns">
            <Builder party={organisation.party_id} lang={lang} choice={choice} words={words} />
            <div data-answer="preview">
              <Preview
                party={organisation.party_id}
                choice={choice}
                words={words}
                alt={SALES_WORDS[choice.words].alt(organisation.name)}
              />
            </div>
          </div>
        </section>
        <div data-answer="wording">
          <Wording {...wording} day={longDay(position.as_of, lang)} />
        </div>
        <section class="block" aria-labelledby="snippets">
          <h2 id="snippets">{words.snippets}</h2>
          <div data-answer="snippets">
            <SnippetList input={snippetInput(input, claims.may[0] ?? '')} lang={lang} words={words} />
          </div>
        </section>
        <Rules words={words} />
      </div>
    </>
  );
}

/** Whose badge it is and what it says now, by shape and word. */
function Head({ organisation, mode, position, lang }: ForSalesPageInput): VNode {
  const words = SALES_WORDS[lang];
  const { freshness } = organisation;
  const model = badgeModel({
    row: organisation,
    freshness,
    query: {},
    mode,
    asOf: position.as_of,
    seq: position.seq,
  });
  const texts = badgeTexts(model, lang);
  const facts = [texts.remark, texts.freshness, texts.asOf].filter((part) => part !== null);
  const plain = model.status === 'active' || model.status === 'unreadable' ? 'unknown' : model.status;
  const shape = model.tier === null ? stateShape(plain) : tierShape(model.tier);
  return (
    <section class="horizon-hero plain sales" aria-label={words.title(organisation.name)}>
      <div class="wrap above">
        <div class="headline">
          <p class="crumb">
            <a href="/">{words.register}</a> ·{' '}
            <a href={`/organisations/${urlSegment(organisation.party_id)}`}>{organisation.name}</a>
          </p>
          <h1>{words.title(organisation.name)}</h1>
          <p class={`verdict state-${model.status}`}>
            <Drawing class={model.tier === null ? '' : tierClass(model.tier)} of={inlineMark(shape, 22)} />{' '}
            {texts.verdict}
          </p>
          <p class="reason">{facts.join(' · ')}</p>
        </div>
      </div>
      <div class="wrap below">
        <p class="lead">{words.lead}</p>
      </div>
    </section>
  );
}

function snippetInput({ organisation, choice, origin }: ForSalesPageInput, claim: string): SnippetInput {
  const { party_id: party, name } = organisation;
  const words = SALES_WORDS[choice.words];
  const pixels: SalesChoice = isPixels(choice) ? choice : { ...choice, format: 'png', size: '2' };
  return {
    image: `${origin}${badgePath(party, choice)}`,
    pixels: `${origin}${badgePath(party, pixels)}`,
    page: `${origin}/organisations/${urlSegment(party)}`,
    verify: `${origin}/verify?organisation=${urlSegment(party)}`,
    alt: words.alt(name),
    height: BADGE_HEIGHTS[choice.style],
    claim,
    verifyWord: words.verify,
  };
}
