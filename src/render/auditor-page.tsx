import type { VNode } from 'preact';
import type { AuditorView, GivenOpinion } from '../core/auditor-view.ts';
import type { Position } from '../core/views.ts';
import { AUDITOR_WORDS } from './auditor/auditor-words.ts';
import { urlSegment } from './escape.ts';
import type { Language } from './lang.ts';
import { renderPage } from './layout.tsx';
import { grouped } from './organisation/local.ts';
import { ORGANISATION_WORDS } from './organisation/words/in-every-language.ts';
import type { PageContext } from './page-context.ts';
import { Day, Digest, TableRegion } from './parts.tsx';
import { isoDay } from './words.ts';

export interface AuditorPageInput extends PageContext {
  readonly auditor: AuditorView;
  readonly position: Position;
}

/** The page `/auditors/{id}`: what an auditor may sign, and what it signed. */
export function renderAuditorPage(input: AuditorPageInput): string {
  const { auditor, lang } = input;
  const id = urlSegment(auditor.party_id);
  const meta = {
    title: auditor.name,
    description: `${auditor.name}: ${verdictOf(auditor, lang)}`,
    path: `/auditors/${id}`,
    json: `/v1/parties/${id}`,
    position: input.position,
  };
  return renderPage(input, meta, <Auditor {...input} />);
}

function verdictOf({ state, levels, valid_to: until }: AuditorView, lang: Language): string {
  return AUDITOR_WORDS[lang].states[state](levels.join(', '), until === null ? '' : isoDay(until));
}

function Auditor({ auditor, lang }: AuditorPageInput): VNode {
  const words = AUDITOR_WORDS[lang];
  const stands = auditor.state === 'accredited';
  return (
    <>
      <section class={`horizon-hero plain tone-${stands ? 'good' : 'stop'}`} aria-label={auditor.name}>
        <div class="wrap above">
          <div class="headline">
            <p class="crumb">{ORGANISATION_WORDS[lang].facts.auditors}</p>
            <h1>{auditor.name}</h1>
            <p class="verdict">{verdictOf(auditor, lang)}</p>
            <p class="reason">{words.reason}</p>
          </div>
        </div>
        <div class="wrap below">
          <Facts auditor={auditor} lang={lang} />
        </div>
      </section>
      <div class="wrap blocks">
        <section class="block" aria-labelledby="opinions">
          <h2 id="opinions">{words.opinions}</h2>
          {auditor.opinions.length === 0 ? (
            <p class="lead">{words.none}</p>
          ) : (
            <Opinions opinions={auditor.opinions} lang={lang} />
          )}
        </section>
      </div>
    </>
  );
}

function Facts({ auditor, lang }: { auditor: AuditorView; lang: Language }): VNode {
  const words = AUDITOR_WORDS[lang];
  const numbers = [
    [words.audits, auditor.audits],
    [words.accepts, auditor.accepts],
    [words.rejects, auditor.rejects],
    [words.reversals, auditor.reversals],
  ] as const;
  return (
    <dl class="key-facts">
      {numbers.map(([name, number]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{grouped(number, lang)}</dd>
        </div>
      ))}
      <div>
        <dt>{words.since}</dt>
        <dd>
          <Day at={auditor.registered_at} />
        </dd>
      </div>
      <div>
        <dt>{words.country}</dt>
        <dd>{auditor.country}</dd>
      </div>
      <div>
        <dt>{words.website}</dt>
        <dd>
          <a href={auditor.website} rel="noopener nofollow external">
            {auditor.website.replace(/^https?:\/\/|\/$/g, '')}
          </a>
        </dd>
      </div>
    </dl>
  );
}

function Opinions({ opinions, lang }: { opinions: readonly GivenOpinion[]; lang: Language }): VNode {
  const { columns } = AUDITOR_WORDS[lang];
  return (
    <TableRegion label={columns.join(', ')}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {opinions.map((given) => (
            <Row key={given.opinion.digest} given={given} lang={lang} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function Row({ given: { opinion, organisation }, lang }: { given: GivenOpinion; lang: Language }): VNode {
  const { results, replaced } = ORGANISATION_WORDS[lang].audits;
  return (
    <tr>
      <th scope="row">
        <a href={`/organisations/${urlSegment(organisation.party_id)}`}>{organisation.name}</a>
      </th>
      <td class={`opinion-${opinion.result}`}>
        <strong>{results[opinion.result]}</strong>
        {!opinion.standing && <small> ({replaced})</small>}
      </td>
      <td>{opinion.level}</td>
      <td>
        <Day at={opinion.accepted_at} />
      </td>
      <td>
        <Digest value={opinion.digest} href={`/v1/statements/${opinion.digest}.jws`} />
      </td>
    </tr>
  );
}
