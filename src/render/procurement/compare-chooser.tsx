import type { VNode } from 'preact';
import type { ListingRow } from '../../core/views.ts';
import { TierName } from '../parts.tsx';
import type { CompareWords } from './compare-vocabulary.ts';

/** What a visitor has chosen and found so far. */
export interface Choosing {
  readonly chosen: readonly string[];
  readonly q?: string;
  readonly found: readonly ListingRow[];
  readonly at?: string;
}

/** Two plain GET forms: one finds, one compares. What was chosen travels along in both. */
export function CompareChooser({ choosing, words }: { choosing: Choosing; words: CompareWords }): VNode {
  const { chosen, q, found, at } = choosing;
  return (
    <div class="chooser">
      <search>
        <form class="buyer-form find" method="get" action="/compare">
          <Kept names={chosen} at={at} />
          <label class="field search">
            <span>{words.search}</span>
            <input type="search" name="q" value={q ?? ''} maxLength={200} autocomplete="off" required />
          </label>
          <button type="submit" class={found.length === 0 ? 'primary' : 'secondary'}>
            {words.find}
          </button>
        </form>
      </search>
      {q !== undefined && found.length === 0 && <p class="notice">{words.nothing}</p>}
      {(found.length > 0 || chosen.length > 0) && (
        <form class="buyer-form choose" method="get" action="/compare">
          {at !== undefined && <input type="hidden" name="at" value={at} />}
          {chosen.length > 0 && (
            <fieldset>
              <legend>{words.chosen}</legend>
              {chosen.map((name) => (
                <label key={name} class="chip">
                  <input type="checkbox" name="ids" value={name} checked />
                  {name}
                </label>
              ))}
            </fieldset>
          )}
          {found.length > 0 && <Found rows={found} chosen={chosen} words={words} />}
          <button type="submit" class="primary">
            {words.compare}
          </button>
        </form>
      )}
    </div>
  );
}

function Found({
  rows,
  chosen,
  words,
}: {
  rows: readonly ListingRow[];
  chosen: readonly string[];
  words: CompareWords;
}): VNode {
  return (
    <fieldset class="found">
      <legend>{words.found}</legend>
      {rows
        .filter((row) => !chosen.includes(row.party_id))
        .map((row) => (
          <label key={row.party_id} class="chip">
            <input type="checkbox" name="ids" value={row.party_id} />
            <span>
              {row.name} <small>{row.domain}</small>
            </span>
            {row.tier !== null && <TierName tier={row.tier} size={14} />}
            {row.composite_percent !== null && <span class="figure">{row.composite_percent} %</span>}
          </label>
        ))}
    </fieldset>
  );
}

function Kept({ names, at }: { names: readonly string[]; at: string | undefined }): VNode {
  return (
    <>
      {names.map((name) => (
        <input key={name} type="hidden" name="ids" value={name} />
      ))}
      {at !== undefined && <input type="hidden" name="at" value={at} />}
    </>
  );
}
