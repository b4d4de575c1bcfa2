import type { VNode } from 'preact';
import {
  CMS_1,
  METHODOLOGY,
  MIRROR_IDS,
  type MirrorId,
  TIER_NAMES,
  type TierConditions,
} from '../core/methodology/cms-1.ts';
import { MIRRORS, SUBMETRICS } from '../core/methodology/submetrics.ts';
import type { GivenShares } from '../core/methodology/what-if.ts';
import { formatExactDecimal, formatPercent, formatRational, type Rational } from '../core/rational.ts';
import type { Position } from '../core/views.ts';
import { renderPage } from './layout.tsx';
import { Calculator } from './methodology/calculator.tsx';
import { METHODOLOGY_WORDS, type MethodologyWords } from './methodology/methodology-words.ts';
import { weightsOf } from './organisation/mirrors.tsx';
import type { PageContext } from './page-context.ts';
import { Digest, TableRegion, TierName } from './parts.tsx';
import { capitalise } from './words.ts';

export interface MethodologyPageInput extends PageContext {
  readonly position?: Position;
  /** SHA-256 of the normative document, where the caller knows it. */
  readonly sha256?: string;
  /** What the calculator was given. */
  readonly shares?: GivenShares;
}

/** The page `/methodology`: every weight and threshold, taken from the constants the scorer uses. */
export function renderMethodologyPage(input: MethodologyPageInput): string {
  const meta = {
    title: `${METHODOLOGY_WORDS[input.lang].title} ${METHODOLOGY}`,
    description: `How ${METHODOLOGY} scores digital operations: four mirrors, thirteen shares, four tiers, exact fractions.`,
    path: '/methodology',
    json: `/v1/methodologies/${METHODOLOGY}`,
    script: '/assets/methodology.js',
    ...(input.position === undefined ? {} : { position: input.position }),
  };
  return renderPage(input, meta, <Methodology {...input} />);
}

function Methodology({ sha256, shares = {}, lang }: MethodologyPageInput): VNode {
  const words = METHODOLOGY_WORDS[lang];
  return (
    <>
      <section class="horizon-hero plain" aria-label={words.title}>
        <div class="wrap above">
          <div class="headline">
            <h1>{words.headline}</h1>
            <p class="reason" lang="en">
              {METHODOLOGY}. Every figure is something useful as a share of everything metered. The registry recomputes
              all of them from signed documents, in exact fractions.
            </p>
          </div>
        </div>
        <div class="wrap below">
          <p>
            <a href={`/v1/methodologies/${METHODOLOGY}`}>{words.asJson}</a>
            {sha256 !== undefined && (
              <>
                {' '}
                · SHA-256 <Digest value={sha256} />
              </>
            )}
          </p>
        </div>
      </section>
      <div class="wrap blocks">
        <Calculator shares={shares} lang={lang} />
        <MirrorsInWords words={words} />
        <CompositeInWords words={words} />
        <Tiers words={words} />
        <ClaimRule words={words} />
      </div>
    </>
  );
}

function MirrorsInWords({ words }: { words: MethodologyWords }): VNode {
  return (
    <section class="block" aria-labelledby="mirrors">
      <h2 id="mirrors">{words.mirrors}</h2>
      <p class="lead" lang="en">
        The denominator is always a meter, never the sum of what somebody chose to list. So what is left out of the
        tables stays below the line and earns nothing.
      </p>
      <div class="mirrors" lang="en">
        {MIRROR_IDS.map((id) => (
          <MirrorInWords key={id} id={id} />
        ))}
      </div>
    </section>
  );
}

function MirrorInWords({ id }: { id: MirrorId }): VNode {
  return (
    <article class="mirror">
      <header>
        <h3>{MIRRORS[id].name}</h3>
        <p class="question">{MIRRORS[id].sentence}</p>
      </header>
      <ol class="shares">
        {weightsOf(id).map(({ submetric, weight }) => (
          <li key={submetric} class="share">
            <h4>
              <abbr title={`Sub-metric ${submetric}`}>{submetric}</abbr> {SUBMETRICS[submetric].name}
            </h4>
            <p class="number">
              {weight}
              <span class="unit">% weight</span>
            </p>
            <p class="sentence">{SUBMETRICS[submetric].sentence}</p>
            <div class="fraction words">
              <p>{capitalise(SUBMETRICS[submetric].numerator)}</p>
              <svg class="line" width="100%" height="4" aria-hidden="true">
                <rect class="track" width="100%" height="1" y="1.5" />
              </svg>
              <p>{capitalise(SUBMETRICS[submetric].denominator)}</p>
            </div>
            <p class="foot">{SUBMETRICS[submetric].unit}</p>
          </li>
        ))}
      </ol>
    </article>
  );
}

