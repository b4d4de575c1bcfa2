import type { VNode } from 'preact';
import type { HourProfile } from '../../core/live/hour-profile.ts';
import type { LiveDays } from '../../core/live/live-days.ts';
import type { OrganisationView } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';
import type { Section } from './words/organisation-words.ts';

interface ContentsProps {
  readonly organisation: OrganisationView;
  readonly days: LiveDays | null;
  readonly profile: HourProfile | null;
  readonly lang: Language;
}

/** The page's parts at a glance, for whoever stays longer than eight seconds. */
export function Contents(props: ContentsProps): VNode {
  const { organisation, lang } = props;
  const { sections } = ORGANISATION_WORDS[lang];
  return (
    <nav class="contents screen-only" aria-label={organisation.name}>
      <ul>
        {sectionsOf(props).map((section) => (
          <li key={section}>
            <a href={`#${section}`}>{sections[section]}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function sectionsOf({ organisation, days, profile }: ContentsProps): readonly Section[] {
  const { audit, live_evaluation: live, disputes } = organisation;
  const hasAudit = audit !== null;
  const there: readonly (readonly [Section, boolean])[] = [
    ['disputes', disputes.length > 0],
    ['shares', hasAudit],
    ['hours', profile !== null],
    ['live', live !== null || days !== null],
    ['invisible', hasAudit],
    ['proof', hasAudit],
    ['certificates', hasAudit],
    ['audits', hasAudit],
    ['history', true],
    ['badge', true],
  ];
  return there.filter(([, isThere]) => isThere).map(([section]) => section);
}
