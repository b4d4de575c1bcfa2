import { isCurrent } from '../core/certificate-state.ts';
import type { PartyId } from '../core/ids.ts';
import { skeleton } from '../core/names.ts';
import type { CertificateView, ListingRow, OrganisationView } from '../core/views.ts';
import { renderAudit } from './audit-view.ts';
import type { AuditRow, CertificateRow } from './ports/audits.ts';
import type { Party } from './ports/parties.ts';
import type { ListingEntry } from './ports/records.ts';
import type { Stores } from './ports.ts';

/** Whether anything of a party may be shown: it has a proved domain and its name is not under review (statements section 7). */
export async function isPublic(tx: Stores, party: Party): Promise<boolean> {
  const domains = await tx.domains.of(party.partyId);
  return !party.nameUnderReview && domains.some((domain) => domain.proved);
}

/**
 * Writes the organisation's public entry as it stands, valid from the newest leaf. Called last in every transaction that
 * touched it, so that listing, page, badge and export read one and the same version at one `seq`.
 */
export async function publishOrganisation(tx: Stores, partyId: PartyId): Promise<void> {
  const party = await tx.parties.find(partyId);
  const head = await tx.log.head();
  if (party?.kind !== 'organisation' || head === undefined || !(await isPublic(tx, party))) return;
  await tx.listing.publish(await listingEntry(tx, party), head.seq);
}

async function listingEntry(tx: Stores, party: Party): Promise<ListingEntry> {
  const certificates = await tx.certificates.of(party.partyId);
  const audits = await tx.audits.of(party.partyId);
  const domains = (await tx.domains.of(party.partyId)).filter((domain) => domain.proved).map((domain) => domain.domain);
  const certificate = shownCertificate(certificates);
  const audit = audits.find((one) => one.digest === certificate?.audit) ?? audits[0];
  const row = listingRow(party, domains[0] ?? null, certificate, audit);
  const { website, lei, vat } = party;
  const view = audit === undefined ? null : await renderAudit(tx, party, audit);
  return {
    row,
    view: {
      ...row,
      website,
      legal_ids: { ...(lei === null ? {} : { lei }), ...(vat === null ? {} : { vat }) },
      certificate: certificate === undefined ? null : certificateView(certificate),
      submetrics: view?.score.submetrics ?? null,
      scope: view === null ? null : { sites: view.sites, share: view.facts.scope_share },
      invisible_workloads: view?.invisible_workloads ?? [],
      failing: view?.failing ?? null,
      audit: view,
    } satisfies Omit<OrganisationView, 'changes'>,
    compositeKey: audit?.evaluation.compositeKey ?? null,
    nameSkeleton: skeleton(party.legalName),
    lei,
    domains,
  };
}

/** The current certificate, else the newest that ended: its end is what a visitor must see. */
function shownCertificate(newestFirst: readonly CertificateRow[]): CertificateRow | undefined {
  const current = newestFirst.find(({ state }) => isCurrent(state));
  return current ?? newestFirst[0];
}

/** A certificate with its present state. */
export const certificateView = (certificate: CertificateRow): CertificateView => ({
  ...certificate.record,
  state: certificate.state,
  reasons: [certificate.reason],
});

function listingRow(
  party: Party,
  domain: string | null,
  certificate: CertificateRow | undefined,
  audit: AuditRow | undefined,
): ListingRow {
  const score = certificate?.record.score ?? audit?.evaluation.score;
  return {
    party_id: party.partyId,
    name: party.legalName,
    domain,
    country: party.country,
    sector: party.sector,
    tier: certificate?.record.tier ?? null,
    composite_percent: score?.composite_percent ?? null,
    composite_6: score?.composite_6 ?? null,
    mirrors: score
      ? {
          efficiency: score.mirrors.efficiency.percent,
          timing: score.mirrors.timing.percent,
          data_diet: score.mirrors.data_diet.percent,
          circularity: score.mirrors.circularity.percent,
        }
      : null,
    assurance_level: certificate?.record.assurance_level ?? 0,
    live: 'none',
    state: certificate?.state ?? null,
    certificate_id: certificate?.id ?? null,
    certified_at: certificate?.record.valid_from ?? null,
    valid_to: certificate?.record.valid_to ?? null,
  };
}
