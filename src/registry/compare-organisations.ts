import { comparabilityOf, type ScoreBasis } from '../core/comparability.ts';
import type { ComparedOrganisation, FreshComparison } from '../core/compare-view.ts';
import { assertThat } from '../core/errors.ts';
import type { LiveState } from '../core/freshness.ts';
import type { Position } from '../core/views.ts';
import { findVendors } from './find-vendors.ts';
import { freshnessClock, readFreshness } from './overlay-freshness.ts';
import type { ListedVersion } from './ports/listing-versions.ts';
import type { Deps } from './ports.ts';

/**
 * Organisations side by side, as they stood at a position, and whether their scores may be ranked at all.
 *
 * @param names party ids or proved domains
 * @param at the time a visitor named; then nothing is said of freshness
 * @throws RegistryError not_found where none of them is listed
 */
export function compareOrganisations(
  deps: Deps,
  names: readonly string[],
  position: Position,
  at?: string,
): Promise<FreshComparison> {
  return deps.ledger.read(async (tx) => {
    const found = await findVendors(tx, names, position.seq);
    const versions = [...new Set(found.filter((version) => version !== undefined))];
    assertThat(versions.length > 0, 'not_found', 'none of these organisations is in the listing');
    const ids = versions.map(({ row }) => row.party_id);
    const of = await readFreshness(tx, ids, freshnessClock(deps, at));
    const items = versions.map((version) => compared(version, of(version.row.party_id).live));
    const comparability = comparabilityOf(items.map(basisOf));
    const unknown = names.filter((_, index) => found[index] === undefined);
    return { comparison: { items, comparability, unknown }, freshness: new Map(ids.map((id) => [id, of(id)])) };
  });
}

function compared({ row, view }: ListedVersion, live: LiveState): ComparedOrganisation {
  const { certificate, audit, submetrics, scope } = view;
  return {
    ...row,
    live,
    submetrics,
    scope: certificate?.scope ?? scope,
    period: audit?.window ?? null,
    methodology: certificate?.methodology ?? audit?.score.methodology ?? null,
    methodology_sha256: certificate?.methodology_sha256 ?? null,
    certificate: certificate === null ? null : factsOf(certificate),
  };
}

const factsOf = ({
  id,
  state,
  valid_from,
  valid_to,
  auditors,
  audits,
}: NonNullable<ListedVersion['view']['certificate']>) => ({
  id,
  state,
  valid_from,
  valid_to,
  auditors,
  audits,
});

export const basisOf = (item: ComparedOrganisation): ScoreBasis => ({
  party_id: item.party_id,
  name: item.name,
  methodology: item.methodology,
  methodology_sha256: item.methodology_sha256,
  period: item.period,
  scope_share: item.scope?.share ?? null,
  assurance_level: item.assurance_level,
  state: item.state,
});
