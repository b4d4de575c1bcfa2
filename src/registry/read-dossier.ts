import { type Dossier, type DossierAudit, stateIn } from '../core/dossier.ts';
import { isPartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { HistoryItem, Position } from '../core/views.ts';
import { opinionView } from './audit-view.ts';
import type { AuditRow } from './ports/audits.ts';
import type { Deps, Stores } from './ports.ts';
import { requireListed } from './read-organisation.ts';

/** Audits a page lists; the rest are in the organisation's list of audits. */
const LISTED_AUDITS = 12;

/**
 * Everything an organisation's page lists beside its entry, as it stood at a position.
 *
 * @param history of the organisation up to the position: it says in which state a certificate was then
 * @throws RegistryError not_found
 */
export function readDossier(
  deps: Deps,
  id: string,
  position: Position,
  history: readonly HistoryItem[],
): Promise<Dossier> {
  return deps.ledger.read(async (tx) => {
    const { party } = await requireListed(tx, id, position);
    const certificates = (await tx.certificates.of(party.partyId)).filter((one) => one.leaf <= position.seq);
    const known = (await tx.audits.of(party.partyId)).filter((one) => one.acceptedSeq <= position.seq);
    const audits: DossierAudit[] = [];
    for (const audit of known.slice(0, LISTED_AUDITS)) audits.push(await auditOf(tx, audit, position.seq));
    const named = audits.flatMap((audit) => audit.opinions.map((opinion) => opinion.auditor));
    const shown = certificates.flatMap(({ record }) => record.auditors);
    return {
      certificates: certificates.map(({ id: certificate, state, leaf, record }) => ({
        id: certificate,
        tier: record.tier,
        state: stateIn(history, certificate) ?? state,
        composite_percent: record.score.composite_percent,
        valid_from: record.valid_from,
        valid_to: record.valid_to,
        audits: record.audits,
        leaf,
      })),
      audits,
      moreAudits: Math.max(0, known.length - LISTED_AUDITS),
      auditors: await namesOf(tx, [...named, ...shown]),
    };
  });
}

async function auditOf(tx: Stores, audit: AuditRow, until: number): Promise<DossierAudit> {
  const { digest, level, acceptedAt, acceptedSeq, evaluation } = audit;
  const given = (await tx.opinions.of(digest)).map(opinionView).filter((opinion) => opinion.accepted_seq <= until);
  return {
    digest,
    level,
    window: evaluation.window,
    composite_percent: evaluation.score.composite_percent,
    claim: evaluation.claim,
    accepted_at: formatUtcInstant(acceptedAt),
    accepted_seq: acceptedSeq,
    // Standing as of then: the last of each auditor.
    opinions: given.map((opinion) => ({
      ...opinion,
      standing: !given.some((later) => later.auditor === opinion.auditor && later.accepted_seq > opinion.accepted_seq),
    })),
  };
}

async function namesOf(tx: Stores, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(ids)) {
    const party = isPartyId(id) ? await tx.parties.find(id) : undefined;
    if (party !== undefined) names.set(id, party.legalName);
  }
  return names;
}
