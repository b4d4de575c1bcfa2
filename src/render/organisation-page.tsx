import type { VNode } from 'preact';
import type { Dossier } from '../core/dossier.ts';
import type { HourProfile } from '../core/live/hour-profile.ts';
import type { LiveDays } from '../core/live/live-days.ts';
import type { HistoryItem, OrganisationView, Position } from '../core/views.ts';
import { urlSegment } from './escape.ts';
import { renderPage } from './layout.tsx';
import { Hours } from './live/hours.tsx';
import { LiveBlock } from './live/live-block.tsx';
import { Audits } from './organisation/audits.tsx';
import { Certificates } from './organisation/certificates.tsx';
import { Contents } from './organisation/contents.tsx';
import { Disputes } from './organisation/disputes.tsx';
import { Embed } from './organisation/embed.tsx';
import { RegistryFacts } from './organisation/facts.tsx';
import { Findings } from './organisation/findings.tsx';
import { Hero } from './organisation/hero.tsx';
import { History } from './organisation/history.tsx';
import { InvisibleWorkloads } from './organisation/invisible.tsx';
import { organisationJsonLd } from './organisation/json-ld.ts';
import { longDay } from './organisation/local.ts';
import { Mirrors } from './organisation/mirrors.tsx';
import { NextTier } from './organisation/next-tier.tsx';
import { Proof } from './organisation/proof.tsx';
import { ORGANISATION_WORDS } from './organisation/words/in-every-language.ts';
import type { PageContext } from './page-context.ts';
import { verdictOf } from './verdict.ts';

export interface OrganisationPageInput extends PageContext {
  readonly organisation: OrganisationView;
  /** In any order; the page sorts by `seq`, newest first. */
  readonly history: readonly HistoryItem[];
  readonly dossier: Dossier;
  /** What is drawn of its telemetry; null where there is none. */
  readonly days: LiveDays | null;
  /** Its unattributed energy by hour of the day; null before a whole week. */
  readonly profile: HourProfile | null;
  /** Verifier keys of the log, the current one first. */
  readonly vkeys: readonly string[];
  readonly position: Position;
  /** The `at` parameter of the request, when the visitor looks at the past. */
  readonly at?: string;
}

/** Ticks, and verifies in place once it is asked to. */
const SCRIPT = '/assets/organisation.js';

/** The page `/organisations/{id}`: verdict, then reason, then proof. */
export function renderOrganisationPage(input: OrganisationPageInput): string {
  const { organisation, at, origin, lang } = input;
  const id = urlSegment(organisation.party_id);
  const { headline, reason } = verdictOf(organisation, lang);
  const past = at === undefined ? '' : `?at=${urlSegment(at)}`;
  const meta = {
    title: organisation.name,
    description: `${organisation.name}: ${headline} ${reason}`,
    path: `/organisations/${id}${past}`,
    oembed: `/organisations/${id}`,
    json: `/v1/organisations/${id}${past}`,
    feed: `/organisations/${id}/feed.atom`,
    position: input.position,
    noindex: at !== undefined,
    script: SCRIPT,
    image: `${origin}/cards/${id}.png`,
    jsonLd: organisationJsonLd(organisation, input),
  };
  return renderPage(input, meta, <Organisation {...input} />);
}

function Organisation(input: OrganisationPageInput): VNode {
  const { organisation, history, dossier, days, profile, origin, vkeys, lang } = input;
  const { audit, certificate } = organisation;
  const score = certificate?.score ?? audit?.score;
  return (
    <>
      <Past {...input} />
      <Hero organisation={organisation} auditors={dossier.auditors} position={input.position} lang={lang} />
      <div class="wrap blocks organisation-blocks">
        <Contents organisation={organisation} days={days} profile={profile} lang={lang} />
        <Disputes disputes={organisation.disputes} lang={lang} />
        {score !== undefined && <Mirrors score={score} lang={lang} />}
        {profile !== null && <Hours profile={profile} tier={organisation.tier} lang={lang} />}
        <LiveBlock organisation={organisation} days={days} lang={lang} />
        {audit !== null && (
          <div class="pair">
            <NextTier organisation={organisation} audit={audit} lang={lang} />
            <InvisibleWorkloads audit={audit} lang={lang} />
          </div>
        )}
        <Proof organisation={organisation} origin={origin} vkeys={vkeys} lang={lang} />
        {audit !== null && <Certificates certificates={dossier.certificates} lang={lang} />}
        {audit !== null && <Audits id={organisation.party_id} dossier={dossier} lang={lang} />}
        {audit !== null && (
          <div class="pair">
            <Findings audit={audit} lang={lang} />
            <RegistryFacts organisation={organisation} audit={audit} lang={lang} />
          </div>
        )}
        <History history={history} lang={lang} />
        <Embed organisation={organisation} lang={lang} />
      </div>
    </>
  );
}

/** Says that the page shows a past state, and which. */
function Past({ at, position, organisation, lang }: OrganisationPageInput): VNode | null {
  if (at === undefined) return null;
  const words = ORGANISATION_WORDS[lang].facts;
  return (
    <aside class="travel-banner" aria-label={words.pastBanner(position.as_of.slice(0, 10))}>
      <p class="wrap">
        {words.pastBanner(longDay(position.as_of, lang))}{' '}
        <a href={`/organisations/${urlSegment(organisation.party_id)}`}>{words.seeToday}</a>
      </p>
    </aside>
  );
}
