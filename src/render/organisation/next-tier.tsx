import type { VNode } from 'preact';
import type { Tier } from '../../core/methodology/cms-1.ts';
import { type Lack, lackOf, nextTier } from '../../core/next-tier.ts';
import type { AuditView, OrganisationView } from '../../core/views.ts';
import { TableRegion } from '../parts.tsx';
import { reasonWords } from '../reason-words.ts';
import { capitalise, count, keepUnits } from '../words.ts';

/** What fails for the next tier: what it needs and what is there. */
export function NextTier({ organisation, audit }: { organisation: OrganisationView; audit: AuditView }): VNode {
  const tier = nextTier(organisation.tier);
  if (tier === undefined) {
    return (
      <section class="block" aria-labelledby="next">
        <h2 id="next">Nothing above</h2>
        <p class="lead">{organisation.tier} is the highest tier; its conditions are evaluated again every day.</p>
      </section>
    );
  }
  const { from, failing } = lackOf(tier, audit.failing, organisation.live_evaluation);
  return (
    <section class="block" aria-labelledby="next">
      <h2 id="next">What is missing for {tier}</h2>
      {failing.length === 0 ? (
        <NothingFails tier={tier} audit={audit} />
      ) : (
        <Failing tier={tier} failing={failing} from={from} />
      )}
    </section>
  );
}

function NothingFails({ tier, audit }: { tier: Tier; audit: AuditView }): VNode {
  const reasons = audit.decision.reasons;
  return (
    <>
      <p class="lead">
        Every figure {tier} asks for is there.{reasons.length > 0 && ' What stands in the way is not a figure:'}
      </p>
      {reasons.length > 0 && (
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{capitalise(reasonWords(reason))}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Conditions that do not hold: what each needs and what there is. */
export function Failing({ tier, failing, from }: Lack & { tier: Tier }): VNode {
  return (
    <>
      <p class="lead">
        {count(failing.length, 'condition')} of {tier} {failing.length === 1 ? 'does' : 'do'} not hold. All must.
        {from === 'live' && ' Judged by the live figures of the last closed day.'}
      </p>
      <TableRegion label={`Conditions missing for ${tier}`}>
        <table class="need-have">
          <thead>
            <tr>
              <th scope="col">Condition</th>
              <th scope="col">{tier} needs</th>
              <th scope="col">There is</th>
            </tr>
          </thead>
          <tbody>
            {failing.map((reason) => (
              <tr key={reason.code}>
                <th scope="row">{reasonWords(reason.code)}</th>
                <td>{keepUnits(reason.need.replace('>=', 'at least'))}</td>
                <td>{keepUnits(reason.have)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </>
  );
}
