import type { AuditorView, GivenOpinion } from '../core/auditor-view.ts';
import { assertThat } from '../core/errors.ts';
import { groupBy } from '../core/group-by.ts';
import { formatUtcInstant } from '../core/instant.ts';
import { opinionView } from './audit-view.ts';
import type { OpinionRow } from './ports/audits.ts';
import type { Deps, Stores } from './ports.ts';
import { isPublic } from './publish.ts';
import { requirePublic } from './read-organisation.ts';

/** Opinions that are listed one by one. */
const LISTED = 50;

/** An auditor's record as it is now. @throws RegistryError not_found where no auditor is shown under the id */
export function readAuditor(deps: Deps, id: string): Promise<AuditorView> {
  return deps.ledger.read(async (tx) => {
    const party = await requirePublic(tx, id);
    assertThat(party.kind === 'auditor', 'not_found', 'no such auditor');
    const accreditation = await tx.accreditations.find(party.partyId);
    const given = [...(await tx.opinions.by(party.partyId))].sort((a, b) => b.acceptedSeq - a.acceptedSeq);
    const { partyId, legalName, country, website, registeredAt } = party;
    return {
      party_id: partyId,
      name: legalName,
      country,
      website,
      registered_at: formatUtcInstant(registeredAt),
      state: accreditation?.state ?? 'applicant',
      levels: accreditation?.levels ?? [],
      valid_to: accreditation === undefined ? null : formatUtcInstant(accreditation.validTo),
      ...countsOf(given),
      opinions: await listed(tx, given.slice(0, LISTED)),
    };
  });
}

/** @param given newest first */
function countsOf(given: readonly OpinionRow[]) {
  const byAudit = [...groupBy(given, (opinion) => opinion.audit).values()];
  const last = byAudit.map((opinions) => opinions[0]?.opinion.result);
  const first = byAudit.map((opinions) => opinions.at(-1)?.opinion.result);
  return {
    audits: byAudit.length,
    accepts: last.filter((result) => result === 'accept').length,
    rejects: last.filter((result) => result === 'reject').length,
    reversals: last.filter((result, at) => result !== first[at]).length,
  };
}

/** What is about nobody who is shown is counted, and not named. */
async function listed(tx: Stores, given: readonly OpinionRow[]): Promise<readonly GivenOpinion[]> {
  const shown: GivenOpinion[] = [];
  for (const row of given) {
    const audit = await tx.audits.find(row.audit);
    const party = audit === undefined ? undefined : await tx.parties.find(audit.partyId);
    if (party === undefined || !(await isPublic(tx, party))) continue;
    const organisation = { party_id: party.partyId, name: party.legalName };
    shown.push({ opinion: opinionView(row), audit: row.audit, organisation });
  }
  return shown;
}
