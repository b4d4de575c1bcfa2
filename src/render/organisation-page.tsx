import type { VNode } from 'preact';
import type { LiveDays } from '../core/live/live-days.ts';
import type { HistoryItem, OrganisationView, Position } from '../core/views.ts';
import { urlSegment } from './escape.ts';
import { renderPage } from './layout.tsx';
import { LiveBlock } from './live/live-block.tsx';
import { Embed } from './organisation/embed.tsx';
import { Findings } from './organisation/findings.tsx';
import { Hero } from './organisation/hero.tsx';
import { History } from './organisation/history.tsx';
import { InvisibleWorkloads } from './organisation/invisible.tsx';
import { Mirrors } from './organisation/mirrors.tsx';
import { NextTier } from './organisation/next-tier.tsx';
import { RegistryFacts } from './organisation/registry-facts.tsx';
import type { PageContext } from './page-context.ts';
import { verdictOf } from './verdict.ts';
import { formatDay } from './words.ts';

export interface OrganisationPageInput extends PageContext {
  readonly organisation: OrganisationView;
  /** In any order; the page sorts by `seq`, newest first. */
  readonly history: readonly HistoryItem[];
  /** What is drawn of its telemetry; null where there is none. */
  readonly days: LiveDays | null;
  readonly position: Position;
  /** The `at` parameter of the request, when the visitor looks at the past. */
  readonly at?: string;
}

/** The page `/organisations/{id}`: verdict, then reason, then proof. */
export function renderOrganisationPage(input: OrganisationPageInput): string {
  const { organisation, at } = input;
  const id = urlSegment(organisation.party_id);
  const { headline, reason } = verdictOf(organisation);
  const past = at === undefined ? '' : `?at=${urlSegment(at)}`;
  const meta = {
    title: organisation.name,
    description: `${organisation.name}: ${headline} ${reason}`,
    path: `/organisations/${id}${past}`,
    json: `/v1/organisations/${id}${past}`,
    position: input.position,
    noindex: at !== undefined,
  };
  return renderPage(input, meta, <Organisation {...input} />);
}

function Organisation({ organisation, history, days, position, origin, at }: OrganisationPageInput): VNode {
  const { audit, certificate } = organisation;
  const score = certificate?.score ?? audit?.score;
  return (
    <>
      {at !== undefined && (
        <aside class="travel-banner" aria-label="A past state">
          <p class="wrap">
            As it stood on {formatDay(position.as_of)}.{' '}
            <a href={`/organisations/${urlSegment(organisation.party_id)}`}>See today</a>
          </p>
        </aside>
      )}
      <Hero organisation={organisation} />
      <div class="wrap blocks">
        <LiveBlock organisation={organisation} days={days} />
        {audit !== null && (
          <div class="pair">
            <NextTier organisation={organisation} audit={audit} />
            <InvisibleWorkloads audit={audit} />
          </div>
        )}
        {score !== undefined && <Mirrors score={score} />}
        {audit !== null && (
          <div class="pair">
            <Findings audit={audit} />
            <RegistryFacts organisation={organisation} audit={audit} />
          </div>
        )}
        <History history={history} />
        <Embed organisation={organisation} origin={origin} />
      </div>
    </>
  );
}
