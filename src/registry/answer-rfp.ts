import { askedDomain } from '../core/asked-domain.ts';
import { isStanding } from '../core/certificate-state.ts';
import type { LiveState } from '../core/freshness.ts';
import type { RfpRow } from '../core/rfp-view.ts';
import type { CertificateView, Position } from '../core/views.ts';
import { HASH_BYTES } from '../log/hash.ts';
import { TILE_WIDTH } from '../log/tile.ts';
import { findVendors } from './find-vendors.ts';
import { withoutCertificate } from './look-up.ts';
import { readFreshness } from './overlay-freshness.ts';
import type { ListedVersion } from './ports/listing-versions.ts';
import type { Deps, Stores } from './ports.ts';

/** One row a vendor, in the order asked, as of one position; `live` as of now. A vendor nobody here knows is `unknown`. */
export function answerRfp(deps: Deps, vendors: readonly string[], { seq }: Position): Promise<readonly RfpRow[]> {
  return deps.ledger.read(async (tx) => {
    const found = await findVendors(tx, vendors, seq);
    const known = [...new Set(found.filter((version) => version !== undefined))];
    const freshness = await readFreshness(
      tx,
      known.map(({ row }) => row.party_id),
      deps.now(),
    );
    const leaves = known.flatMap(({ view }) => (view.certificate === null ? [] : [view.certificate.leaf]));
    const hashOf = await leafHashes(tx, leaves);
    return vendors.map((vendor, index) => {
      const version = found[index];
      if (version === undefined)
        return { ...NOTHING, vendor, signed_answer_url: signedAnswer(deps.origin, unknownDomain(vendor)) };
      return rowOf(vendor, version, freshness(version.row.party_id).live, deps.origin, hashOf);
    });
  });
}

const NOTHING: Omit<RfpRow, 'vendor'> = {
  status: 'unknown',
  reason: null,
  party_id: null,
  name: null,
  domain: null,
  tier: null,
  composite_percent: null,
  composite_6: null,
  state: null,
  live: null,
  assurance_level: null,
  methodology: null,
  methodology_sha256: null,
  scope_share: null,
  scope_sites: null,
  period_start: null,
  period_end: null,
  certified_at: null,
  valid_to: null,
  certificate_id: null,
  verify_url: null,
  signed_answer_url: null,
  evidence_url: null,
  leaf: null,
  proof_hash: null,
  audit_digest: null,
};

function rowOf(
  vendor: string,
  version: ListedVersion,
  live: LiveState,
  origin: string,
  hashOf: (leaf: number) => string | undefined,
): RfpRow {
  const { row, view } = version;
  const { party_id, name, domain, tier, composite_percent, composite_6, assurance_level, state } = row;
  const isCertified = isStanding(state);
  return {
    ...NOTHING,
    vendor,
    status: isCertified ? 'certified' : 'not_certified',
    reason: isCertified ? null : (state ?? withoutCertificate(version)),
    ...{ party_id, name, domain, tier, composite_percent, composite_6, assurance_level, state, live },
    methodology: view.audit?.score.methodology ?? null,
    scope_share: view.scope?.share ?? null,
    scope_sites: view.scope?.sites.length ?? null,
    period_start: view.audit?.window.start ?? null,
    period_end: view.audit?.window.end ?? null,
    audit_digest: view.audit?.digest ?? null,
    signed_answer_url: signedAnswer(origin, domain),
    ...(view.certificate === null ? {} : proofOf(view.certificate, origin, hashOf)),
  };
}

/** The domain of a vendor nobody here knows; null for an id. */
const unknownDomain = (vendor: string): string | null => (/[.:]/.test(vendor) ? (askedDomain(vendor) ?? null) : null);

const signedAnswer = (origin: string, domain: string | null): string | null =>
  domain === null ? null : `${origin}/v1/lookup?domain=${domain}&signed=true`;

/** What belongs to a certificate, and by what a stranger checks it. */
const proofOf = (
  certificate: CertificateView,
  origin: string,
  hashOf: (leaf: number) => string | undefined,
): Partial<RfpRow> => ({
  methodology: certificate.methodology,
  methodology_sha256: certificate.methodology_sha256,
  scope_share: certificate.scope.share,
  scope_sites: certificate.scope.sites.length,
  certified_at: certificate.valid_from,
  valid_to: certificate.valid_to,
  certificate_id: certificate.id,
  verify_url: `${origin}/verify?certificate=${certificate.id}`,
  evidence_url: `${origin}/v1/certificates/${certificate.id}.zip`,
  leaf: certificate.leaf,
  proof_hash: hashOf(certificate.leaf) ?? null,
});

/** Hashes of leaves as the published tiles have them, each tile read once. */
async function leafHashes(tx: Stores, leaves: readonly number[]): Promise<(leaf: number) => string | undefined> {
  const widths = new Map<number, number>();
  for (const leaf of leaves) {
    const index = Math.floor(leaf / TILE_WIDTH);
    widths.set(index, Math.max(widths.get(index) ?? 0, (leaf % TILE_WIDTH) + 1));
  }
  const ids = [...widths].map(([index, width]) => ({ level: 0, index, width }));
  const tiles = new Map((await tx.tree.tiles(ids)).map((bytes, at) => [ids[at]?.index, bytes]));
  return (leaf) => {
    const from = (leaf % TILE_WIDTH) * HASH_BYTES;
    const bytes = tiles.get(Math.floor(leaf / TILE_WIDTH))?.subarray(from, from + HASH_BYTES);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('hex');
  };
}
