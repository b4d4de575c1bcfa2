import type { VNode } from 'preact';
import type { DisputeView } from '../../core/dispute-view.ts';
import { urlSegment } from '../escape.ts';
import type { Language } from '../lang.ts';
import { Day, Digest } from '../parts.tsx';
import { grouped } from './local.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';
import type { OrganisationWords } from './words/organisation-words.ts';

interface DisputesProps {
  readonly disputes: readonly DisputeView[];
  readonly lang: Language;
}

/** Objections that were admitted: what is being examined with its clock, what was decided with its reason. */
export function Disputes({ disputes, lang }: DisputesProps): VNode | null {
  if (disputes.length === 0) return null;
  const { sections, disputes: words } = ORGANISATION_WORDS[lang];
  return (
    <section class="block disputes-block" aria-labelledby="disputes">
      <h2 id="disputes">{sections.disputes}</h2>
      <p class="lead">{words.lead}</p>
      <ul class="disputes">
        {disputes.map((dispute) => (
          <Dispute key={dispute.id} dispute={dispute} lang={lang} />
        ))}
      </ul>
    </section>
  );
}

function outcomeText({ state, outcome }: DisputeView, words: OrganisationWords['disputes']): string {
  if (state === 'open') return words.open;
  return outcome === 'deny' ? words.upheld : words.setAside;
}

function Dispute({ dispute, lang }: { dispute: DisputeView; lang: Language }): VNode {
  const { id, state, outcome, deadlines, evidence_sha256: evidence } = dispute;
  const { disputes: words, history, facts } = ORGANISATION_WORDS[lang];
  return (
    <li class={`dispute dispute-${state} outcome-${outcome ?? 'none'}`}>
      <h3>{outcomeText(dispute, words)}</h3>
      <p lang="en">{dispute.decision_reason ?? dispute.admission_reason}</p>
      <dl class="clock">
        <Moment name={words.admitted} at={dispute.admitted_at} />
        {dispute.closed_at === null ? (
          <>
            <Moment name={words.answerBy} at={deadlines.answer} />
            <Moment name={words.decideBy} at={deadlines.decision} />
          </>
        ) : (
          <Moment name={words.decided} at={dispute.closed_at} />
        )}
      </dl>
      <p class="quiet">
        {words.evidence} <Digest value={evidence} /> · <a href={`/v1/disputes/${urlSegment(id)}`}>JSON</a> ·{' '}
        <a href={`/log/entries/${dispute.admitted_seq}`}>
          {history.entry} {grouped(dispute.admitted_seq, lang)}
        </a>
        {dispute.certificate_id !== null && (
          <>
            {' · '}
            <a href={`/v1/certificates/${urlSegment(dispute.certificate_id)}`}>{facts.certificate}</a>
          </>
        )}
      </p>
    </li>
  );
}

function Moment({ name, at }: { name: string; at: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Day at={at} />
      </dd>
    </div>
  );
}