function CompositeInWords({ words }: { words: MethodologyWords }): VNode {
  return (
    <section class="block prose" aria-labelledby="composite">
      <h2 id="composite">{words.composite}</h2>
      <p lang="en">
        Inside a mirror the shares are averaged with their weights; a share that does not apply leaves the average. The
        composite is the geometric mean of the four mirrors, times the share of intervals that were measured, so a weak
        mirror cannot be bought back with a strong one.
      </p>
      <p lang="en">
        What is not measured scores 0. Nothing is rounded on the way: the fourth root is never computed, tiers compare
        the exact fourth power with that of their threshold. Published are per cent with one digit, half to even, and
        six digits beside it.
      </p>
    </section>
  );
}

const percent = (share: Rational): string => `${formatPercent(share, 0)} %`;
const number = (value: Rational): string => formatExactDecimal(value) ?? formatRational(value);

type Cell = (conditions: TierConditions) => string;

const CONDITIONS: readonly (readonly [name: string, cell: Cell])[] = [
  ['Composite at least', (tier) => percent(tier.composite)],
  ['Every mirror at least', (tier) => percent(tier.everyMirror)],
  ['IT energy with owner and schedule, at least', (tier) => percent(tier.visibility)],
  ['IT energy measured, not modelled, at least', (tier) => percent(tier.measuredShare)],
  [
    'IT energy in scope, of the whole organisation, at least',
    (tier) => (tier.scopeShare.num === 0n ? 'published' : percent(tier.scopeShare)),
  ],
  ['Assurance level', (tier) => tier.assuranceLevel.toString()],
  ['Days of live telemetry', (tier) => (tier.telemetryDays === 0 ? 'none' : tier.telemetryDays.toString())],
  ['Live coverage at least', (tier) => (tier.telemetryCoverage.num === 0n ? 'none' : percent(tier.telemetryCoverage))],
  [
    'Surveillance audit off the live figure by at most',
    (tier) => (tier.surveillanceDelta === null ? 'none' : `${number(tier.surveillanceDelta)} points`),
  ],
  ['Intervals measured per site, at least', (tier) => percent(tier.siteCoverage)],
];

function Tiers({ words }: { words: MethodologyWords }): VNode {
  return (
    <section class="block" aria-labelledby="tiers">
      <h2 id="tiers">{words.tiers}</h2>
      <p class="lead" lang="en">
        All conditions of a tier must hold, on exact values ({METHODOLOGY}, section 3).
      </p>
      <TableRegion label={`${words.tiers}: ${words.condition}`}>
        <table class="tiers-table">
          <thead>
            <tr>
              <th scope="col">{words.condition}</th>
              {TIER_NAMES.map((tier) => (
                <th key={tier} scope="col">
                  <TierName tier={tier} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody lang="en">
            {CONDITIONS.map(([name, cell]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {TIER_NAMES.map((tier) => (
                  <td key={tier}>{cell(CMS_1.tiers[tier])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}

function ClaimRule({ words }: { words: MethodologyWords }): VNode {
  const { claim, windowDays, levelTwoDays } = CMS_1;
  return (
    <section class="block prose" aria-labelledby="assurance">
      <h2 id="assurance">{words.assurance}</h2>
      <p lang="en">
        Level 1 is an audit of {windowDays.min} to {windowDays.levelOneMax} days, countersigned by an accredited
        auditor: it reveals, it cannot see a season. Level 2 covers at least {levelTwoDays} days. Levels 3 and 4 add
        live telemetry. Without a countersignature a score is shown as declared, and carries no tier.
      </p>
      <p lang="en">
        A claimed figure within {number(claim.confirmed)} point of the recomputed one is confirmed. Within{' '}
        {percent(claim.materiality)} of it ({percent(claim.materialityHigh)} for Obsidian and Obsidian Prime) it is
        restated, and the recomputed figure counts. Beyond that it is held until explained, in both directions.
      </p>
    </section>
  );
}
