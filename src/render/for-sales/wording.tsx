import type { ComponentChildren, VNode } from 'preact';
import type { Language } from '../lang.ts';
import type { Claims } from './claims.ts';
import type { SalesWords } from './sales-words.ts';
import { CopyText } from './snippet-list.tsx';

interface WordingProps {
  readonly claims: Claims;
  /** Language of the claims. */
  readonly lang: Language;
  readonly words: SalesWords;
  /** Day for which they are true, as the page writes days. */
  readonly day: string;
}

/** What may be said today, ready to be copied, and what may not. */
export function Wording({ claims, lang, words, day }: WordingProps): VNode {
  return (
    <div class="pair">
      <section class="block" aria-labelledby="may">
        <h2 id="may">{words.may}</h2>
        <p class="lead">{words.mayNote(day)}</p>
        <ul class="claims">
          {claims.may.map((claim) => (
            <li key={claim}>
              <q lang={lang}>{claim}</q> <CopyText text={claim} what={words.may} words={words} />
            </li>
          ))}
        </ul>
      </section>
      <section class="block" aria-labelledby="may-not">
        <h2 id="may-not">{words.mayNot}</h2>
        <ul class="claims refused">
          {claims.mayNot.map((claim) => (
            <li key={claim} lang={lang}>
              {claim}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** What has to come down, where no certificate stands any more. */
export function TakeDown({ claims, lang, words }: Omit<WordingProps, 'day'>): VNode | null {
  if (claims.takeDown.length === 0) return null;
  return (
    <section class="block take-down" aria-labelledby="take-down">
      <h2 id="take-down">{words.takeDown}</h2>
      <p class="lead">{words.takeDownNote}</p>
      <ul class="claims" lang={lang}>
        {claims.takeDown.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p class="stays" lang={lang}>
        {claims.stays}
      </p>
    </section>
  );
}

const RULES: readonly (readonly [rule: string, why: string])[] = [
  ['Only the holder uses it', 'and for the organisation and the scope that the certificate names, nothing beside.'],
  ['Let it be embedded', 'A saved copy does not turn when the certificate does, and has to come down by hand.'],
  ['Let it lead somewhere', 'Link it to the page of the holder in this register, where everybody can verify it.'],
  ['Leave it whole', 'Not cut, recoloured, covered or redrawn; the date and the word for the state stay legible.'],
  ['Name tier and figure together', 'with the date, as published: one decimal, never rounded up.'],
  ['Say when it stopped', 'From the minute of a suspension no sentence may name the tier as if it stood.'],
  ['It is no recommendation', 'The registry certifies a measurement. It endorses no product and no purchase.'],
];

/** The rules of the mark. What binds is the English text. */
export function Rules({
  words,
  children,
}: {
  readonly words: SalesWords;
  readonly children?: ComponentChildren;
}): VNode {
  return (
    <section class="block" aria-labelledby="rules">
      <h2 id="rules">{words.rules}</h2>
      <dl class="rules" lang="en">
        {RULES.map(([rule, why]) => (
          <div key={rule}>
            <dt>{rule}</dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}
