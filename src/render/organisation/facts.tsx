import type { VNode } from 'preact';
import type { LiveView } from '../../core/live/live-view.ts';
import type { AuditView, OrganisationView } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { formatShare, groupDigits } from '../words.ts';
import { ORGANISATION_WORDS } from './words/organisation-words.ts';

interface FactsProps {
  readonly organisation: OrganisationView;
  readonly audit: AuditView;
  readonly lang: Language;
}

/** What the registry itself holds about an audit: the conditions of tiers are judged by these. */
export function RegistryFacts({ organisation, audit, lang }: FactsProps): VNode {
  return (
    <section class="block screen-only" aria-labelledby="facts">
      <h2 id="facts">{ORGANISATION_WORDS[lang].sections.facts}</h2>
      <Facts audit={audit} live={organisation.live_evaluation} />
    </section>
  );
}

/** Where telemetry is evaluated, its newest figures stand in for those the audit was decided by. */
function Facts({ audit, live }: { audit: AuditView; live: LiveView | null }): VNode {
  const { score } = audit;
  const facts = { ...audit.facts, ...live };
  return (
    <dl class="facts" lang="en">
      <Fact name="Countersigned">{facts.countersigned ? 'yes' : 'no'}</Fact>
      <Fact name="Assurance reached">{facts.assurance_level === 0 ? 'none' : `level ${facts.assurance_level}`}</Fact>
      <Fact name="Scope, share of all its IT energy">
        {facts.scope_share === null ? 'not confirmed' : `${formatShare(facts.scope_share)} %`}
      </Fact>
      <Fact name="Measured, share of IT energy">{`${formatShare(score.facts.measured_share)} %`}</Fact>
      <Fact name="Lowest coverage of a site">{`${formatShare(score.facts.min_site_coverage)} % of intervals`}</Fact>
      <Fact name="Live telemetry">
        {facts.telemetry_days === 0
          ? 'none'
          : `${groupDigits(facts.telemetry_days)} days, ${formatShare(facts.telemetry_coverage)} % of intervals`}
      </Fact>
      <Fact name="Surveillance audit against live figure">
        {facts.surveillance_delta_points === null ? 'none' : `${facts.surveillance_delta_points} points`}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
