import type { VNode } from 'preact';
import type { Dossier, DossierAudit } from '../../core/dossier.ts';
import type { OpinionView } from '../../core/views.ts';
import { urlSegment } from '../escape.ts';
import type { Language } from '../lang.ts';
import { Day, TableRegion } from '../parts.tsx';
import { grouped } from './local.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

interface AuditsProps {
  readonly id: string;
  readonly dossier: Dossier;
  readonly lang: Language;
}

/** Its audits and who said what of them, dissent as plainly as assent. */
export function Audits({ id, dossier, lang }: AuditsProps): VNode {
  const { sections, audits: words } = ORGANISATION_WORDS[lang];
  const [window, composite, opinions, documents] = words.columns;
  return (
    <section class="block screen-only" aria-labelledby="audits">
      <h2 id="audits">{sections.audits}</h2>
      <TableRegion label={words.columns.join(', ')}>
        <table class="audits">
          <thead>
            <tr>
              <th scope="col">{window}</th>
              <th scope="col" class="number">
                {composite}, %
              </th>
              <th scope="col">{opinions}</th>
              <th scope="col">{documents}</th>
            </tr>
          </thead>
          <tbody>
            {dossier.audits.map((audit) => (
              <Row key={audit.digest} audit={audit} names={dossier.auditors} lang={lang} />
            ))}
          </tbody>
        </table>
      </TableRegion>
      {dossier.moreAudits > 0 && (
        <p>
          <a href={`/v1/organisations/${urlSegment(id)}/audits`}>{words.more}</a> (+ {dossier.moreAudits})
        </p>
      )}
    </section>
  );
}

type Names = ReadonlyMap<string, string>;

function Row({ audit, names, lang }: { audit: DossierAudit; names: Names; lang: Language }): VNode {
  const { digest, window, level, composite_percent: percent, opinions, accepted_seq: seq } = audit;
  const { audits: words, facts, history } = ORGANISATION_WORDS[lang];
  return (
    <tr>
      <th scope="row">
        <Day at={window.start} /> – <Day at={window.end} />
        <small>{facts.level(level)}</small>
      </th>
      <td class="number">{percent}</td>
      <td>
        {opinions.length === 0 ? (
          <span class="quiet">{words.noOpinion}</span>
        ) : (
          <ul class="opinions">
            {opinions.map((opinion) => (
              <Opinion key={opinion.digest} opinion={opinion} names={names} lang={lang} />
            ))}
          </ul>
        )}
      </td>
      <td class="links">
        <a href={`/v1/statements/${digest}.jws`}>{words.signed}</a>{' '}
        <a href={`/v1/receipts/${digest}`}>{words.receipt}</a> <a href={`/v1/audits/${digest}`}>JSON</a>{' '}
        <a href={`/log/entries/${seq}`}>
          {history.entry} {grouped(seq, lang)}
        </a>
      </td>
    </tr>
  );
}

function Opinion({ opinion, names, lang }: { opinion: OpinionView; names: Names; lang: Language }): VNode {
  const { auditor, result, accepted_at: at, digest, standing } = opinion;
  const words = ORGANISATION_WORDS[lang].audits;
  return (
    <li class={standing ? `opinion-${result}` : 'replaced'}>
      <a href={`/auditors/${urlSegment(auditor)}`}>{names.get(auditor) ?? auditor}</a>{' '}
      <strong>{words.results[result]}</strong>, <Day at={at} />
      {!standing && ` (${words.replaced})`} · <a href={`/v1/statements/${digest}.jws`}>JWS</a>
    </li>
  );
}
