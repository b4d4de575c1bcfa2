import type { VNode } from 'preact';
import type { LiveView } from '../../core/live/live-view.ts';
import type { AuditView, CertificateView, OpinionView, OrganisationView } from '../../core/views.ts';
import { urlSegment } from '../escape.ts';
import { Day, Digest } from '../parts.tsx';
import { formatShare, groupDigits } from '../words.ts';

const RESULTS: Readonly<Record<OpinionView['result'], string>> = {
  accept: 'accepts',
  reject: 'rejects',
  more_information: 'asks for more information',
};

/** Who vouches for the figures, and what the registry itself knows about them. */
export function RegistryFacts({ organisation, audit }: { organisation: OrganisationView; audit: AuditView }): VNode {
  return (
    <section class="block" aria-labelledby="vouch">
      <h2 id="vouch">Who vouches for it</h2>
      {audit.opinions.length === 0 ? (
        <p class="lead">No auditor has given an opinion. The figures are declared by the organisation alone.</p>
      ) : (
        <ul class="opinions">
          {audit.opinions.map((opinion) => (
            <Opinion key={opinion.digest} opinion={opinion} />
          ))}
        </ul>
      )}
      <h3>What the registry knows by itself</h3>
      <Facts audit={audit} live={organisation.live_evaluation} />
      <h3>Documents</h3>
      <Documents organisation={organisation} audit={audit} />
    </section>
  );
}

function Opinion({ opinion }: { opinion: OpinionView }): VNode {
  return (
    <li class={opinion.standing ? undefined : 'replaced'}>
      <strong>{opinion.auditor}</strong> {RESULTS[opinion.result]}
      {opinion.result === 'accept' && (
        <>
          {' '}
          at level {opinion.level}, scope {formatShare(opinion.scope_share)} % of the organisation’s IT energy
        </>
      )}
      , <Day at={opinion.accepted_at} />
      {!opinion.standing && <> (replaced by a later opinion)</>}{' '}
      <Digest value={opinion.digest} href={`/v1/statements/${opinion.digest}.jws`} />
    </li>
  );
}

/** Where telemetry is evaluated, its newest figures stand in for those the audit was decided by. */
function Facts({ audit, live }: { audit: AuditView; live: LiveView | null }): VNode {
  const { score } = audit;
  const facts = { ...audit.facts, ...live };
  return (
    <dl class="facts">
      <Fact name="Countersigned">{facts.countersigned ? 'yes' : 'no'}</Fact>
      <Fact name="Assurance reached">{facts.assurance_level === 0 ? 'none' : `level ${facts.assurance_level}`}</Fact>
      <Fact name="Scope, share of all its IT energy">
        {facts.scope_share === null ? 'not confirmed' : `${formatShare(facts.scope_share)} %`}
      </Fact>
      <Fact name="Measured, share of IT energy">{`${formatShare(score.facts.measured_share)} %`}</Fact>
      <Fact name="Lowest coverage of a site">{`${formatShare(score.facts.min_site_coverage)} % of intervals`}</Fact>
      <Fact name="Live telemetry">
        {facts.telemetry_days === 0
          ? 'none'
          : `${groupDigits(facts.telemetry_days)} days, ${formatShare(facts.telemetry_coverage)} % of intervals`}
      </Fact>
      <Fact name="Surveillance audit against live figure">
        {facts.surveillance_delta_points === null ? 'none' : `${facts.surveillance_delta_points} points`}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Documents({ organisation, audit }: { organisation: OrganisationView; audit: AuditView }): VNode {
  const id = urlSegment(organisation.party_id);
  return (
    <ul class="documents">
      <li>
        Audit, as signed: <Digest value={audit.digest} href={`/v1/statements/${audit.digest}.jws`} /> ·{' '}
        <a href={`/v1/audits/${audit.digest}`}>judged, JSON</a>
      </li>
      {organisation.certificate !== null && <CertificateLinks certificate={organisation.certificate} />}
      <li>
        Organisation: <a href={`/v1/organisations/${id}`}>JSON</a> ·{' '}
        <a href={`/v1/organisations/${id}/history`}>history</a> · <a href={`/v1/parties/${id}/keys`}>keys</a>
      </li>
    </ul>
  );
}

function CertificateLinks({ certificate }: { certificate: CertificateView }): VNode {
  const id = urlSegment(certificate.id);
  return (
    <>
      <li>
        Certificate: <Digest value={certificate.id} href={`/v1/certificates/${id}`} />, issued in{' '}
        <a href={`/log/entries/${certificate.leaf}`}>log entry {groupDigits(certificate.leaf)}</a> under{' '}
        {certificate.methodology} <Digest value={certificate.methodology_sha256} />
      </li>
      <li>
        <a href={`/verify?certificate=${id}`}>Verify this yourself</a> ·{' '}
        <a href={`/v1/certificates/${id}.zip`}>all evidence, zip</a> ·{' '}
        <a href={`/v1/certificates/${id}.jwt`}>signed credential, JWT</a>
      </li>
    </>
  );
}
