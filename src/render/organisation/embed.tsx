import type { VNode } from 'preact';
import type { OrganisationView } from '../../core/views.ts';
import { urlSegment } from '../escape.ts';
import type { Language } from '../lang.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

interface EmbedProps {
  readonly organisation: OrganisationView;
  readonly lang: Language;
}

/** The badge as it stands now, the way to put it on a site, and the way to hold the organisation against others. */
export function Embed({ organisation, lang }: EmbedProps): VNode {
  const id = urlSegment(organisation.party_id);
  const { sections, badge } = ORGANISATION_WORDS[lang];
  const text = `Carbon Mirror: ${organisation.name}`;
  const spoken = lang === 'en' ? '' : `&lang=${lang}`;
  const picture = (style: string): string => `/badges/${id}.svg?style=${style}&theme=auto${spoken}`;
  return (
    <section class="block screen-only" aria-labelledby="badge">
      <h2 id="badge">{sections.badge}</h2>
      <p class="lead">{badge.lead}</p>
      <p class="badges">
        <img src={picture('card')} alt={text} width="340" height="150" loading="lazy" />
        <img src={picture('flat')} alt="" height="40" loading="lazy" />
        <img src={picture('compact')} alt="" height="20" loading="lazy" />
      </p>
      <p class="onward">
        <a class="primary" href={`/for-sales/${id}`}>
          {badge.build}
        </a>
        <a href={`/compare?ids=${id}`}>{badge.compare}</a>
      </p>
    </section>
  );
}
