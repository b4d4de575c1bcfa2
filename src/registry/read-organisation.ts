import { assertThat } from '../core/errors.ts';
import { isPartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { AuditView, CertificateView, HistoryItem, OrganisationView, Position } from '../core/views.ts';
import { renderAudit } from './audit-view.ts';
import { freshnessClock, readFreshness } from './overlay-freshness.ts';
import type { Party } from './ports/parties.ts';
import type { ListingEntry } from './ports/records.ts';
import type { Deps, Stores } from './ports.ts';
import { certificateView, isPublic } from './publish.ts';

/** Changes shown with an organisation; its history has them all. */
const LAST_CHANGES = 10;
const HISTORY_LIMIT = 1000;

/**
 * The organisation as it stood at a position; how fresh its telemetry is, as of now.
 *
 * @param at the time a visitor named; then nothing is said of freshness
 * @throws RegistryError not_found
 */
export function readOrganisation(deps: Deps, id: string, position: Position, at?: string): Promise<OrganisationView> {
  return deps.ledger.read(async (tx) => {
    const { entry, party } = await requireListed(tx, id, position);
    const freshness = (await readFreshness(tx, [party.partyId], freshnessClock(deps, at)))(party.partyId);
    const changes = await tx.history.of(party.partyId, position.seq, LAST_CHANGES);
    // Versions written before there were disputes have none.
    const { disputes = [] } = entry.view;
    return { ...entry.view, disputes, live: freshness.live, freshness, changes };
  });
}

/** Its history up to a position, newest first. @throws RegistryError not_found */
export function readHistory(deps: Deps, id: string, position: Position): Promise<HistoryItem[]> {
  return deps.ledger.read(async (tx) => {
    const { party } = await requireListed(tx, id, position);
    return tx.history.of(party.partyId, position.seq, HISTORY_LIMIT);
  });
}

/** Its audits up to a position, newest first. @throws RegistryError not_found */
export function readAudits(deps: Deps, id: string, position: Position): Promise<AuditView[]> {
  return deps.ledger.read(async (tx) => {
    const { party } = await requireListed(tx, id, position);
    const audits = (await tx.audits.of(party.partyId)).filter((audit) => audit.acceptedSeq <= position.seq);
    const views: AuditView[] = [];
    for (const audit of audits) views.push(await renderAudit(tx, party, audit));
    return views;
  });
}

/** Its certificates issued up to a position, newest first, in their present states. @throws RegistryError not_found */
export function readCertificates(deps: Deps, id: string, position: Position): Promise<CertificateView[]> {
  return deps.ledger.read(async (tx) => {
    const { party } = await requireListed(tx, id, position);
    const certificates = await tx.certificates.of(party.partyId);
    return certificates.filter((certificate) => certificate.leaf <= position.seq).map(certificateView);
  });
}

/** A party's keys, in order of addition. @throws RegistryError not_found */
export function readKeys(deps: Deps, id: string, position: Position): Promise<JsonObject[]> {
  return deps.ledger.read(async (tx) => keysView(tx, await requirePublic(tx, id), position.seq));
}

/** The keys as they stood at a leaf. */
export async function keysView(tx: Stores, party: Party, seq: number): Promise<JsonObject[]> {
  const keys = await tx.keys.of(party.partyId);
  return keys
    .filter((key) => key.addedSeq <= seq)
    .map(({ kid, use, siteId, addedSeq, revokedSeq }) => {
      const revoked = revokedSeq !== null && revokedSeq <= seq;
      return {
        kid,
        use,
        ...(siteId === null ? {} : { site_id: siteId }),
        state: revoked ? 'revoked' : 'active',
        added_seq: addedSeq,
        ...(revoked ? { revoked_seq: revokedSeq } : {}),
      };
    });
}

/** A party's public profile; an auditor's says what it is accredited for. @throws RegistryError not_found */
export function readParty(deps: Deps, id: string, position: Position): Promise<JsonObject> {
  return deps.ledger.read(async (tx) => {
    const party = await requirePublic(tx, id);
    const domains = (await tx.domains.of(party.partyId)).filter((row) => row.proved).map((row) => row.domain);
    const { partyId, kind, legalName, country, sector, website, registeredAt, registeredSeq } = party;
    assertThat(registeredSeq <= position.seq, 'not_found', 'no such party at that time');
    const profile = {
      party_id: partyId,
      kind,
      name: legalName,
      country,
      sector,
      website,
      domains,
      registered_at: formatUtcInstant(registeredAt),
      registered_seq: registeredSeq,
      registration: await registrationOf(tx, party),
    };
    return kind === 'auditor' ? { ...profile, accreditation: await accreditationView(tx, party) } : profile;
  });
}

/** Digest of the party's first statement, which holds its first public key: where a stranger's verification begins. */
async function registrationOf(tx: Stores, party: Party): Promise<string | null> {
  const accepted = await tx.statements.since(party.partyId, party.registeredAt);
  return accepted.findLast((statement) => statement.typ === 'cms-party+jwt')?.digest ?? null;
}

async function accreditationView(tx: Stores, party: Party): Promise<JsonObject> {
  const found = await tx.accreditations.find(party.partyId);
  if (found === undefined) return { state: 'applicant', levels: [], valid_to: null };
  return { state: found.state, levels: [...found.levels], valid_to: formatUtcInstant(found.validTo) };
}

/** An organisation that was listed at a position, whatever became of it since. @throws RegistryError not_found */
export async function requireListed(
  tx: Stores,
  id: string,
  position: Position,
): Promise<{ readonly entry: ListingEntry; readonly party: Party }> {
  const entry = isPartyId(id) ? await tx.listing.find(id, position.seq) : undefined;
  const party = entry === undefined ? undefined : await tx.parties.find(id);
  assertThat(entry !== undefined && party !== undefined, 'not_found', 'no such organisation in the listing');
  return { entry, party };
}

/** A party that may be shown now. @throws RegistryError not_found: what is not public does not exist for strangers */
export async function requirePublic(tx: Stores, id: string): Promise<Party> {
  const party = isPartyId(id) ? await tx.parties.find(id) : undefined;
  assertThat(party !== undefined && (await isPublic(tx, party)), 'not_found', 'no such party');
  return party;
}
