import type { PartyId } from '../core/ids.ts';
import { listingRow, shownAudit, shownCertificate } from '../core/listing-row.ts';
import { compositeSortKey } from '../core/methodology/render-score.ts';
import type { ScoreJson } from '../core/methodology/score-json.ts';
import { skeleton } from '../core/names.ts';
import { parseRational, ZERO } from '../core/rational.ts';
import type { CertificateView, StoredOrganisation } from '../core/views.ts';
import { renderAudit } from './audit-view.ts';
import type { CertificateRow } from './ports/audits.ts';
import type { Party } from './ports/parties.ts';
import type { ListingEntry } from './ports/records.ts';
import type { Stores } from './ports.ts';
import { disputesOf } from './read-disputes.ts';

/**
 * Whether anything of a party may be shown: its name is not under review and it has a proved domain (statements section 7),
 * or it had one and others rely on what it did then: nobody takes a certificate's history back by losing a domain.
 */
export async function isPublic(tx: Stores, party: Party): Promise<boolean> {
  if (party.nameUnderReview) return false;
  const domains = await tx.domains.of(party.partyId);
  if (domains.some((domain) => domain.proved)) return true;
  return domains.some((domain) => domain.provedSeq !== null) && (await isReliedOn(tx, party));
}

/** An organisation that holds or held a certificate; an auditor that is or was accredited. */
async function isReliedOn(tx: Stores, { partyId, kind }: Party): Promise<boolean> {
  if (kind === 'auditor') return (await tx.accreditations.find(partyId)) !== undefined;
  return (await tx.certificates.of(partyId)).length > 0;
}

/**
 * Writes the organisation's public entry as it stands, valid from the newest leaf. Called last in every transaction that
 * touched it, so that listing, page, badge and export read one and the same version at one `seq`. Of an organisation that
 * is no longer public the last version ends there; the past keeps it.
 */
export async function publishOrganisation(tx: Stores, partyId: PartyId): Promise<void> {
  const party = await tx.parties.find(partyId);
  const head = await tx.log.head();
  if (party?.kind !== 'organisation' || head === undefined) return;
  if (await isPublic(tx, party)) await tx.listing.publish(await listingEntry(tx, party), head.seq);
  else await tx.listing.end(partyId, head.seq);
}

async function listingEntry(tx: Stores, party: Party): Promise<ListingEntry> {
  const certificates = await tx.certificates.of(party.partyId);
  const audits = await tx.audits.of(party.partyId);
  const domains = (await tx.domains.of(party.partyId)).filter((domain) => domain.proved).map((domain) => domain.domain);
  const certificate = shownCertificate(certificates);
  const shown = certificate && certificateView(certificate);
  const audit = shownAudit(audits, certificate?.audit);
  const { partyId: party_id, legalName: name, country, sector } = party;
  const row = listingRow({ party_id, name, country, sector }, domains[0] ?? null, shown, audit?.evaluation.score);
  const { website, lei, vat } = party;
  const view = audit === undefined ? null : await renderAudit(tx, party, audit);
  return {
    row,
    view: {
      ...row,
      website,
      legal_ids: { ...(lei === null ? {} : { lei }), ...(vat === null ? {} : { vat }) },
      certificate: shown ?? null,
      submetrics: (shown ?? view)?.score.submetrics ?? null,
      scope: view === null ? null : { sites: view.sites, share: view.facts.scope_share },
      invisible_workloads: view?.invisible_workloads ?? [],
      failing: view?.failing ?? null,
      audit: view,
      live_evaluation: (await tx.live.newest(party.partyId))?.view ?? null,
      disputes: await disputesOf(tx, party.partyId),
    } satisfies StoredOrganisation,
    compositeKey: shown === undefined ? (audit?.evaluation.compositeKey ?? null) : sortKeyOf(shown.score),
    nameSkeleton: skeleton(party.legalName),
    lei,
    domains,
  };
}

/** The registry wrote the fraction itself. */
const sortKeyOf = ({ composite_pow4 }: ScoreJson): string =>
  compositeSortKey({ pow4: parseRational(composite_pow4) ?? ZERO });

/** A certificate with its present state. */
export const certificateView = (certificate: CertificateRow): CertificateView => ({
  ...certificate.record,
  state: certificate.state,
  reasons: [certificate.reason],
});
