import type { ComponentChildren, VNode } from 'preact';
import type { OrganisationView } from '../../core/views.ts';
import { urlSegment } from '../escape.ts';
import type { Language } from '../lang.ts';
import { CopyButton, Digest } from '../parts.tsx';
import { grouped } from './local.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

interface ProofProps {
  readonly organisation: OrganisationView;
  readonly origin: string;
  /** Verifier keys of the log, the current one first. */
  readonly vkeys: readonly string[];
  readonly lang: Language;
}

/**
 * How to believe none of it: recomputed in the visitor's browser where the script runs, by the page `/verify` where not, and in
 * one command without this server.
 */
export function Proof({ organisation, origin, vkeys, lang }: ProofProps): VNode | null {
  const { certificate, audit } = organisation;
  if (audit === null) return null;
  const { sections, proof } = ORGANISATION_WORDS[lang];
  return (
    <section class="block proof-block" aria-labelledby="proof">
      <h2 id="proof">{sections.proof}</h2>
      <p class="lead screen-only">{certificate === null ? proof.none : proof.lead}</p>
      {certificate !== null && (
        <>
          <p class="screen-only">
            <a class="primary recompute" href={`/verify?certificate=${urlSegment(certificate.id)}`} data-recompute>
              {proof.verify}
            </a>
          </p>
          <div
            id="verify"
            class="verify-here"
            data-origin={origin}
            data-vkeys={vkeys.join('\n')}
            data-certificate={certificate.id}
            hidden
          />
        </>
      )}
      <Proofs organisation={organisation} lang={lang} />
      {certificate !== null && <Command id={certificate.id} origin={origin} vkey={vkeys[0] ?? ''} lang={lang} />}
      <Objection organisation={organisation} origin={origin} lang={lang} />
    </section>
  );
}

function Proofs({ organisation, lang }: { organisation: OrganisationView; lang: Language }): VNode {
  const { certificate, audit, party_id: party } = organisation;
  const { proof, facts } = ORGANISATION_WORDS[lang];
  return (
    <dl class="proofs">
      {certificate !== null && (
        <>
          <Row name={facts.certificate}>
            <Digest value={certificate.id} href={`/v1/certificates/${urlSegment(certificate.id)}`} />
          </Row>
          <Row name={proof.leaf}>
            <a href={`/log/entries/${certificate.leaf}`}>{proof.entry(grouped(certificate.leaf, lang))}</a>
          </Row>
          <Row name={proof.methodology}>
            {certificate.methodology} <Digest value={certificate.methodology_sha256} />
          </Row>
        </>
      )}
      {audit !== null && (
        <>
          <Row name={proof.signedAudit}>
            <Digest value={audit.digest} href={`/v1/statements/${audit.digest}.jws`} />
          </Row>
          <Row name={proof.receipt} isScreenOnly>
            <a href={`/v1/receipts/${audit.digest}`}>JSON</a>
          </Row>
        </>
      )}
      {certificate !== null && (
        <>
          <Row name={proof.bundle} isScreenOnly>
            <a href={`/v1/certificates/${urlSegment(certificate.id)}.zip`}>ZIP</a>
          </Row>
          <Row name={proof.credential} isScreenOnly>
            <a href={`/v1/certificates/${urlSegment(certificate.id)}.jwt`}>JWT</a>
          </Row>
        </>
      )}
      <Row name={proof.json} isScreenOnly>
        <a href={`/v1/organisations/${urlSegment(party)}`}>JSON</a> ·{' '}
        <a href={`/v1/organisations/${urlSegment(party)}/history`}>{ORGANISATION_WORDS[lang].sections.history}</a> ·{' '}
        <a href={`/v1/parties/${urlSegment(party)}/keys`}>{proof.keys}</a>
      </Row>
    </dl>
  );
}

interface RowProps {
  readonly name: string;
  readonly isScreenOnly?: boolean;
  readonly children: ComponentChildren;
}

function Row({ name, isScreenOnly = false, children }: RowProps): VNode {
  return (
    <div class={isScreenOnly ? 'screen-only' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface CommandProps {
  readonly id: string;
  readonly origin: string;
  readonly vkey: string;
  readonly lang: Language;
}

function Command({ id, origin, vkey, lang }: CommandProps): VNode {
  const name = ORGANISATION_WORDS[lang].proof.command;
  const command = `curl -sO ${origin}/v1/certificates/${urlSegment(id)}.zip && npm run -s cli -- verify ${urlSegment(id)}.zip --vkey '${vkey}'`;
  return <Snippet name={name} code={command} />;
}

/** How anybody objects. What is sent is read by a person and shown only once it is admitted. */
function Objection({ organisation, origin, lang }: Omit<ProofProps, 'vkeys'>): VNode {
  const body = JSON.stringify({ organisation: organisation.party_id, grounds: '…', evidence_sha256: '…' });
  const command = `curl -H 'content-type: application/json' -d '${body}' ${origin}/v1/disputes`;
  return (
    <details class="more screen-only">
      <summary>{ORGANISATION_WORDS[lang].disputes.file}</summary>
      <p class="quiet" lang="en">
        Anybody may. Keep the evidence and send its SHA-256 in hexadecimal; nothing is shown before an officer admits
        it, and neither your words nor your address ever are.
      </p>
      <Snippet name="POST /v1/disputes" code={command} />
    </details>
  );
}

function Snippet({ name, code }: { name: string; code: string }): VNode {
  return (
    <div class="snippet">
      <p>
        {name} <CopyButton value={code} what={name} />
      </p>
      <pre tabindex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
