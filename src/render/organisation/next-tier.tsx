import type { VNode } from 'preact';
import type { Tier } from '../../core/methodology/cms-1.ts';
import { type Lack, lackOf, nextTier } from '../../core/next-tier.ts';
import type { AuditView, OrganisationView } from '../../core/views.ts';
import type { Language } from '../lang.ts';
import { TableRegion } from '../parts.tsx';
import { capitalise, keepUnits } from '../words.ts';
import { codeText } from './local.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

interface NextTierProps {
  readonly organisation: OrganisationView;
  readonly audit: AuditView;
  readonly lang: Language;
}

/** What fails for the next tier: what it needs and what is there. */
export function NextTier({ organisation, audit, lang }: NextTierProps): VNode {
  const words = ORGANISATION_WORDS[lang].next;
  const tier = nextTier(organisation.tier);
  if (tier === undefined) {
    return (
      <section class="block screen-only" aria-labelledby="next">
        <h2 id="next">{words.top}</h2>
        <p class="lead">{words.topLead(organisation.tier ?? '')}</p>
      </section>
    );
  }
  const { from, failing } = lackOf(tier, audit.failing, organisation.live_evaluation);
  return (
    <section class="block screen-only" aria-labelledby="next">
      <h2 id="next">{words.missing(tier)}</h2>
      {failing.length === 0 ? (
        <NothingFails tier={tier} audit={audit} lang={lang} />
      ) : (
        <Failing tier={tier} failing={failing} from={from} lang={lang} />
      )}
    </section>
  );
}

function NothingFails({ tier, audit, lang }: { tier: Tier; audit: AuditView; lang: Language }): VNode {
  const reasons = audit.decision.reasons;
  return (
    <>
      <p class="lead">{ORGANISATION_WORDS[lang].next.allThere(tier)}</p>
      {reasons.length > 0 && (
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{capitalise(codeText(reason, lang))}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Conditions that do not hold: what each needs and what there is. */
export function Failing({ tier, failing, from, lang = 'en' }: Lack & { tier: Tier; lang?: Language }): VNode {
  const words = ORGANISATION_WORDS[lang].next;
  const [condition, needs, has] = words.columns;
  return (
    <>
      <p class="lead">
        {words.lead(failing.length, tier)}
        {from === 'live' && ` ${words.byLive}`}
      </p>
      <TableRegion label={words.columns.join(', ')}>
        <table class="need-have">
          <thead>
            <tr>
              <th scope="col">{condition}</th>
              <th scope="col">{needs}</th>
              <th scope="col">{has}</th>
            </tr>
          </thead>
          <tbody>
            {failing.map((reason) => (
              <tr key={reason.code}>
                <th scope="row">{codeText(reason.code, lang)}</th>
                <td>{need(reason.need, words.atLeast)}</td>
                <td>{keepUnits(reason.have)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </>
  );
}

/** `>= 40 %` in words. */
function need(text: string, atLeast: (value: string) => string): string {
  const [, value] = /^>= (.*)$/.exec(text) ?? [];
  return value === undefined ? keepUnits(text) : atLeast(keepUnits(value));
}
