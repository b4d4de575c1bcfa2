import type { VNode } from 'preact';
import { CMS_1, MIRROR_IDS, type MirrorId, SUBMETRIC_IDS, type SubmetricId } from '../../core/methodology/cms-1.ts';
import type { ScoreJson, ShareJson } from '../../core/methodology/score-json.ts';
import type { Language } from '../lang.ts';
import { formatShare } from '../words.ts';
import { shareSentence } from './share-sentence.ts';
import { SHARE_WORDS } from './share-words.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

interface MirrorsProps {
  readonly score: ScoreJson;
  readonly lang: Language;
}

/** The four mirrors with their thirteen shares, each in one sentence with its two quantities. */
export function Mirrors({ score, lang }: MirrorsProps): VNode {
  return (
    <section class="block shares-block" aria-labelledby="shares">
      <h2 id="shares">{ORGANISATION_WORDS[lang].sections.shares}</h2>
      <div class="mirrors">
        {MIRROR_IDS.map((id) => (
          <Mirror key={id} id={id} score={score} lang={lang} />
        ))}
      </div>
    </section>
  );
}

/** The sub-metrics of a mirror with their weights, in order. */
export function weightsOf(id: MirrorId): { readonly submetric: SubmetricId; readonly weight: string }[] {
  return SUBMETRIC_IDS.flatMap((submetric) => {
    const weight = CMS_1.weights[id][submetric];
    return weight === undefined ? [] : [{ submetric, weight: weight.toString() }];
  });
}

function Mirror({ id, score, lang }: MirrorsProps & { id: MirrorId }): VNode {
  const { name, question } = SHARE_WORDS[lang].mirrors[id];
  return (
    <article class="mirror">
      <header>
        <h3>{name}</h3>
        <p class="number">
          {score.mirrors[id].percent}
          <span class="unit">%</span>
        </p>
        <p class="question">{question}</p>
      </header>
      <ol class="shares">
        {weightsOf(id).map(({ submetric, weight }) => (
          <Share key={submetric} id={submetric} weight={weight} share={score.submetrics[submetric]} lang={lang} />
        ))}
      </ol>
    </article>
  );
}

interface ShareProps {
  readonly id: SubmetricId;
  readonly weight: string;
  readonly share: ShareJson;
  readonly lang: Language;
}

function Share({ id, weight, share, lang }: ShareProps): VNode {
  const words = SHARE_WORDS[lang];
  const isThere = share.status === 'ok' && share.value !== null;
  return (
    <li class={`share share-${share.status}`} id={id.toLowerCase()}>
      <h4>
        <abbr title={`Sub-metric ${id}`}>{id}</abbr> {words.shares[id].name}
      </h4>
      <p class="number">
        {share.value === null ? '–' : formatShare(share.value)}
        {share.value !== null && <span class="unit">%</span>}
      </p>
      {share.value !== null && <Gauge value={share.value} />}
      <p class="sentence">{shareSentence(id, share, lang)}</p>
      <div class="foot screen-only">
        <span>{words.weight(weight)}</span>
        {share.note !== undefined && <span lang="en">{share.note}</span>}
        {isThere && <Exact share={share} lang={lang} />}
      </div>
    </li>
  );
}

/** A hair line for the whole, a bar for the share. */
function Gauge({ value }: { value: string }): VNode {
  return (
    <svg class="line" width="100%" height="4" aria-hidden="true">
      <rect class="track" width="100%" height="1" y="1.5" />
      <rect class="fill" width={`${formatShare(value)}%`} height="4" />
    </svg>
  );
}

/** The exact ratio, one click away. */
function Exact({ share, lang }: { share: ShareJson; lang: Language }): VNode {
  return (
    <details class="exact">
      <summary>{ORGANISATION_WORDS[lang].facts.exact}</summary>
      <code class="long">{share.value}</code> = <code class="long">{share.numerator}</code> ÷{' '}
      <code class="long">{share.denominator}</code> {share.unit}
    </details>
  );
}
