import type { VNode } from 'preact';
import { MIRROR_IDS } from '../../core/methodology/cms-1.ts';
import { SUBMETRICS } from '../../core/methodology/submetrics.ts';
import { type GivenShares, START_SHARE, whatIf } from '../../core/methodology/what-if.ts';
import { formatFixed, formatPercent, mul, rational } from '../../core/rational.ts';
import type { Language } from '../lang.ts';
import { weightsOf } from '../organisation/mirrors.tsx';
import { SHARE_WORDS } from '../organisation/share-words.ts';
import { CALCULATOR_WORDS } from './calculator-words.ts';

interface CalculatorProps {
  readonly shares: GivenShares;
  readonly lang: Language;
}

/** A form that the server computes; a script only sends it while somebody types. */
export function Calculator({ shares, lang }: CalculatorProps): VNode {
  const words = CALCULATOR_WORDS[lang];
  return (
    <section class="block" aria-labelledby="calculator">
      <h2 id="calculator">{words.title}</h2>
      <p class="lead">{words.lead}</p>
      <form class="calculator" method="get" action="/methodology#calculator">
        {MIRROR_IDS.map((mirror) => (
          <fieldset key={mirror}>
            <legend>{SHARE_WORDS[lang].mirrors[mirror].name}</legend>
            {weightsOf(mirror).map(({ submetric, weight }) => (
              <label key={submetric}>
                <span>
                  {submetric} <span lang="en">{SUBMETRICS[submetric].name}</span>{' '}
                  <small>
                    {words.weight} {weight} %
                  </small>
                </span>
                <input
                  type="number"
                  name={submetric}
                  min="0"
                  max="100"
                  step="0.1"
                  required
                  value={formatFixed(mul(shares[submetric] ?? START_SHARE, rational(100n)), 1)}
                />
              </label>
            ))}
          </fieldset>
        ))}
        <button type="submit">{words.compute}</button>
      </form>
      <Result shares={shares} lang={lang} />
    </section>
  );
}

function Result({ shares, lang }: CalculatorProps): VNode {
  const words = CALCULATOR_WORDS[lang];
  const { composite, mirrors, tier } = whatIf(shares);
  return (
    <div id="what-if" class="what-if" role="status">
      <p>
        {words.composite} <strong class="number">{composite} %</strong>
      </p>
      <dl aria-label={words.mirrors}>
        {MIRROR_IDS.map((id) => (
          <div key={id}>
            <dt>{SHARE_WORDS[lang].mirrors[id].name}</dt>
            <dd class="number">{formatPercent(mirrors[id])} %</dd>
          </div>
        ))}
      </dl>
      <p>
        <strong>{tier === null ? words.noTier : words.tier(tier)}</strong> {words.gates}
      </p>
    </div>
  );
}
