import { OPINION_DAYS, opinionsUntil } from '../core/decision.ts';
import { type Countersignature, parseCountersignature } from '../core/documents/countersignature.ts';
import { assertThat } from '../core/errors.ts';
import { isDigest, type PartyId } from '../core/ids.ts';
import { type Accepted, type Admitted, accept, type Outcome } from './accept.ts';
import { reinstateCertificate } from './certificates.ts';
import { type Decided, decideAudit, issueWhatIsDue } from './decide-audit.ts';
import { judgeCanary } from './judge-canary.ts';
import { openCase } from './open-case.ts';
import type { AuditRow } from './ports/audits.ts';
import type { Party } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { recordLeaf } from './record-leaf.ts';
import { requireParty } from './require-party.ts';
import { toJson } from './to-json.ts';

/**
 * `POST /v1/audits/{digest}/countersignatures`: an accredited auditor's opinion, and the decision it leads to, in one
 * transaction (statements section 5).
 *
 * @throws RegistryError not_found, not_accredited, not_permitted_by_holder, conflict_of_interest, implausible, state_conflict
 */
export function countersign(deps: Deps, audit: string, body: Uint8Array): Promise<Outcome> {
  return accept(deps, body, 'cms-countersignature+jwt', async (admitted) => {
    const opinion = parseCountersignature(admitted.claims.body);
    assertThat(opinion.audit === audit, 'document_invalid', 'the opinion is on another audit than the address names', {
      issues: [{ pointer: '/audit', code: 'wrong_value', detail: 'must be the digest in the address' }],
    });
    return (tx) => storeOpinion(tx, deps, admitted, opinion);
  });
}

async function storeOpinion(tx: Stores, deps: Deps, admitted: Admitted, opinion: Countersignature): Promise<Accepted> {
  const { now } = admitted;
  const auditor = await requireParty(tx, admitted.claims.iss);
  await assertAccredited(tx, auditor, opinion.level, now);
  const audit = isDigest(opinion.audit) ? await tx.audits.find(opinion.audit) : undefined;
  assertThat(audit !== undefined, 'not_found', 'no such audit');
  const holder = await requireParty(tx, audit.partyId);
  assertPermitted(audit, auditor.partyId);
  await assertIndependent(tx, auditor, holder);
  assertOpen(audit, opinion, now);
  const { partyId } = holder;
  const { digest } = admitted.statement;
  const leaf = await recordLeaf(
    tx,
    now,
    {
      t: 'audit.countersigned',
      org: partyId,
      d: audit.digest,
      composite_6: audit.evaluation.score.composite_6,
      auditor: auditor.partyId,
      o: digest,
      result: opinion.result,
      level: opinion.level,
    },
    partyId,
  );
  await tx.opinions.insert({
    digest,
    audit: audit.digest,
    auditor: auditor.partyId,
    kid: admitted.key.kid,
    acceptedSeq: leaf.seq,
    acceptedAt: leaf.at,
    standing: true,
    opinion,
  });
  await judgeCanary(tx, deps, audit, opinion.canary, now);
  const { decision, certificate } = await follow(tx, deps, holder, audit, opinion, now);
  await publishOrganisation(tx, partyId);
  return { leaf, members: { decision: toJson(decision), certificate_id: certificate?.id ?? null } };
}

/** What an opinion leads to: before issue a decision; after it a review, or the cure of a compromised key. */
async function follow(
  tx: Stores,
  deps: Deps,
  holder: Party,
  audit: AuditRow,
  opinion: Countersignature,
  now: Date,
): Promise<Decided> {
  const kind = audit.certificateId === null ? 'dissent' : 'review';
  if (opinion.result === 'reject') await openCase(tx, deps, { kind, partyId: audit.partyId, audit: audit.digest }, now);
  const issued = audit.certificateId === null ? undefined : await tx.certificates.find(audit.certificateId);
  if (issued?.state === 'suspended' && issued.reason === 'key_compromised' && opinion.result === 'accept') {
    await reinstateCertificate(tx, deps, issued, 'cured', now);
    await issueWhatIsDue(tx, deps, holder.partyId, now);
    return { decision: { tier: issued.record.tier, reasons: [] }, certificate: issued };
  }
  return decideAudit(tx, deps, holder, audit, now);
}

async function assertAccredited(tx: Stores, auditor: Party, level: number, now: Date): Promise<void> {
  const accreditation = await tx.accreditations.find(auditor.partyId);
  const valid = accreditation?.state === 'accredited' && now < accreditation.validTo;
  assertThat(valid, 'not_accredited', 'the issuer is not an accredited auditor now');
  assertThat(
    accreditation.levels.includes(level),
    'not_accredited',
    `the auditor is accredited for levels ${accreditation.levels.join(', ')}, not ${level}`,
  );
}

function assertPermitted(audit: AuditRow, auditor: PartyId): void {
  const { auditors } = audit.evaluation;
  assertThat(
    auditors === null || auditors.includes(auditor),
    'not_permitted_by_holder',
    'the organisation named other auditors for this audit',
  );
}

/** No opinion on oneself: same party, or a common proved domain, legal id or key (statements section 5). */
async function assertIndependent(tx: Stores, auditor: Party, holder: Party): Promise<void> {
  const proved = async (party: Party): Promise<string[]> =>
    (await tx.domains.of(party.partyId)).filter((row) => row.proved).map((row) => row.domain);
  const kids = async (party: Party): Promise<string[]> => (await tx.keys.of(party.partyId)).map((key) => key.kid);
  const common = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));
  const legalIds = (party: Party): string[] => [party.lei, party.vat].filter((id) => id !== null);
  const conflict =
    auditor.partyId === holder.partyId ||
    common(await proved(auditor), await proved(holder)) ||
    common(legalIds(auditor), legalIds(holder)) ||
    common(await kids(auditor), await kids(holder));
  assertThat(!conflict, 'conflict_of_interest', 'auditor and organisation share a party, domain, legal id or key');
}

function assertOpen(audit: AuditRow, opinion: Countersignature, now: Date): void {
  assertThat(!audit.superseded, 'state_conflict', 'the audit was superseded');
  assertThat(
    now <= opinionsUntil(audit),
    'implausible',
    `opinions are taken until ${OPINION_DAYS} days after the end of the window`,
  );
  assertThat(
    opinion.level <= audit.level,
    'implausible',
    `the audit is of level ${audit.level}; an opinion cannot reach ${opinion.level}`,
    {
      issues: [{ pointer: '/level', code: 'too_high', detail: `at most ${audit.level}` }],
    },
  );
}
