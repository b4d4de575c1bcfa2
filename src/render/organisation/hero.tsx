import type { VNode } from 'preact';
import { isStanding } from '../../core/certificate-state.ts';
import type { OrganisationView } from '../../core/views.ts';
import { Drawing } from '../drawing.tsx';
import { LiveWord } from '../live-word.tsx';
import { auditedFigure, type MirrorShares, reflectionFigure } from '../mirror-figure.ts';
import { Day, StateName, TierName, tierClass } from '../parts.tsx';
import { verdictOf } from '../verdict.ts';
import { count, formatShare } from '../words.ts';

const FIGURE = 320;

/** Above the horizon the verdict and what the audit showed; below it the facts and what telemetry shows. */
export function Hero({ organisation }: { organisation: OrganisationView }): VNode {
  const verdict = verdictOf(organisation);
  const { mirrors } = organisation;
  return (
    <section class={`horizon-hero organisation tone-${verdict.tone}`} aria-label="Verdict">
      <div class="wrap above">
        <div class="headline">
          <p class="crumb">
            <a href="/">Register</a>
          </p>
          <h1>{organisation.name}</h1>
          <p class="domain">
            <Website organisation={organisation} />
          </p>
          <p class="verdict">{verdict.headline}</p>
          <p class="reason">{verdict.reason}</p>
          <Marks organisation={organisation} />
        </div>
        <Composite organisation={organisation} />
        {mirrors !== null && (
          <Drawing
            class={`figure-above ${figureTone(organisation)}`}
            of={auditedFigure({ mirrors, size: FIGURE, title: `Mirrors of ${organisation.name}, per cent` })}
          />
        )}
      </div>
      <div class="wrap below">
        <KeyFacts organisation={organisation} />
        {mirrors !== null && (
          <Drawing
            class={`figure-below ${figureTone(organisation)}`}
            of={reflectionFigure(liveShares(organisation), FIGURE, absenceOf(organisation))}
          />
        )}
      </div>
    </section>
  );
}

/** Tier and state by shape and word. A tier that does not stand is named second and muted. */
function Marks({ organisation: { certificate, audit } }: { organisation: OrganisationView }): VNode {
  if (certificate === null) {
    return (
      <p class="marks">
        <StateName state={audit === null ? 'no_audit' : 'declared'} size={18} />
      </p>
    );
  }
  const { state, tier } = certificate;
  const stands = isStanding(state);
  return (
    <p class="marks">
      {stands && <TierName tier={tier} size={20} />}
      {state !== 'active' && <StateName state={state} size={18} />}
      {!stands && <span class="ended">{tier} until then</span>}
    </p>
  );
}

/** The mirrors of the newest daily evaluation. Before the first the reflection stays empty: the audit is never shown as live. */
function liveShares({ live_evaluation: live }: OrganisationView): MirrorShares | null {
  if (live === null) return null;
  const { efficiency, timing, data_diet, circularity } = live.score.mirrors;
  return {
    efficiency: efficiency.percent,
    timing: timing.percent,
    data_diet: data_diet.percent,
    circularity: circularity.percent,
  };
}

const absenceOf = ({ live }: OrganisationView): string =>
  live === 'none' ? 'no live telemetry' : 'telemetry not evaluated yet';

function figureTone({ tier, state }: OrganisationView): string {
  const stands = isStanding(state);
  return tier === null || !stands ? 'tier-none' : tierClass(tier);
}

function Website({ organisation }: { organisation: OrganisationView }): VNode {
  if (organisation.domain === null) return <span class="quiet">no proved domain</span>;
  return (
    <a href={`https://${organisation.domain}/`} rel="noopener nofollow external">
      {organisation.domain}
    </a>
  );
}

function Composite({ organisation }: { organisation: OrganisationView }): VNode | null {
  const { composite_percent: percent, certificate, audit } = organisation;
  if (percent === null) return null;
  const score = certificate?.score ?? audit?.score;
  return (
    <div class="composite-block">
      <p class="big-number">
        <span class="visually-hidden">Composite </span>
        {percent}
        <span class="unit">%</span>
      </p>
      <p class="quiet">
        composite: the geometric mean of the four mirrors
        {score !== undefined && `, ${coverageWords(score.coverage)}`}
      </p>
      {score !== undefined && (
        <details class="exact">
          <summary>Exact value</summary>
          <dl>
            <dt>Six digits</dt>
            <dd>{score.composite_6}</dd>
            <dt>Coverage of intervals</dt>
            <dd>{score.coverage}</dd>
            <dt>Fourth power of the composite</dt>
            <dd>
              <code class="long">{score.composite_pow4}</code>
            </dd>
          </dl>
          <p>Tiers compare this fraction with the fourth power of their threshold; rounding never helps.</p>
        </details>
      )}
    </div>
  );
}

const coverageWords = (coverage: string): string =>
  coverage === '1/1' ? 'every interval measured' : `times the ${formatShare(coverage)} % of intervals measured`;

function KeyFacts({ organisation }: { organisation: OrganisationView }): VNode {
  const { certificate, audit } = organisation;
  return (
    <dl class="key-facts">
      {certificate !== null && (
        <>
          <div>
            <dt>Certified since</dt>
            <dd>
              <Day at={certificate.valid_from} />
            </dd>
          </div>
          <div>
            <dt>Valid to</dt>
            <dd>
              <Day at={certificate.valid_to} />
            </dd>
          </div>
          <div>
            <dt>Scope</dt>
            <dd>
              {formatShare(certificate.scope.share)} % of its IT energy, {count(certificate.scope.sites.length, 'site')}
            </dd>
          </div>
        </>
      )}
      <div>
        <dt>Assurance</dt>
        <dd>{organisation.assurance_level === 0 ? 'self-declared' : `level ${organisation.assurance_level} of 4`}</dd>
      </div>
      {audit !== null && (
        <div>
          <dt>Measured</dt>
          <dd>
            <Day at={audit.window.start} /> – <Day at={audit.window.end} />
          </dd>
        </div>
      )}
      <div>
        <dt>Telemetry</dt>
        <dd>
          <LiveWord freshness={organisation.freshness} />
        </dd>
      </div>
      <div>
        <dt>Methodology</dt>
        <dd>
          <a href="/methodology">{certificate?.methodology ?? audit?.score.methodology ?? 'none yet'}</a>
        </dd>
      </div>
    </dl>
  );
}
