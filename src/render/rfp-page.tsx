import type { VNode } from 'preact';
import type { RfpRow } from '../core/rfp-view.ts';
import type { Position } from '../core/views.ts';
import { integerIn } from './intl.ts';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { ProcurementNav } from './procurement/procurement-nav.tsx';
import { RFP_WORDS } from './procurement/rfp-words.ts';
import { Downloads, HowToCheck, ShowButton, VendorTable } from './procurement/vendor-table.tsx';
import { isoMoment } from './words.ts';

/** Why a list was not taken. */
export type RfpFault = 'none' | 'too_many' | 'too_long';

export interface RfpPageInput extends PageContext {
  /** The list as it was typed. */
  readonly text?: string;
  readonly fault?: RfpFault;
  readonly most: number;
}

/** `/rfp`: where a list of vendors is pasted. */
export function renderRfpPage(input: RfpPageInput): string {
  const words = RFP_WORDS[input.lang];
  const meta = { title: words.title.replace(/\.$/, ''), description: words.description, path: '/rfp' };
  return renderPage(input, meta, <AskPage {...input} />);
}

function AskPage({ lang, text = '', fault, most }: RfpPageInput): VNode {
  const words = RFP_WORDS[lang];
  const faults = { none: words.none, too_many: words.tooMany(integerIn(lang, most)), too_long: words.tooLong };
  return (
    <section class="horizon-hero plain buyer" aria-labelledby="title">
      <div class="wrap above">
        <div class="headline">
          <ProcurementNav current="rfp" lang={lang} />
          <h1 id="title">{words.title}</h1>
          <p class="reason">{words.lead}</p>
        </div>
      </div>
      <div class="wrap below">
        <form class="buyer-form paste-list" method="post" action="/rfp">
          {fault !== undefined && (
            <p class="conflict" role="alert">
              {faults[fault]}
            </p>
          )}
          <label class="field">
            <span>{words.vendors}</span>
            <textarea
              name="vendors"
              rows={10}
              required
              spellcheck={false}
              aria-describedby="vendors-hint"
              placeholder={'velocitytech.example\nhttps://nordlicht.example/about\nobsidian-ledger'}
            >
              {text}
            </textarea>
          </label>
          <p class="quiet" id="vendors-hint">
            {words.vendorsHint}
          </p>
          <Downloads words={words} />
        </form>
      </div>
    </section>
  );
}

export interface RfpResultInput extends PageContext {
  readonly rows: readonly RfpRow[];
  readonly position: Position;
}

/** The table of `POST /rfp`, to read, to print and to take away. */
export function renderRfpResultPage(input: RfpResultInput): string {
  const words = RFP_WORDS[input.lang];
  const meta = {
    title: words.title.replace(/\.$/, ''),
    description: words.description,
    path: '/rfp',
    position: input.position,
    noindex: true,
  };
  return renderPage(input, meta, <ResultPage {...input} />);
}

function ResultPage({ rows, position, lang, origin }: RfpResultInput): VNode {
  const words = RFP_WORDS[lang];
  const count = (status: RfpRow['status']): number => rows.filter((row) => row.status === status).length;
  return (
    <>
      <section class="horizon-hero plain buyer" aria-labelledby="title">
        <div class="wrap above">
          <div class="headline">
            <ProcurementNav current="rfp" lang={lang} />
            <h1 id="title">{words.verdict(integerIn(lang, count('certified')), integerIn(lang, rows.length))}</h1>
            <p class="reason">{words.reason(count('not_certified'), count('unknown'))}</p>
          </div>
        </div>
        <div class="wrap below">
          <p class="print-only">
            {origin} · <time datetime={position.as_of}>{isoMoment(position.as_of)}</time> · {words.entry}{' '}
            {integerIn(lang, position.seq)}
          </p>
          <form class="buyer-form take-away screen-only" method="post" action="/rfp">
            <Downloads words={words} shown />
            <details class="more">
              <summary>{words.change}</summary>
              <label class="field">
                <span>{words.vendors}</span>
                <textarea name="vendors" rows={8} spellcheck={false}>
                  {rows.map(({ vendor }) => vendor).join('\n')}
                </textarea>
              </label>
              <ShowButton words={words} />
            </details>
          </form>
        </div>
      </section>
      <div class="wrap blocks vendor-answers">
        <VendorTable rows={rows} lang={lang} words={words} />
        <HowToCheck words={words} />
      </div>
    </>
  );
}
