import type { VNode } from 'preact';
import type { OwnPartyView } from '../core/own-view.ts';
import type { Position } from '../core/views.ts';
import { renderPage } from './layout.tsx';
import { Progress } from './live/progress.tsx';
import { LiveWord } from './live-word.tsx';
import { Arrivals } from './me/arrivals.tsx';
import { Attempts } from './me/attempts.tsx';
import { Energy } from './me/energy.tsx';
import { ownVerdict } from './me/me-words.ts';
import { SignIn } from './me/sign-in.tsx';
import { FindingItem } from './organisation/findings.tsx';
import { Failing } from './organisation/next-tier.tsx';
import type { PageContext } from './page-context.ts';
import { CopyButton } from './parts.tsx';
import { isoMoment } from './words.ts';

const META = {
  title: 'Your own view',
  description: 'What a holder sees of its own telemetry: energy nobody answers for, coverage, refusals, the next tier.',
  path: '/me',
  noindex: true,
};

export interface SignInPageInput extends PageContext {
  /** Why the token that was given opens nothing. */
  readonly fault?: string;
}

/** The page `/me` before a token is given. */
export function renderSignInPage(input: SignInPageInput): string {
  const command = 'npm run -s cli -- me --token --party PARTY --key KEY.jwk.json';
  return renderPage(
    input,
    META,
    <section class="horizon-hero plain" aria-label="Your own view">
      <div class="wrap above">
        <div class="headline">
          <h1>Your own view.</h1>
          <p class="reason">
            What your meters saw and nobody answers for, hour by hour; what is missing for the next tier; what was
            refused, and since when. Only you can read it.
          </p>
        </div>
      </div>
      <div class="wrap below">
        <SignIn {...(input.fault === undefined ? {} : { fault: input.fault })} />
        <div class="snippet">
          <p>
            A token lives ten minutes. Your key buys one: <CopyButton value={command} what="the command" />
          </p>
          <pre tabindex={0}>
            <code>{command}</code>
          </pre>
        </div>
        <p class="quiet fine">
          The token is used for this one answer and stored nowhere, here or in your browser. The same view as JSON:{' '}
          <code>GET /v1/me</code> with <code>Authorization: Bearer …</code>
        </p>
      </div>
    </section>,
  );
}

export interface MePageInput extends PageContext {
  readonly view: OwnPartyView;
  readonly position: Position;
  /** When the view was made. */
  readonly at: string;
}

/** The page `/me` of a party: what it must know first, then why, then the numbers. */
export function renderMePage(input: MePageInput): string {
  return renderPage(input, { ...META, position: input.position }, <Me {...input} />);
}

function Me({ view, at }: MePageInput): VNode {
  const { headline, reason, tone } = ownVerdict(view);
  return (
    <>
      <section class={`horizon-hero plain own tone-${tone}`} aria-label="What you must know first">
        <div class="wrap above">
          <div class="headline">
            <p class="crumb">{view.name}, your own view</p>
            <h1>{headline}</h1>
            <p class="reason">{reason}</p>
          </div>
        </div>
        <div class="wrap below">
          <KeyFacts view={view} at={at} />
        </div>
      </section>
      <div class="wrap blocks">
        <Energy view={view} />
        <div class="pair">
          <Next view={view} />
          <Flags view={view} />
        </div>
        <Arrivals coverage={view.coverage} sites={view.sites} />
        <Attempts attempts={view.attempts} />
        <section class="block screen-only" aria-labelledby="again">
          <h2 id="again">Look again</h2>
          <p class="lead">Nothing was kept, so a later look takes a token again.</p>
          <SignIn />
        </section>
      </div>
    </>
  );
}

function KeyFacts({ view, at }: { view: OwnPartyView; at: string }): VNode {
  return (
    <dl class="key-facts">
      <div>
        <dt>As of</dt>
        <dd>
          <time datetime={at}>{isoMoment(at)}</time>
        </dd>
      </div>
      {view.sites.map(({ site_id, freshness, age_seconds }) => (
        <div key={site_id}>
          <dt>{site_id}</dt>
          <dd>
            {freshness === 'none' ? (
              <span class="quiet">nothing sent yet</span>
            ) : (
              <LiveWord freshness={{ live: freshness, age_seconds, at }} />
            )}
          </dd>
        </div>
      ))}
      {view.webhooks_disabled.map(({ id, url, disabled_reason }) => (
        <div key={id}>
          <dt>Webhook disabled</dt>
          <dd>
            {new URL(url).host}: {disabled_reason}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Next({ view }: { view: OwnPartyView }): VNode {
  const { next_tier: next, live_evaluation: live } = view;
  return (
    <section class="block" aria-labelledby="next">
      <h2 id="next">{next === null ? 'The next tier' : `What is missing for ${next.tier}`}</h2>
      {live?.progress != null && <Progress progress={live.progress} />}
      {next === null && (
        <p class="lead">{view.audit === null ? 'No audit was declared yet.' : 'There is no tier above yours.'}</p>
      )}
      {next !== null && next.failing.length === 0 && <p class="lead">Every figure it asks for is there.</p>}
      {next !== null && next.failing.length > 0 && <Failing {...next} />}
    </section>
  );
}

function Flags({ view: { flags } }: { view: OwnPartyView }): VNode {
  return (
    <section class="block" aria-labelledby="flags">
      <h2 id="flags">What your data give away</h2>
      <p class="lead">
        The rules an auditor’s questions begin with, over the last 14 days. No tier is decided by them.
      </p>
      {flags.length === 0 ? (
        <p>No flat line, no pasted day, nothing too perfect, nothing filled in by formula.</p>
      ) : (
        <ul>
          {flags.map((flag) => (
            <FindingItem key={`${flag.code} ${flag.message}`} finding={{ ...flag, pointer: '' }} />
          ))}
        </ul>
      )}
    </section>
  );
}
