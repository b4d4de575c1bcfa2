import { askedDomain } from '../core/asked-domain.ts';
import { isStanding } from '../core/certificate-state.ts';
import { type Claim, type ClaimFacts, type ClaimParts, checkClaim } from '../core/claim-check.ts';
import type { FreshnessView } from '../core/freshness.ts';
import type { ListingRow, Position } from '../core/views.ts';
import { withoutCertificate } from './look-up.ts';
import { readFreshness } from './overlay-freshness.ts';
import type { ListedVersion } from './ports/listing-versions.ts';
import type { Deps, Stores } from './ports.ts';

/** What stands today of whoever a claim is about, and what of the claim is true. */
export interface CheckedClaim {
  readonly status: 'certified' | 'not_certified' | 'unknown';
  /** As a look-up would match it; as it was typed where that names no host. */
  readonly domain: string;
  readonly parts: ClaimParts;
  /** The listed row of whoever holds the domain; null for an unknown domain and one that is held no more. */
  readonly row: ListingRow | null;
  /** With `not_certified`: as in a look-up, or `domain_lost`. */
  readonly reason: string | null;
  readonly freshness: FreshnessView | null;
}

/** Judges the parts of a claim at a position; `live` as of now. */
export function checkClaimAt(deps: Deps, claim: Claim, { seq }: Position): Promise<CheckedClaim> {
  const domain = askedDomain(claim.domain);
  if (domain === undefined) return Promise.resolve(unknown(claim, claim.domain));
  return deps.ledger.read(async (tx) => {
    const [holder] = await tx.listingVersions.named({ domains: [domain], parties: [] }, seq);
    if (holder !== undefined) return judgeHolder(tx, deps, claim, { domain, holder, seq });
    const former = await tx.listingVersions.lastHolder(domain, seq);
    return former === undefined ? unknown(claim, domain) : judgeFormer(tx, deps, claim, { domain, former, seq });
  });
}

const unknown = (claim: Claim, domain: string): CheckedClaim => ({
  status: 'unknown',
  domain,
  parts: checkClaim(claim, undefined),
  row: null,
  reason: null,
  freshness: null,
});

async function judgeHolder(
  tx: Stores,
  deps: Deps,
  claim: Claim,
  { domain, holder, seq }: { readonly domain: string; readonly holder: ListedVersion; readonly seq: number },
): Promise<CheckedClaim> {
  const { row } = holder;
  const freshness = await freshnessNow(tx, deps, row.party_id);
  const shown = await tx.listingVersions.rowsOf(row.party_id, seq);
  const isCertified = isStanding(row.state);
  return {
    status: isCertified ? 'certified' : 'not_certified',
    domain,
    parts: checkClaim(claim, factsOf(row, shown, freshness)),
    row,
    reason: isCertified ? null : (row.state ?? withoutCertificate(holder)),
    freshness,
  };
}

/** The domain was proved once. What was shown while it was is outdated, whatever became of the party since. */
async function judgeFormer(
  tx: Stores,
  deps: Deps,
  claim: Claim,
  { domain, former, seq }: { readonly domain: string; readonly former: string; readonly seq: number },
): Promise<CheckedClaim> {
  const freshness = await freshnessNow(tx, deps, former);
  const shown = await tx.listingVersions.rowsOf(former, seq, domain);
  const parts = checkClaim(claim, factsOf(null, shown, freshness));
  return { status: 'not_certified', domain, parts, row: null, reason: 'domain_lost', freshness: null };
}

const freshnessNow = async (tx: Stores, deps: Deps, party: string): Promise<FreshnessView> =>
  (await readFreshness(tx, [party], deps.now()))(party);

const factsOf = (now: ListingRow | null, shown: readonly ListingRow[], freshness: FreshnessView): ClaimFacts => ({
  now,
  shown,
  live: freshness.live,
  hasMeasured: freshness.last_interval_end !== null,
});
