import type { VNode } from 'preact';
import type { OrganisationView } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { formatShare } from '../words.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

/** The big numeral, and the exact ratio behind it one click away. */
export function Composite({ organisation, lang }: { organisation: OrganisationView; lang: Language }): VNode | null {
  const { composite_percent: percent, certificate, audit } = organisation;
  if (percent === null) return null;
  const score = certificate?.score ?? audit?.score;
  const words = ORGANISATION_WORDS[lang].facts;
  const coverage = score === undefined ? null : words.coverage(coverageOf(score.coverage));
  return (
    <div class="composite-block">
      <p class="big-number">
        <span class="visually-hidden">{words.composite} </span>
        {percent}
        <span class="unit">%</span>
      </p>
      <p class="quiet">
        {words.compositeNote}
        {coverage !== null && `${lang === 'ja' ? '、' : ', '}${coverage}`}
      </p>
      {score !== undefined && (
        <details class="exact screen-only">
          <summary>{words.exact}</summary>
          <dl>
            <dt>{words.sixDigits}</dt>
            <dd>{score.composite_6}</dd>
            <dt>{words.coverageName}</dt>
            <dd>{score.coverage}</dd>
            <dt>{words.fourthPower}</dt>
            <dd>
              <code class="long">{score.composite_pow4}</code>
            </dd>
          </dl>
          <p lang="en">Tiers compare this fraction with the fourth power of their threshold; rounding never helps.</p>
        </details>
      )}
    </div>
  );
}

/** null where every interval was measured. */
const coverageOf = (coverage: string): string | null => (coverage === '1/1' ? null : formatShare(coverage));
