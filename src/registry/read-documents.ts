import { assertThat } from '../core/errors.ts';
import { type Digest, isDigest, REGISTRY } from '../core/ids.ts';
import type { AuditView, CertificateView, Position } from '../core/views.ts';
import { renderAudit } from './audit-view.ts';
import type { Deps } from './ports.ts';
import { certificateView } from './publish.ts';
import { requirePublic } from './read-organisation.ts';

const requireDigest = (text: string): Digest => {
  assertThat(isDigest(text), 'not_found', 'no such statement');
  return text;
};

/** An audit as it stands. @throws RegistryError not_found */
export function readAudit(deps: Deps, digest: string, position: Position): Promise<AuditView> {
  return deps.ledger.read(async (tx) => {
    const audit = await tx.audits.find(requireDigest(digest));
    assertThat(audit !== undefined && audit.acceptedSeq <= position.seq, 'not_found', 'no such audit');
    return renderAudit(tx, await requirePublic(tx, audit.partyId), audit);
  });
}

/** The exact bytes of an accepted statement, public once its issuer is (statements section 7). @throws RegistryError not_found */
export function readStatement(deps: Deps, digest: string): Promise<string> {
  return deps.ledger.read(async (tx) => {
    const statement = await tx.statements.find(requireDigest(digest));
    assertThat(statement !== undefined, 'not_found', 'no such statement');
    if (statement.claims.iss !== REGISTRY) await requirePublic(tx, statement.claims.iss);
    return statement.jws;
  });
}

const CERTIFICATE_ID = /^[0-9a-f-]{36}$/;

/** A certificate with its present state. @throws RegistryError not_found */
export function readCertificate(deps: Deps, id: string, position: Position): Promise<CertificateView> {
  return deps.ledger.read(async (tx) => {
    const certificate = CERTIFICATE_ID.test(id) ? await tx.certificates.find(id) : undefined;
    assertThat(certificate !== undefined && certificate.leaf <= position.seq, 'not_found', 'no such certificate');
    return certificateView(certificate);
  });
}
