import type { VNode } from 'preact';
import type { ClaimParts, PartName, PartVerdict } from '../core/claim-check.ts';
import type { Position } from '../core/views.ts';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { CopyButton } from './parts.tsx';
import { type ClaimFields, ClaimForm } from './procurement/claim-form.tsx';
import { ClaimTable } from './procurement/claim-table.tsx';
import { claimWording, type ShownClaim } from './procurement/claim-wording.ts';
import { CLAIM_WORDS, type ClaimWords } from './procurement/claim-words.ts';
import { ProcurementNav } from './procurement/procurement-nav.tsx';

export interface ClaimsPageInput extends PageContext {
  /** As they were typed; empty where nothing was. */
  readonly fields: ClaimFields;
  readonly checked?: ShownClaim;
  /** Names of the fields that cannot be read. */
  readonly faults: readonly PartName[];
  readonly position: Position;
}

/** `/claims`: the parts of a sentence are typed; the page says which are true, and the sentence that is. */
export function renderClaimsPage(input: ClaimsPageInput): string {
  const words = CLAIM_WORDS[input.lang];
  const meta = {
    title: words.title,
    description: words.description,
    path: '/claims',
    position: input.position,
    noindex: input.checked !== undefined,
  };
  return renderPage(input, meta, <Claims {...input} />);
}

function Claims(input: ClaimsPageInput): VNode {
  const { lang, fields, checked, faults } = input;
  const words = CLAIM_WORDS[lang];
  const tone = checked === undefined ? '' : `tone-${toneOf(checked.parts)}`;
  return (
    <>
      <section class={`horizon-hero plain buyer ${tone}`} aria-labelledby="title">
        <div class="wrap above">
          <div class="headline">
            <ProcurementNav current="claims" lang={lang} />
            <h1 id="title">{checked === undefined ? words.title : headline(checked.parts, words)}</h1>
            {checked === undefined ? <p class="reason">{words.lead}</p> : <Sentence input={input} checked={checked} />}
          </div>
        </div>
        <div class="wrap below">
          {checked === undefined && <ClaimForm fields={fields} faults={faults} words={words} />}
          {checked !== undefined && <ClaimTable fields={fields} checked={checked} lang={lang} />}
        </div>
      </section>
      {checked !== undefined && (
        <section class="wrap again screen-only" aria-labelledby="again">
          <h2 id="again">{words.another}</h2>
          <ClaimForm fields={fields} faults={faults} words={words} />
        </section>
      )}
    </>
  );
}

/** Dates are kept on one line. */
const DATE = /([0-9]{4}-[0-9]{2}-[0-9]{2})/;

/** The sentence to use instead, ready to be copied. */
function Sentence({ input, checked }: { input: ClaimsPageInput; checked: ShownClaim }): VNode {
  const words = CLAIM_WORDS[input.lang];
  const text = claimWording(checked, input.position, input.mode, input.lang);
  return (
    <figure class="true-sentence">
      <figcaption>{words.correct}</figcaption>
      <blockquote>
        <p>{text.split(DATE).map((part, index) => (index % 2 === 1 ? <time key={`${index}`}>{part}</time> : part))}</p>
      </blockquote>
      <p>
        <CopyButton value={text} what={words.copy} />
        {checked.row !== null && <a href={`/organisations/${checked.row.party_id}`}>{words.page}</a>}
      </p>
    </figure>
  );
}

const verdictsOf = (parts: ClaimParts): readonly PartVerdict[] => Object.values(parts);

function headline(parts: ClaimParts, words: ClaimWords): string {
  const verdicts = verdictsOf(parts);
  if (verdicts.includes('unknown')) return words.headline.unknown;
  if (verdicts.every((verdict) => verdict === 'true')) return words.headline.allTrue;
  const claims = Object.entries(parts).filter(([name]) => name !== 'domain');
  const someTrue = claims.some(([, verdict]) => verdict === 'true');
  return someTrue ? words.headline.someWrong : words.headline.noneTrue;
}

function toneOf(parts: ClaimParts): string {
  const verdicts = verdictsOf(parts);
  if (verdicts.includes('unknown')) return 'neutral';
  return verdicts.every((verdict) => verdict === 'true') ? 'good' : 'stop';
}
