import type { VNode } from 'preact';
import type { LiveView } from '../../core/live/live-view.ts';
import type { AuditView, OrganisationView } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { formatShare } from '../words.ts';
import { AUDIT_WORDS } from './audit-words.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

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
      <Facts audit={audit} live={organisation.live_evaluation} lang={lang} />
    </section>
  );
}

interface FactListProps {
  readonly audit: AuditView;
  readonly live: LiveView | null;
  readonly lang: Language;
}

/** Where telemetry is evaluated, its newest figures stand in for those the audit was decided by. */
function Facts({ audit, live, lang }: FactListProps): VNode {
  const { score } = audit;
  const facts = { ...audit.facts, ...live };
  const { facts: words } = AUDIT_WORDS[lang];
  const { surveillance_delta_points: delta, scope_share: scope, telemetry_days: days } = facts;
  const level = facts.assurance_level;
  return (
    <dl class="facts">
      <Fact name={words.countersigned}>{facts.countersigned ? words.yes : words.no}</Fact>
      <Fact name={words.assurance}>{level === 0 ? words.none : ORGANISATION_WORDS[lang].facts.level(level)}</Fact>
      <Fact name={words.scope}>{scope === null ? words.notConfirmed : `${formatShare(scope)} %`}</Fact>
      <Fact name={words.measured}>{`${formatShare(score.facts.measured_share)} %`}</Fact>
      <Fact name={words.lowest}>{words.ofIntervals(formatShare(score.facts.min_site_coverage))}</Fact>
      <Fact name={words.telemetry}>
        {days === 0 ? words.none : words.days(days, formatShare(facts.telemetry_coverage))}
      </Fact>
      <Fact name={words.surveillance}>{delta === null ? words.none : words.points(delta)}</Fact>
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
