import type { VNode } from 'preact';
import type { Difference } from '../core/comparability.ts';
import type { FreshComparison } from '../core/compare-view.ts';
import { MIRROR_IDS } from '../core/methodology/cms-1.ts';
import type { Position } from '../core/views.ts';
import { Drawing } from './drawing.tsx';
import { dayIn } from './intl.ts';
import { renderPage } from './layout.tsx';
import { SHARE_WORDS } from './organisation/share-words.ts';
import type { PageContext } from './page-context.ts';
import { type Choosing, CompareChooser } from './procurement/compare-chooser.tsx';
import { CompareTable } from './procurement/compare-table.tsx';
import type { CompareWords } from './procurement/compare-vocabulary.ts';
import { COMPARE_WORDS } from './procurement/compare-words.ts';
import { letterOf, mirrorStrip, spreadOf } from './procurement/mirror-strips.ts';
import { ProcurementNav } from './procurement/procurement-nav.tsx';

export interface ComparePageInput extends PageContext {
  readonly choosing: Choosing;
  /** Absent while fewer than two are chosen, or none of them is listed. */
  readonly compared?: FreshComparison;
  /** Too many were named. */
  readonly overfull?: boolean;
  readonly position: Position;
}

/** `/compare`: the guard in words first, then figures. Without two names a chooser. */
export function renderComparePage(input: ComparePageInput): string {
  const words = COMPARE_WORDS[input.lang];
  const { chosen, at } = input.choosing;
  const ids = chosen.map(encodeURIComponent).join(',');
  const query = `?ids=${ids}${at === undefined ? '' : `&at=${encodeURIComponent(at)}`}`;
  const meta = {
    title: words.title.replace(/\.$/, ''),
    description: words.description,
    path: chosen.length === 0 ? '/compare' : `/compare${query}`,
    ...(input.compared === undefined ? {} : { json: `/v1/compare${query}` }),
    position: input.position,
    noindex: chosen.length > 0,
  };
  return renderPage(input, meta, <Compare {...input} />);
}

function Compare(input: ComparePageInput): VNode {
  const words = COMPARE_WORDS[input.lang];
  const { compared, choosing, overfull, lang, position } = input;
  const tone = compared === undefined ? '' : compared.comparison.comparability.comparable ? 'tone-good' : 'tone-watch';
  return (
    <>
      <section class={`horizon-hero plain buyer ${tone}`} aria-labelledby="title">
        <div class="wrap above">
          <div class="headline">
            <ProcurementNav current="compare" lang={lang} />
            <h1 id="title">{compared === undefined ? words.title : headline(compared, words)}</h1>
            <p class="reason">{compared === undefined ? words.lead : reason(compared, words)}</p>
            {choosing.at !== undefined && <p class="as-of travel">{dayIn(lang, position.as_of)}</p>}
          </div>
        </div>
        <div class="wrap below">
          {overfull === true && <p class="notice">{words.most}</p>}
          {compared === undefined ? (
            <>
              {choosing.chosen.length === 1 && <p class="notice">{words.least}</p>}
              <CompareChooser choosing={choosing} words={words} />
            </>
          ) : (
            <Guard compared={compared} words={words} />
          )}
        </div>
      </section>
      {compared !== undefined && <Body input={input} compared={compared} words={words} />}
    </>
  );
}

function headline({ comparison }: FreshComparison, words: CompareWords): string {
  const { comparable, differences } = comparison.comparability;
  if (comparable) return words.comparable;
  if (comparison.items.length < 2) return words.alone;
  const refusing = differences.filter(({ effect }) => effect === 'refuses');
  return words.refused(refusing.map(({ kind }) => words.kinds[kind]).join(', '));
}

function reason({ comparison }: FreshComparison, words: CompareWords): string {
  const unknown = comparison.unknown.length === 0 ? '' : ` ${words.unknown(comparison.unknown.join(', '))}`;
  if (comparison.items.length < 2) return unknown.trim();
  return `${comparison.comparability.comparable ? words.comparableReason : words.refusedReason}${unknown}`;
}

function Guard({ compared, words }: { compared: FreshComparison; words: CompareWords }): VNode | null {
  const { differences } = compared.comparison.comparability;
  if (differences.length === 0) return null;
  return (
    <ul class="guard" aria-label={words.differences}>
      {differences.map((difference) => (
        <GuardItem key={difference.kind} difference={difference} words={words} />
      ))}
    </ul>
  );
}

function GuardItem({ difference: { kind, effect }, words }: { difference: Difference; words: CompareWords }): VNode {
  return (
    <li class={`guard-${effect}`}>
      <strong>
        <span aria-hidden="true">{effect === 'refuses' ? '≠' : '≈'}</span> {words.kinds[kind]}
      </strong>
      <em>{effect === 'refuses' ? words.refuses : words.flags}</em>
      <span class="quiet">{words.why[kind]}</span>
    </li>
  );
}

/** Columns that fit beside each other on a wide screen. */
const FEW = 5;

interface BodyInput {
  readonly input: ComparePageInput;
  readonly compared: FreshComparison;
  readonly words: CompareWords;
}

function Body({ input, compared, words }: BodyInput): VNode {
  const { comparison, freshness } = compared;
  return (
    <div class="wrap blocks comparison">
      <div class="block">
        <h2>{words.tableTitle}</h2>
        <div class={comparison.items.length > FEW ? 'many' : 'few'}>
          <CompareTable comparison={comparison} freshness={freshness} lang={input.lang} />
        </div>
      </div>
      {comparison.items.length > 1 && <Strips {...{ input, compared, words }} />}
      <section class="block screen-only" aria-labelledby="add">
        <h2 id="add">{words.add}</h2>
        <CompareChooser choosing={input.choosing} words={words} />
        <form method="post" action="/rfp">
          <input type="hidden" name="vendors" value={comparison.items.map(({ party_id }) => party_id).join(',')} />
          <button type="submit" class="secondary" name="format" value="html">
            {words.toTable}
          </button>
        </form>
      </section>
    </div>
  );
}

function Strips({ input, compared, words }: BodyInput): VNode {
  const { items } = compared.comparison;
  const { mirrors } = SHARE_WORDS[input.lang];
  return (
    <section class="block" aria-labelledby="mirror-by-mirror">
      <h2 id="mirror-by-mirror">{words.mirrorsTitle}</h2>
      <p class="lead">
        {words.mirrorsLead} {items.map(({ name }, index) => `${letterOf(index)} = ${name}`).join(', ')}.
      </p>
      <div class="strips">
        {MIRROR_IDS.map((id) => {
          const spread = spreadOf(items, id);
          const values = items.map((item) => `${item.name} ${item.mirrors?.[id] ?? '–'} %`).join(', ');
          return (
            <figure key={id} class="strip">
              <figcaption>
                {mirrors[id].name}
                {spread !== undefined && <small>{words.points(spread)}</small>}
              </figcaption>
              <Drawing
                of={mirrorStrip(
                  items.map((item) => item.mirrors?.[id] ?? null),
                  `${mirrors[id].name}: ${values}`,
                )}
              />
            </figure>
          );
        })}
      </div>
    </section>
  );
}
