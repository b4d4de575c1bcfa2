import { type CertificateState, isCurrent } from './certificate-state.ts';
import type { ScoreJson } from './methodology/score-json.ts';
import type { CertificateView, ListingRow } from './views.ts';

/* The listing's row, from what is known of an organisation: one rule for those who write it and those who check it. */

/** The holder, as its registration describes it. */
export interface ListedParty {
  readonly party_id: string;
  readonly name: string;
  readonly country: string;
  readonly sector: string;
}

/** The current certificate, else the newest that ended: its end is what a visitor must see. */
export function shownCertificate<C extends { readonly state: CertificateState }>(
  newestFirst: readonly C[],
): C | undefined {
  return newestFirst.find(({ state }) => isCurrent(state)) ?? newestFirst[0];
}

/** The audit behind the shown certificate, else the newest one accepted. */
export function shownAudit<A extends { readonly digest: string }>(
  newestFirst: readonly A[],
  certifiedAudit: string | undefined,
): A | undefined {
  return newestFirst.find(({ digest }) => digest === certifiedAudit) ?? newestFirst[0];
}

/**
 * The row. Members stand in the order of the wire form.
 *
 * @param domain the first proved one still held
 * @param declared score of the shown audit, for an organisation that never had a certificate
 */
export function listingRow(
  { party_id, name, country, sector }: ListedParty,
  domain: string | null,
  certificate: CertificateView | undefined,
  declared: ScoreJson | undefined,
): ListingRow {
  const score = certificate?.score ?? declared;
  return {
    party_id,
    name,
    domain,
    country,
    sector,
    tier: certificate?.tier ?? null,
    composite_percent: score?.composite_percent ?? null,
    composite_6: score?.composite_6 ?? null,
    mirrors: score === undefined ? null : mirrorsOf(score),
    assurance_level: certificate?.assurance_level ?? 0,
    live: 'none',
    state: certificate?.state ?? null,
    certificate_id: certificate?.id ?? null,
    certified_at: certificate?.valid_from ?? null,
    valid_to: certificate?.valid_to ?? null,
  };
}

const mirrorsOf = ({ mirrors }: ScoreJson): ListingRow['mirrors'] => ({
  efficiency: mirrors.efficiency.percent,
  timing: mirrors.timing.percent,
  data_diet: mirrors.data_diet.percent,
  circularity: mirrors.circularity.percent,
});
