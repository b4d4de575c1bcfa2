import { askedDomain } from '../core/asked-domain.ts';
import { isStanding } from '../core/certificate-state.ts';
import { assertThat } from '../core/errors.ts';
import type { FreshnessView, LiveState } from '../core/freshness.ts';
import { isPartyId } from '../core/ids.ts';
import type { JsonObject } from '../core/json-value.ts';
import { skeleton } from '../core/names.ts';
import type { ListingRow, Position } from '../core/views.ts';
import { freshnessClock, readFreshness } from './overlay-freshness.ts';
import type { ListingEntry } from './ports/records.ts';
import type { Deps } from './ports.ts';
import { toJson } from './to-json.ts';

export interface LookUpQuery {
  readonly domain?: string;
  readonly url?: string;
  readonly lei?: string;
  readonly name?: string;
}

/**
 * Is this vendor certified? Three-valued: `certified`, `not_certified` with the reason, `unknown`. Only proved domains
 * match, exactly; a name matches by UTS #39 skeleton (api, `GET /v1/lookup`).
 *
 * @param at the time a visitor named; then nothing is said of freshness, and whoever was not listed then is `unknown`
 * @throws RegistryError request_invalid, name_ambiguous with `candidates`
 */
export async function lookUp(deps: Deps, query: LookUpQuery, position: Position, at?: string): Promise<JsonObject> {
  const given = Object.values(query).filter((value) => value !== undefined);
  assertThat(given.length === 1, 'request_invalid', 'give exactly one of domain, url, lei, name');
  const matches = await find(deps, query, position.seq);
  // Only names can be ambiguous. Of two holders that state one LEI, the first listed counts.
  assertThat(matches.length < 2 || query.name === undefined, 'name_ambiguous', 'several organisations bear this name', {
    members: { candidates: matches.map(candidate) },
  });
  const [entry] = matches;
  return entry === undefined ? { status: 'unknown' } : verdict(entry, (await freshnessOf(deps, entry, at)).live);
}

const freshnessOf = (deps: Deps, { row }: ListingEntry, at?: string): Promise<FreshnessView> =>
  deps.ledger.read(async (tx) => (await readFreshness(tx, [row.party_id], freshnessClock(deps, at)))(row.party_id));

/** What a badge is made from. */
export interface BadgeFacts {
  readonly row: ListingRow;
  readonly freshness: FreshnessView;
}

/** The row a badge shows and how fresh its telemetry is; null for a party or domain nobody here knows. */
export async function findForBadge(
  deps: Deps,
  wanted: { party: string } | { domain: string },
  position: Position,
): Promise<BadgeFacts | null> {
  const entry =
    'domain' in wanted
      ? (await find(deps, { domain: wanted.domain }, position.seq))[0]
      : await findParty(deps, wanted.party, position.seq);
  if (entry === undefined) return null;
  const freshness = await freshnessOf(deps, entry);
  return { row: { ...entry.row, live: freshness.live }, freshness };
}

async function findParty(deps: Deps, party: string, seq: number): Promise<ListingEntry | undefined> {
  return isPartyId(party) ? deps.ledger.read((tx) => tx.listing.find(party, seq)) : undefined;
}

const candidate = ({ row }: ListingEntry) => ({
  party_id: row.party_id,
  name: row.name,
  domain: row.domain,
  country: row.country,
});

async function find(deps: Deps, { domain, url, lei, name }: LookUpQuery, seq: number): Promise<ListingEntry[]> {
  const host = domain ?? url;
  if (host !== undefined) {
    const normal = askedDomain(host);
    return normal === undefined ? [] : deps.ledger.read((tx) => tx.listing.match({ domain: normal }, seq));
  }
  if (lei !== undefined) return findLei(deps, lei.trim().toUpperCase(), seq);
  return deps.ledger.read((tx) => tx.listing.match({ nameSkeleton: skeleton(name ?? '') }, seq));
}

const findLei = async (deps: Deps, lei: string, seq: number): Promise<ListingEntry[]> =>
  LEI.test(lei) ? deps.ledger.read((tx) => tx.listing.match({ lei }, seq)) : [];
const LEI = /^[A-Z0-9]{20}$/;

function verdict(entry: ListingEntry, live: LiveState): JsonObject {
  const { row } = entry;
  const certified = isStanding(row.state);
  const { party_id, name, domain, tier, composite_percent, assurance_level, certificate_id: id, state, valid_to } = row;
  const certificate = id === null ? null : { id, tier, composite_percent, assurance_level, state, live, valid_to };
  return {
    status: certified ? 'certified' : 'not_certified',
    organisation: { party_id, name, domain },
    ...(certificate === null ? {} : { certificate: toJson(certificate) }),
    ...(certified ? {} : { reason: state ?? withoutCertificate(entry) }),
  };
}

/** Why an organisation without a certificate has none: no audit, a held claim, an open dissent, or no opinion yet. */
export function withoutCertificate({ view }: Pick<ListingEntry, 'view'>): string {
  if (view.audit === null) return 'no_audit';
  if (view.audit.decision.reasons.includes('dissent')) return 'under_review';
  return view.audit.status;
}
