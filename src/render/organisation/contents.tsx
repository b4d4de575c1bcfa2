import type { VNode } from 'preact';
import type { OrganisationPageInput } from '../organisation-page.tsx';
import { ORGANISATION_WORDS, type Section } from './words/organisation-words.ts';

/** The page's parts at a glance, for whoever stays longer than eight seconds. */
export function Contents({ input }: { input: OrganisationPageInput }): VNode {
  const { sections } = ORGANISATION_WORDS[input.lang];
  return (
    <nav class="contents screen-only" aria-label={input.organisation.name}>
      <ul>
        {sectionsOf(input).map((section) => (
          <li key={section}>
            <a href={`#${section}`}>{sections[section]}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function sectionsOf({ organisation, days, profile }: OrganisationPageInput): readonly Section[] {
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
