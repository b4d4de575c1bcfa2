import type { VNode } from 'preact';
import { isStanding } from '../../core/certificate-state.ts';
import type { DossierCertificate } from '../../core/dossier.ts';
import { urlSegment } from '../escape.ts';
import type { Language } from '../lang.ts';
import { Day, StateName, TableRegion, TierName } from '../parts.tsx';
import { capitalise } from '../words.ts';
import { grouped } from './local.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

interface CertificatesProps {
  readonly certificates: readonly DossierCertificate[];
  readonly lang: Language;
}

/** Every certificate it ever held, in its state, with what proves it. None is ever deleted. */
export function Certificates({ certificates, lang }: CertificatesProps): VNode {
  const { sections, certificates: words } = ORGANISATION_WORDS[lang];
  const [tier, state, from, to, proof] = words.columns;
  return (
    <section class="block screen-only" aria-labelledby="certificates">
      <h2 id="certificates">{sections.certificates}</h2>
      {certificates.length === 0 ? (
        <p class="lead">{words.none}</p>
      ) : (
        <TableRegion label={words.columns.join(', ')}>
          <table class="certificates">
            <thead>
              <tr>
                <th scope="col">{tier}</th>
                <th scope="col" class="number">
                  %
                </th>
                <th scope="col">{state}</th>
                <th scope="col">{from}</th>
                <th scope="col">{to}</th>
                <th scope="col">{proof}</th>
              </tr>
            </thead>
            <tbody>
              {certificates.map((certificate) => (
                <Row key={certificate.id} certificate={certificate} lang={lang} />
              ))}
            </tbody>
          </table>
        </TableRegion>
      )}
    </section>
  );
}

function Row({ certificate, lang }: { certificate: DossierCertificate; lang: Language }): VNode {
  const { id, tier, state, composite_percent: percent, valid_from: from, valid_to: to, leaf } = certificate;
  const words = ORGANISATION_WORDS[lang].certificates;
  const address = `/v1/certificates/${urlSegment(id)}`;
  return (
    <tr class={isStanding(state) ? undefined : 'ended'}>
      <th scope="row">
        <TierName tier={tier} />
      </th>
      <td class="number">{percent}</td>
      <td>
        {state === 'active' ? (
          <span class="live-live">{words.states.active}</span>
        ) : (
          <StateName state={state} words={capitalise(words.states[state])} />
        )}
      </td>
      <td>
        <Day at={from} />
      </td>
      <td>
        <Day at={to} />
      </td>
      <td class="links">
        <a href={address}>JSON</a> <a href={`${address}.jwt`}>JWT</a> <a href={`${address}.zip`}>ZIP</a>{' '}
        <a href={`/verify?certificate=${urlSegment(id)}`}>{words.verify}</a>{' '}
        <a href={`/log/entries/${leaf}`}>{ORGANISATION_WORDS[lang].proof.entry(grouped(leaf, lang))}</a>
      </td>
    </tr>
  );
}
