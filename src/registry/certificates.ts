import { certificateEnd } from '../core/calendar.ts';
import { type CertificateState, isCurrent } from '../core/certificate-state.ts';
import { assertThat } from '../core/errors.ts';
import type { Digest, PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import { METHODOLOGY, type Tier } from '../core/methodology/cms-1.ts';
import type { ScoreJson } from '../core/methodology/score-json.ts';
import type { RegistryFacts } from '../core/methodology/tiers.ts';
import { formatExactDecimal, formatRational } from '../core/rational.ts';
import type { LeafBody, LeafType, LoggedLeaf } from '../log/leaf.ts';
import {
  type CertificateContent,
  nextLeafAt,
  type SignedCredential,
  signCredential,
  storeCredential,
} from './credentials.ts';
import type { AuditRow, CertificateRow, OpinionRow } from './ports/audits.ts';
import type { Party } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';
import { isRepeated } from './suspensions.ts';

/** The organisation's one current certificate: active, on watch or suspended. */
export async function currentCertificate(tx: Stores, party: Party): Promise<CertificateRow | undefined> {
  const all = await tx.certificates.of(party.partyId);
  return all.find(({ state }) => isCurrent(state));
}

/** The certificate an audit issued, if it did. */
export const certificateOf = async (tx: Stores, audit: AuditRow | undefined): Promise<CertificateRow | undefined> =>
  audit?.certificateId ? tx.certificates.find(audit.certificateId) : undefined;

/** What a certificate is issued on. */
interface Issue {
  readonly party: Party;
  readonly audit: AuditRow;
  readonly accepts: readonly OpinionRow[];
  readonly tier: Tier;
  readonly facts: Pick<RegistryFacts, 'scopeShare' | 'auditLevel'>;
  /** `decision`: an audit's own, or a live tier again on a newer audit. */
  readonly reason: 'decision' | 'upgrade' | 'downgrade';
  /** What is certified: the audit's score, or a live tier's decision figure. */
  readonly score: ScoreJson;
  /** Roots of the `telemetry.day` leaves it rests on, in log order. */
  readonly days: readonly string[];
}

/** Issues what was decided. The certificate before it is superseded in the same transaction, whatever its tier. */
export async function issueCertificate(tx: Stores, deps: Deps, issue: Issue, now: Date): Promise<CertificateRow> {
  const { party, audit, accepts, reason } = issue;
  const previous = await currentCertificate(tx, party);
  if (previous !== undefined) await changeCertificate(tx, previous, 'superseded', 'successor_issued', now);
  // The issuing leaf is the next one and the lock is held, so its time is known before it is written.
  const validFrom = await nextLeafAt(tx, now);
  const validTo = certificateEnd(validFrom);
  const content = certificateContent(deps, issue, { id: deps.newId(), validFrom, validTo });
  const credential = await signCredential(tx, deps, content, validTo, now);
  const grounds = [audit.digest, ...accepts.map((opinion) => opinion.digest), ...issue.days];
  const subject = { record: content, partyId: party.partyId };
  const change = { t: 'certificate.issued', reason, in: grounds } as const;
  const leaf = await recordChange(tx, subject, change, credential, now);
  const certificate = {
    id: content.id,
    partyId: party.partyId,
    audit: audit.digest,
    state: 'active',
    reason,
    validTo,
    leaf: leaf.seq,
    record: { ...content, leaf: leaf.seq },
  } as const;
  await tx.certificates.insert(certificate);
  await tx.audits.update(audit.digest, { certificateId: content.id });
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

function certificateContent(
  deps: Deps,
  { party, audit, accepts, tier, facts, score }: Issue,
  { id, validFrom, validTo }: { readonly id: string; readonly validFrom: Date; readonly validTo: Date },
): CertificateContent {
  const { score: audited, sites } = audit.evaluation;
  const share = facts.scopeShare;
  return {
    id,
    organisation: { party_id: party.partyId, name: party.legalName },
    scope: { sites, share: formatExactDecimal(share) ?? formatRational(share) },
    tier,
    score,
    audit_composite: audited.composite_6,
    assurance_level: facts.auditLevel,
    auditors: [...new Set(accepts.map((opinion) => opinion.auditor))],
    audits: [audit.digest],
    methodology: METHODOLOGY,
    methodology_sha256: deps.methodologySha256,
    valid_from: formatUtcInstant(validFrom),
    valid_to: formatUtcInstant(validTo),
  };
}

type Ending = 'suspended' | 'superseded' | 'withdrawn' | 'expired';
/** Expiry needs no status bit: the credentials end with the certificate. */
const REVOKES: readonly Ending[] = ['suspended', 'superseded', 'withdrawn'];
const LEAF_OF_ENDING: Readonly<Record<Ending, LeafType>> = {
  suspended: 'certificate.suspended',
  superseded: 'certificate.superseded',
  withdrawn: 'certificate.withdrawn',
  expired: 'certificate.expired',
};

/**
 * Suspends or ends a certificate, with its leaf and history row. Its credentials are revoked for good. A second suspension for
 * one cause within 12 months withdraws it as well (methodology 3, "revoke").
 */
export async function changeCertificate(
  tx: Stores,
  certificate: CertificateRow,
  state: Ending,
  reason: string,
  now: Date,
  cause: readonly Digest[] = [],
): Promise<void> {
  const { partyId, id } = certificate;
  const leaf = await recordChange(tx, certificate, { t: LEAF_OF_ENDING[state], reason, in: cause }, undefined, now);
  await tx.certificates.setState(id, state, reason);
  if (REVOKES.includes(state)) await tx.credentials.revoke(id, leaf.seq);
  if (state === 'suspended' && (await isRepeated(tx, partyId, reason, leaf)))
    await changeCertificate(tx, certificate, 'withdrawn', reason, now);
  if (state === 'withdrawn') await tx.parties.update(partyId, { withdrawnAt: leaf.at });
}

/** Puts a standing certificate on watch, or takes it off. Its credentials stay as they are. */
export async function watchCertificate(
  tx: Stores,
  certificate: CertificateRow,
  state: 'watch' | 'active',
  now: Date,
): Promise<void> {
  const change = WATCHING[state];
  await recordChange(tx, certificate, { ...change, in: [] }, undefined, now);
  await tx.certificates.setState(certificate.id, state, change.reason);
}

const WATCHING = {
  watch: { t: 'certificate.watch', reason: 'hold_band' },
  active: { t: 'certificate.active', reason: 'cured' },
} as const satisfies Readonly<Record<string, LeafBody>>;

/** Lets a suspended certificate stand again, under a new credential: the bits of the old ones stay set. */
export async function reinstateCertificate(
  tx: Stores,
  deps: Deps,
  certificate: CertificateRow,
  reason: string,
  now: Date,
  cause: readonly Digest[] = [],
): Promise<void> {
  const { record, validTo, id } = certificate;
  const credential = await signCredential(tx, deps, record, validTo, now);
  await recordChange(tx, certificate, { t: 'certificate.reinstated', reason, in: cause }, credential, now);
  await tx.certificates.setState(id, 'active', reason);
}

/**
 * Signs a further credential for a certificate that stands, unless it ends at once. Nothing else about the certificate
 * changes: the leaf repeats the reason in force.
 */
export async function reissueCredential(
  tx: Stores,
  deps: Deps,
  certificate: CertificateRow,
  now: Date,
): Promise<boolean> {
  const { record, validTo, reason } = certificate;
  const credential = await signCredential(tx, deps, record, validTo, now);
  if (credential === undefined) return false;
  await recordChange(tx, certificate, { t: 'certificate.reissued', reason, in: [] }, credential, now);
  return true;
}

/** The leaf and history row of a change, and the credential it names. */
async function recordChange(
  tx: Stores,
  { record, partyId }: { readonly record: CertificateContent; readonly partyId: PartyId },
  change: LeafBody,
  credential: SignedCredential | undefined,
  now: Date,
): Promise<LoggedLeaf> {
  const { id: certificate, tier, score, valid_from, valid_to, methodology } = record;
  const { composite_6 } = score;
  const members = { org: partyId, certificate, tier, composite_6, valid_from, valid_to, methodology };
  const leaf = await recordLeaf(tx, now, { ...change, ...members, d: credential?.digest }, partyId);
  await storeCredential(tx, credential, leaf);
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
