import { addMonths } from '../core/calendar.ts';
import { type CertificateState, isCurrent } from '../core/certificate-state.ts';
import type { IssueDecision } from '../core/decision.ts';
import { assertThat } from '../core/errors.ts';
import type { Digest } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import { METHODOLOGY, type Tier } from '../core/methodology/cms-1.ts';
import { formatExactDecimal, formatRational } from '../core/rational.ts';
import { type LeafType, type LoggedLeaf, nextLeafTime } from '../log/leaf.ts';
import type { AuditRow, CertificateRow, OpinionRow } from './ports/audits.ts';
import type { Party } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';

/** Months a certificate is valid (methodology 3). */
const VALIDITY_MONTHS = 12;

/** The organisation's one current certificate: active, on watch or suspended. */
export async function currentCertificate(tx: Stores, party: Party): Promise<CertificateRow | undefined> {
  const all = await tx.certificates.of(party.partyId);
  return all.find(({ state }) => isCurrent(state));
}

/** The certificate an audit issued, if it did. */
export const certificateOf = async (tx: Stores, audit: AuditRow | undefined): Promise<CertificateRow | undefined> =>
  audit?.certificateId ? tx.certificates.find(audit.certificateId) : undefined;

/** Issues what was decided. The certificate before it is superseded in the same transaction, whatever its tier. */
export async function issueCertificate(
  tx: Stores,
  deps: Deps,
  subject: { party: Party; audit: AuditRow; accepts: readonly OpinionRow[]; decision: IssueDecision & { tier: Tier } },
  now: Date,
): Promise<CertificateRow> {
  const { party, audit, accepts, decision } = subject;
  const previous = await currentCertificate(tx, party);
  if (previous !== undefined) await changeCertificate(tx, previous, 'superseded', 'successor_issued', now);
  // The issuing leaf is the next one and the lock is held, so its time is known before it is written.
  const validFrom = nextLeafTime(now, (await tx.log.head())?.at ?? now);
  const validTo = addMonths(validFrom, VALIDITY_MONTHS);
  const id = deps.newId();
  const leaf = await recordLeaf(
    tx,
    now,
    {
      t: 'certificate.issued',
      org: party.partyId,
      certificate: id,
      tier: decision.tier,
      composite_6: audit.evaluation.score.composite_6,
      valid_from: formatUtcInstant(validFrom),
      valid_to: formatUtcInstant(validTo),
      in: [audit.digest, ...accepts.map((opinion) => opinion.digest)],
      methodology: METHODOLOGY,
      reason: 'decision',
    },
    party.partyId,
  );
  const certificate = certificateRow(deps, subject, { id, leaf, validTo });
  await tx.certificates.insert(certificate);
  await tx.audits.update(audit.digest, { certificateId: id });
  await supersedeOlder(tx, audit);
  return certificate;
}

/** An older audit is done with once a newer one is certified, also where its own certificate ended by itself. */
async function supersedeOlder(tx: Stores, { partyId, acceptedSeq }: AuditRow): Promise<void> {
  for (const older of await tx.audits.of(partyId)) {
    if (older.acceptedSeq < acceptedSeq && !older.superseded)
      await tx.audits.update(older.digest, { superseded: true });
  }
}

function certificateRow(
  deps: Deps,
  subject: { party: Party; audit: AuditRow; accepts: readonly OpinionRow[]; decision: IssueDecision & { tier: Tier } },
  issued: { id: string; leaf: LoggedLeaf; validTo: Date },
): CertificateRow {
  const { party, audit, accepts, decision } = subject;
  const { score, sites } = audit.evaluation;
  const share = decision.facts.scopeShare;
  return {
    id: issued.id,
    partyId: party.partyId,
    audit: audit.digest,
    state: 'active',
    reason: 'decision',
    validTo: issued.validTo,
    leaf: issued.leaf.seq,
    record: {
      id: issued.id,
      organisation: { party_id: party.partyId, name: party.legalName },
      scope: { sites, share: formatExactDecimal(share) ?? formatRational(share) },
      tier: decision.tier,
      score,
      audit_composite: score.composite_6,
      assurance_level: decision.facts.auditLevel,
      auditors: [...new Set(accepts.map((opinion) => opinion.auditor))],
      audits: [audit.digest],
      methodology: METHODOLOGY,
      methodology_sha256: deps.methodologySha256,
      valid_from: formatUtcInstant(issued.leaf.at),
      valid_to: formatUtcInstant(issued.validTo),
      leaf: issued.leaf.seq,
    },
  };
}

const LEAF_OF_STATE: Record<Exclude<CertificateState, 'watch'>, LeafType> = {
  active: 'certificate.reinstated',
  suspended: 'certificate.suspended',
  superseded: 'certificate.superseded',
  withdrawn: 'certificate.withdrawn',
  expired: 'certificate.expired',
};

/** Changes a certificate's state with its leaf and history row. */
export async function changeCertificate(
  tx: Stores,
  certificate: CertificateRow,
  state: Exclude<CertificateState, 'watch'>,
  reason: string,
  now: Date,
  cause: readonly Digest[] = [],
): Promise<LoggedLeaf> {
  const { record, partyId, id } = certificate;
  const leaf = await recordLeaf(
    tx,
    now,
    {
      t: LEAF_OF_STATE[state],
      org: partyId,
      certificate: id,
      tier: record.tier,
      composite_6: record.score.composite_6,
      valid_from: record.valid_from,
      valid_to: record.valid_to,
      in: cause,
      methodology: record.methodology,
      reason,
    },
    partyId,
  );
  await tx.certificates.setState(id, state, reason);
  if (state === 'withdrawn') await tx.parties.update(partyId, { withdrawnAt: leaf.at });
  return leaf;
}

/** Guards a change of state an officer asks for. @throws RegistryError not_found, state_conflict */
export async function requireCertificate(
  tx: Stores,
  id: string,
  holder: string,
  from: readonly CertificateState[],
): Promise<CertificateRow> {
  const certificate = await tx.certificates.find(id);
  assertThat(
    certificate !== undefined && certificate.partyId === holder,
    'not_found',
    'the subject holds no such certificate',
  );
  assertThat(from.includes(certificate.state), 'state_conflict', `the certificate is ${certificate.state}`);
  return certificate;
}
