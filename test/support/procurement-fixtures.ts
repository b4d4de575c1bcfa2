import { comparabilityOf } from '../../src/core/comparability.ts';
import type { ComparedOrganisation, FreshComparison } from '../../src/core/compare-view.ts';
import type { RfpRow } from '../../src/core/rfp-view.ts';
import type { OrganisationView } from '../../src/core/views.ts';
import { basisOf } from '../../src/registry/compare-organisations.ts';
import type { ShownClaim } from '../../src/render/procurement/claim-wording.ts';
import { BLUEGLADE_BRONZE, KESTREL_SUSPENDED, LEDGER_PRIME, NORDLICHT_SILVER, TERN_DECLARED } from './view-fixtures.ts';

/** Comparisons, tables and claims as the registry would show them. */

const compared = (view: OrganisationView): ComparedOrganisation => ({
  ...view,
  scope: view.certificate?.scope ?? view.scope,
  period: view.audit?.window ?? null,
  methodology: view.certificate?.methodology ?? view.audit?.score.methodology ?? null,
  methodology_sha256: view.certificate?.methodology_sha256 ?? null,
});

export function comparisonOf(views: readonly OrganisationView[], unknown: readonly string[] = []): FreshComparison {
  const items = views.map(compared);
  const comparison = { items, comparability: comparabilityOf(items.map(basisOf)), unknown };
  return { comparison, freshness: new Map(views.map((view) => [view.party_id, view.freshness])) };
}

export const EQUALS = comparisonOf([
  NORDLICHT_SILVER,
  { ...NORDLICHT_SILVER, party_id: 'sudlicht', name: 'Südlicht Rechenzentren', domain: 'sudlicht.example' },
]);
export const UNEQUALS = comparisonOf([LEDGER_PRIME, KESTREL_SUSPENDED, TERN_DECLARED], ['nobody.example']);
export const TEN = comparisonOf(
  Array.from({ length: 10 }, (_, index) => ({
    ...(index % 2 === 0 ? BLUEGLADE_BRONZE : LEDGER_PRIME),
    party_id: `org-${index}`,
    name: `Organisation number ${index} with a long legal name GmbH & Co. KG`,
  })),
);

const NOTHING: RfpRow = {
  vendor: 'nobody.example',
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

export const rfpRow = (vendor: string, view: OrganisationView): RfpRow => ({
  ...NOTHING,
  vendor,
  status: view.state === 'active' || view.state === 'watch' ? 'certified' : 'not_certified',
  reason: view.state === 'active' ? null : (view.state ?? 'declared'),
  party_id: view.party_id,
  name: view.name,
  domain: view.domain,
  tier: view.tier,
  composite_percent: view.composite_percent,
  composite_6: view.composite_6,
  state: view.state,
  live: view.live,
  assurance_level: view.assurance_level,
  methodology: 'CMS-1.0.0',
  scope_share: view.certificate?.scope.share ?? null,
  scope_sites: view.certificate?.scope.sites.length ?? null,
  period_start: view.audit?.window.start ?? null,
  period_end: view.audit?.window.end ?? null,
  certified_at: view.certified_at,
  valid_to: view.valid_to,
  certificate_id: view.certificate_id,
  verify_url:
    view.certificate_id === null ? null : `https://registry.example/verify?certificate=${view.certificate_id}`,
  leaf: view.certificate?.leaf ?? null,
  proof_hash: 'e537d50cb61aaaf46e10bb734070165cf7b961e100c25ba84157a22a35b0932a',
});

export const RFP_ROWS: readonly RfpRow[] = [
  rfpRow('ledger.example', LEDGER_PRIME),
  rfpRow('https://www.nordlicht.example/impressum', NORDLICHT_SILVER),
  rfpRow('kestrel', KESTREL_SUSPENDED),
  rfpRow('tern', TERN_DECLARED),
  NOTHING,
  { ...NOTHING, vendor: '=HYPERLINK("http://evil.test")<script>alert(1)</script>' },
];

export const TRUE_CLAIM: ShownClaim = {
  status: 'certified',
  domain: 'ledger.example',
  row: LEDGER_PRIME,
  reason: null,
  live: 'live',
  parts: { domain: 'true', tier: 'true', live: 'true' },
};
export const MIXED_CLAIM: ShownClaim = {
  status: 'not_certified',
  domain: 'kestrel.example',
  row: KESTREL_SUSPENDED,
  reason: 'suspended',
  live: 'none',
  parts: { domain: 'true', tier: 'outdated', composite_percent: 'outdated', certified_on: 'false', live: 'false' },
};
export const UNKNOWN_CLAIM: ShownClaim = {
  status: 'unknown',
  domain: 'nobody.example',
  row: null,
  reason: null,
  live: 'none',
  parts: { domain: 'unknown', tier: 'unknown' },
};
