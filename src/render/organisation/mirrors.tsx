import type { VNode } from 'preact';
import { CMS_1, MIRROR_IDS, type MirrorId, SUBMETRIC_IDS, type SubmetricId } from '../../core/methodology/cms-1.ts';
import type { ScoreJson, ShareJson } from '../../core/methodology/score-json.ts';
import { MIRRORS, SUBMETRICS } from '../../core/methodology/submetrics.ts';
import { capitalise, formatQuantity, formatShare } from '../words.ts';

/** The four mirrors with their thirteen shares: each a fraction with its two quantities in words. */
export function Mirrors({ score }: { score: ScoreJson }): VNode {
  return (
    <section class="block" aria-labelledby="mirrors">
      <h2 id="mirrors">Four mirrors, thirteen shares</h2>
      <p class="lead">
        Each share is something useful, above the line, of everything metered, below it. What nobody lists or owns stays
        below the line and earns nothing.
      </p>
      <div class="mirrors">
        {MIRROR_IDS.map((id) => (
          <Mirror key={id} id={id} score={score} />
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

function Mirror({ id, score }: { id: MirrorId; score: ScoreJson }): VNode {
  return (
    <article class="mirror">
      <header>
        <h3>{MIRRORS[id].name}</h3>
        <p class="number">
          {score.mirrors[id].percent}
          <span class="unit">%</span>
        </p>
        <p class="question">{MIRRORS[id].sentence}</p>
      </header>
      <ol class="shares">
        {weightsOf(id).map(({ submetric, weight }) => (
          <Share key={submetric} id={submetric} weight={weight} share={score.submetrics[submetric]} />
        ))}
      </ol>
    </article>
  );
}

function Share({ id, weight, share }: { id: SubmetricId; weight: string; share: ShareJson }): VNode {
  const words = SUBMETRICS[id];
  return (
    <li class={`share share-${share.status}`}>
      <h4>
        <abbr title={`Sub-metric ${id}`}>{id}</abbr> {words.name}
      </h4>
      <p class="number">
        {share.value === null ? 'n/a' : formatShare(share.value)}
        {share.value !== null && <span class="unit">%</span>}
      </p>
      <p class="sentence">{words.sentence}</p>
      {share.value !== null && (
        <Fraction share={share} value={share.value} numerator={words.numerator} denominator={words.denominator} />
      )}
      <p class="foot">
        weight {weight}
        {share.note !== undefined && <> · {share.note}</>}
        {share.value !== null && share.status === 'ok' && (
          <>
            {' '}
            · exactly <code>{share.value}</code>
          </>
        )}
      </p>
    </li>
  );
}

interface FractionProps {
  readonly share: ShareJson;
  readonly value: string;
  readonly numerator: string;
  readonly denominator: string;
}

/** Useful over total; the line between them is filled to the share. */
function Fraction({ share, value, numerator, denominator }: FractionProps): VNode {
  return (
    <div class="fraction">
      <Quantity value={share.numerator} unit={share.unit} words={numerator} />
      <svg class="line" width="100%" height="4" aria-hidden="true">
        <rect class="track" width="100%" height="1" y="1.5" />
        <rect class="fill" width={`${formatShare(value)}%`} height="4" />
      </svg>
      <Quantity value={share.denominator} unit={share.unit} words={denominator} />
    </div>
  );
}

function Quantity({ value, unit, words }: { value: string; unit: string; words: string }): VNode {
  return (
    <p>
      <span class="amount">
        {formatQuantity(value)} {unit}
      </span>
      <span class="what">{capitalise(words)}</span>
    </p>
  );
}
