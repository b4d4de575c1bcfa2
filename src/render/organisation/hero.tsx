import type { VNode } from 'preact';
import { isStanding } from '../../core/certificate-state.ts';
import type { OrganisationView, Position } from '../../core/views.ts';
import { Drawing } from '../drawing.tsx';
import { urlSegment } from '../escape.ts';
import type { Language } from '../lang.ts';
import { auditedFigure, type MirrorShares, reflectionFigure } from '../mirror-figure.ts';
import { StateName, TierName, tierClass } from '../parts.tsx';
import { type Verdict, verdictOf } from '../verdict.ts';
import { capitalise } from '../words.ts';
import { Composite } from './composite.tsx';
import { KeyFacts } from './key-facts.tsx';
import { SHARE_WORDS } from './share-words.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

const FIGURE = 320;

interface HeroProps {
  readonly organisation: OrganisationView;
  readonly position: Position;
  readonly auditors: ReadonlyMap<string, string>;
  readonly lang: Language;
}

/** Above the horizon the verdict and what the audit showed; below it the facts and what telemetry shows. */
export function Hero({ organisation, auditors, position, lang }: HeroProps): VNode {
  const verdict = verdictOf(organisation, lang);
  const { mirrors, name } = organisation;
  const words = ORGANISATION_WORDS[lang];
  const names = mirrorNames(lang);
  const tone = figureTone(organisation);
  return (
    <div class={`horizon-hero organisation tone-${verdict.tone}`} data-clock={clockOf(organisation, position, lang)}>
      <div class="wrap above">
        <div class="headline">
          <p class="crumb screen-only">
            <a href="/">{words.facts.register}</a>
          </p>
          <h1>{name}</h1>
          <Website organisation={organisation} lang={lang} />
          <Headline verdict={verdict} organisation={organisation} />
          <p class="reason">{verdict.reason}</p>
          <OpenDisputes organisation={organisation} lang={lang} />
          <Marks organisation={organisation} lang={lang} />
        </div>
        <Composite organisation={organisation} lang={lang} />
        {mirrors !== null && (
          <Drawing
            class={`figure-above ${tone}`}
            of={auditedFigure({ mirrors, size: FIGURE, title: `${words.facts.audit}, ${name}`, names })}
          />
        )}
      </div>
      <div class="wrap below">
        <KeyFacts organisation={organisation} auditors={auditors} lang={lang} />
        {mirrors !== null && (
          <Drawing
            class={`figure-below ${tone}`}
            of={reflectionFigure(liveShares(organisation), FIGURE, {
              absence: organisation.live === 'none' ? words.facts.noTelemetry : words.facts.notEvaluated,
              title: words.facts.live,
              names,
            })}
          />
        )}
      </div>
    </div>
  );
}

/** What the script needs to go on where the page ends: the registry's time and limits, and the page's words. A past page stands still. */
function clockOf(organisation: OrganisationView, { seq }: Position, lang: Language): string | undefined {
  const { party_id: party, freshness } = organisation;
  const { verdict, facts } = ORGANISATION_WORDS[lang];
  if (freshness.at === null) return undefined;
  return JSON.stringify({
    party,
    seq,
    now: freshness.at,
    end: freshness.last_interval_end,
    limits: freshness.thresholds,
    gap: lang === 'ja' ? '' : ' ',
    units: verdict.units,
    words: { ...verdict.fresh, changed: facts.changed, show: facts.showNow },
  });
}

/** Names of the mirrors as the figure sets them. */
export function mirrorNames(lang: Language): MirrorShares {
  const { efficiency, timing, data_diet, circularity } = SHARE_WORDS[lang].mirrors;
  return {
    efficiency: efficiency.name,
    timing: timing.name,
    data_diet: data_diet.name,
    circularity: circularity.name,
  };
}

/** The verdict; the part that ages turns by itself where the script runs. */
function Headline({ verdict, organisation }: { verdict: Verdict; organisation: OrganisationView }): VNode {
  if (verdict.parts === undefined || verdict.parts === null) return <p class="verdict">{verdict.headline}</p>;
  const [before, fresh, after] = verdict.parts;
  const { live } = organisation.freshness;
  return (
    <p class="verdict">
      {before}
      <span class={`live-${live}`} data-fresh={organisation.party_id}>
        {fresh}
      </span>
      {after}
    </p>
  );
}

function OpenDisputes({ organisation, lang }: { organisation: OrganisationView; lang: Language }): VNode | null {
  const open = organisation.disputes.filter((dispute) => dispute.state === 'open').length;
  if (open === 0) return null;
  return (
    <p class="notice disputed">
      <a href="#disputes">{ORGANISATION_WORDS[lang].verdict.underDispute(open)}</a>
    </p>
  );
}

/** Tier and state by shape and word, and the way to check them. A tier that does not stand is named second and muted. */
function Marks({ organisation, lang }: { organisation: OrganisationView; lang: Language }): VNode {
  const { certificate, audit } = organisation;
  const words = ORGANISATION_WORDS[lang];
  if (certificate === null) {
    return (
      <p class="marks">
        {audit === null ? (
          <StateName state="no_audit" size={18} words={words.facts.noAudit} />
        ) : (
          <StateName state="declared" size={18} words={words.facts.declaredOnly} />
        )}
      </p>
    );
  }
  const { state, tier, id } = certificate;
  const stands = isStanding(state);
  return (
    <p class="marks">
      {stands && <TierName tier={tier} size={20} />}
      {state !== 'active' && <StateName state={state} size={18} words={capitalise(words.certificates.states[state])} />}
      {!stands && (
        <span class="ended">
          {tier} {words.facts.until}
        </span>
      )}
      <a class="check screen-only" href={`/verify?certificate=${urlSegment(id)}`} data-recompute>
        {words.facts.check}
      </a>
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

function figureTone({ tier, state }: OrganisationView): string {
  return tier === null || !isStanding(state) ? 'tier-none' : tierClass(tier);
}

function Website({ organisation, lang }: { organisation: OrganisationView; lang: Language }): VNode {
  const { domain } = organisation;
  if (domain === null) return <p class="domain quiet">{ORGANISATION_WORDS[lang].facts.noDomain}</p>;
  return (
    <p class="domain">
      <a href={`https://${domain}/`} rel="noopener nofollow external">
        {domain}
      </a>
    </p>
  );
}
