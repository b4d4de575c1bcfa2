import type { VNode } from 'preact';
import type { Language } from '../lang.ts';
import { LANGUAGE_NAMES } from './language-names.ts';
import { BADGE_HEIGHTS, badgePath, isPixels, SALES_FIELDS, type SalesChoice } from './sales-choice.ts';
import type { SalesWords } from './sales-words.ts';

interface BuilderProps {
  readonly party: string;
  /** Of the page. */
  readonly lang: Language;
  readonly choice: SalesChoice;
  readonly words: SalesWords;
}

/** The choices as a plain form: its answer is this page again. */
export function Builder({ party, lang, choice, words }: BuilderProps): VNode {
  const labels = {
    style: words.styles,
    ground: words.grounds,
    words: LANGUAGE_NAMES,
    format: words.formats,
    size: words.sizes,
  } as const;
  return (
    <form class="builder" method="get" action={`/for-sales/${party}`} data-builder>
      {lang !== 'en' && <input type="hidden" name="lang" value={lang} />}
      <Choices name="style" legend={words.fields.style} labels={labels.style} chosen={choice.style} />
      <Choices name="ground" legend={words.fields.ground} labels={labels.ground} chosen={choice.ground} />
      <Choices name="words" legend={words.fields.words} labels={labels.words} chosen={choice.words} />
      <Choices name="format" legend={words.fields.format} labels={labels.format} chosen={choice.format} />
      <Choices name="size" legend={words.fields.size} labels={labels.size} chosen={choice.size} />
      <button type="submit" class="primary">
        {words.show}
      </button>
    </form>
  );
}

interface ChoicesProps<Name extends keyof typeof SALES_FIELDS> {
  readonly name: Name;
  readonly legend: string;
  readonly labels: Readonly<Record<(typeof SALES_FIELDS)[Name][number], string>>;
  readonly chosen: SalesChoice[Name];
}

function Choices<Name extends keyof typeof SALES_FIELDS>({ name, legend, labels, chosen }: ChoicesProps<Name>): VNode {
  const values: readonly (typeof SALES_FIELDS)[Name][number][] = SALES_FIELDS[name];
  return (
    <fieldset>
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value} class="chip">
          <input type="radio" name={name} value={value} checked={value === chosen} />
          <span lang={name === 'words' ? value : undefined}>{labels[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The chosen badge on the grounds it is made for, and the file itself. */
export function Preview({ party, choice, words, alt }: Omit<BuilderProps, 'lang'> & { readonly alt: string }): VNode {
  const path = badgePath(party, choice);
  const grounds = choice.ground === 'auto' ? (['light', 'dark'] as const) : [choice.ground];
  const name = choice.size === '2' && isPixels(choice) ? `${party}@2x.${choice.format}` : `${party}.${choice.format}`;
  return (
    <div class="preview">
      {grounds.map((ground) => {
        const caption = ground === 'light' ? words.onLight : words.onDark;
        return (
          <section key={ground} class={`sample on-${ground}`} aria-label={caption} tabindex={0}>
            <img src={path} alt={alt} height={BADGE_HEIGHTS[choice.style]} />
            <p>{caption}</p>
          </section>
        );
      })}
      {notesOf(choice, words).map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
      <p>
        <a href={path} download={name}>
          {words.download}
        </a>{' '}
        <code class="long">{path}</code>
      </p>
    </div>
  );
}

function notesOf(choice: SalesChoice, words: SalesWords): string[] {
  return [
    ...(choice.format.startsWith('baked') ? [words.bakedNote] : []),
    ...(isPixels(choice) && choice.ground === 'auto' ? [words.pixelNote] : []),
    ...(isPixels(choice) && choice.words === 'ja' ? [words.japaneseNote] : []),
  ];
}
