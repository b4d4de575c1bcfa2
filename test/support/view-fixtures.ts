import { type FreshnessView, freshnessView, type LiveState } from '../../src/core/freshness.ts';
import { type Counted, type FacetName, facetsOf, LISTING_FACETS } from '../../src/core/listing-facets.ts';
import type { ListingPageView } from '../../src/core/listing-page-view.ts';
import { CMS_1, METHODOLOGY, MIRROR_IDS, SUBMETRIC_IDS, type SubmetricId } from '../../src/core/methodology/cms-1.ts';
import { renderScore } from '../../src/core/methodology/render-score.ts';
import type { Score, Share } from '../../src/core/methodology/score.ts';
import { decideTier, type RegistryFacts } from '../../src/core/methodology/tiers.ts';
import {
  add,
  div,
  formatPercent,
  formatScaled,
  mul,
  ONE,
  type Rational,
  rational,
  roundRoot4,
  ZERO,
} from '../../src/core/rational.ts';
import { TREND_DAYS, type Trend } from '../../src/core/statistics-view.ts';
import type {
  AuditView,
  CertificateView,
  HistoryItem,
  ListingFacets,
  ListingPage,
  ListingQuery,
  ListingRow,
  OrganisationView,
  Position,
} from '../../src/core/views.ts';

/** Organisations as the registry would show them. Scores are computed, so that every figure on a page agrees with the next. */

export const POSITION: Position = { seq: 4211, as_of: '2026-08-25T14:05:09Z' };

/** An age of each state of freshness, seconds; undefined without telemetry. */
const AGES: Readonly<Record<LiveState, number | undefined>> = {
  live: 309,
  delayed: 5 * 3_600 + 309,
  stale: 4 * 86_400 + 309,
  silent: 9 * 86_400 + 309,
  none: undefined,
};

/** Freshness as it would be said at `POSITION`. */
export function freshnessIn(state: LiveState): FreshnessView {
  const now = new Date(POSITION.as_of);
  const age = AGES[state];
  return freshnessView(age === undefined ? undefined : new Date(now.getTime() - age * 1000), now);
}

export const QUERY: ListingQuery = { tier: [], state: ['active', 'watch'], sort: '-composite', limit: 50 };

type Quantities = Readonly<Record<SubmetricId, readonly [numerator: bigint, denominator: bigint] | null>>;

const BLUEGLADE: Quantities = {
  E1: [140_000n, 224_000n],
  E2: [112_000n, 140_000n],
  E3: [42_000n, 140_000n],
  T1: [100_572n, 224_000n],
  T2: [1_120n, 38_080n],
  T3: [5_040n, 38_080n],
  D1: [152_000n, 400_000n],
  D2: [150_000n, 400_000n],
  D3: [30_500n, 50_000n],
  C1: [810n, 900n],
  C2: [128_000n, 150_000n],
  C3: [106_400n, 140_000n],
  C4: [0n, 224_000n],
};

const NORDLICHT: Quantities = {
  E1: [612_400n, 771_886n],
  E2: [581_780n, 612_400n],
  E3: [416_432n, 612_400n],
  T1: [540_320n, 771_886n],
  T2: [81_212n, 124_984n],
  T3: [77_490n, 124_984n],
  D1: [577n, 1_000n],
  D2: [534n, 1_000n],
  D3: [496n, 620n],
  C1: [4_130n, 5_160n],
  C2: [780n, 1_000n],
  C3: [557_284n, 612_400n],
  C4: [77_188n, 771_886n],
};

const OBSIDIAN_LEDGER: Quantities = {
  E1: [815_360n, 896_000n],
  E2: [81_372_928n, 81_536_000n],
  E3: [7_419_776n, 8_153_600n],
  T1: [833_280n, 896_000n],
  T2: [257_600n, 280_000n],
  T3: [234_500n, 280_000n],
  D1: [965n, 1_000n],
  D2: [960n, 1_000n],
  D3: [196n, 200n],
  C1: [19_200n, 20_000n],
  C2: [705_000n, 750_000n],
  C3: [80_883_712n, 81_536_000n],
  C4: [105_728n, 896_000n],
};

const CLOUD_ONLY: Quantities = { ...NORDLICHT, C1: null, C2: null, C4: [0n, 771_886n] };

function shareOf(quantities: readonly [bigint, bigint] | null): Share {
  if (quantities === null) {
    return {
      numerator: ZERO,
      denominator: ZERO,
      value: null,
      status: 'not_applicable',
      note: 'no owned hardware in scope',
    };
  }
  const [numerator, denominator] = quantities;
  const value = rational(numerator, denominator);
  return { numerator: rational(numerator), denominator: rational(denominator), value, status: 'ok' };
}

export function scoreOf(quantities: Quantities): Score {
  const entries = SUBMETRIC_IDS.map((id) => [id, shareOf(quantities[id])] as const);
  const submetrics = Object.fromEntries(entries) as Record<SubmetricId, Share>;
  const mirror = (id: (typeof MIRROR_IDS)[number]): Rational => {
    let sum = ZERO;
    let weights = 0n;
    for (const [submetric, weight] of Object.entries(CMS_1.weights[id])) {
      const value = submetrics[submetric as SubmetricId].value;
      if (value === null) continue;
      sum = add(sum, mul(rational(weight), value));
      weights += weight;
    }
    return div(sum, rational(weights));
  };
  const mirrors = Object.fromEntries(MIRROR_IDS.map((id) => [id, mirror(id)])) as Score['mirrors'];
  return {
    methodology: METHODOLOGY,
    submetrics,
    mirrors,
    coverage: ONE,
    pow4: MIRROR_IDS.map((id) => mirrors[id]).reduce(mul, ONE),
    visibility: submetrics.E2.value ?? ZERO,
    measuredShare: rational(96n, 100n),
    minSiteCoverage: rational(997n, 1000n),
  };
}

const FACTS: RegistryFacts = {
  auditLevel: 2,
  countersigned: true,
  scopeShare: rational(83n, 100n),
  telemetryDays: 0,
  telemetryCoverage: ZERO,
  surveillanceDelta: null,
  measuredShareConfirmed: true,
};

const DECLARED_FACTS: RegistryFacts = { ...FACTS, auditLevel: 0, countersigned: false };

interface Holder {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly country: string;
  readonly sector: string;
  readonly quantities: Quantities;
  readonly facts?: RegistryFacts;
  readonly certifiedAt?: string;
}

const digest = (seed: string): string => `${seed}${'Qm9yZWFsaXNfTWlycm9yX0RpZ2VzdF8wMTIzNDU2Nzg5'}`.slice(0, 43);

const opinion = (facts: RegistryFacts): AuditView['opinions'] =>
  facts.countersigned
    ? [
        {
          digest: digest('op1n'),
          auditor: 'helios-assurance',
          result: 'accept',
          level: facts.auditLevel,
          scope_share: '0.83',
          accepted_at: '2026-08-22T14:05:00Z',
          accepted_seq: 4102,
          standing: true,
        },
      ]
    : [];

function auditOf(holder: Holder): AuditView {
  const score = scoreOf(holder.quantities);
  const facts = holder.facts ?? FACTS;
  const decision = decideTier(score, facts, false);
  return {
    digest: digest(holder.id.slice(0, 4)),
    organisation: { party_id: holder.id, name: holder.name },
    status: decision.tier === null ? 'declared' : 'certified',
    level: Math.max(1, facts.auditLevel),
    window: { start: '2026-01-05T00:00:00Z', end: '2026-07-06T00:00:00Z' },
    sites: ['hamburg-1', 'luleå-2'],
    accepted_at: '2026-08-20T09:12:44Z',
    accepted_seq: 4077,
    score: renderScore(score),
    claim: {
      verdict: 'confirmed',
      claimed: formatScaled(roundRoot4(score.pow4, 3), 1),
      recomputed: formatScaled(roundRoot4(score.pow4, 5), 3),
    },
    findings: [],
    failing: decision.failing,
    facts: {
      assurance_level: facts.auditLevel,
      countersigned: facts.countersigned,
      scope_share: facts.countersigned ? '0.83' : null,
      telemetry_days: 0,
      telemetry_coverage: '0',
      surveillance_delta_points: null,
    },
    decision: { tier: decision.tier, reasons: decision.failing.Bronze.map((reason) => reason.code) },
    invisible_workloads: [],
    opinions: opinion(facts),
    certificate_id: decision.tier === null ? null : `cert-${holder.id}`,
  };
}

function certificateOf(holder: Holder, audit: AuditView): CertificateView | null {
  const tier = audit.decision.tier;
  if (tier === null) return null;
  return {
    id: `0198f6c2-71aa-7c3e-9d51-${holder.id.padEnd(12, '0').slice(0, 12)}`,
    organisation: audit.organisation,
    scope: { sites: audit.sites, share: '0.83' },
    tier,
    score: audit.score,
    audit_composite: audit.score.composite_6,
    assurance_level: audit.facts.assurance_level,
    auditors: ['helios-assurance'],
    audits: [audit.digest],
    methodology: METHODOLOGY,
    methodology_sha256: digest('m3th'),
    valid_from: holder.certifiedAt ?? '2026-08-22T14:05:00Z',
    valid_to: '2027-08-22T14:05:00Z',
    state: 'active',
    reasons: ['decision'],
    leaf: 4103,
  };
}

export function organisationOf(holder: Holder): OrganisationView {
  const audit = auditOf(holder);
  const certificate = certificateOf(holder, audit);
  const score = scoreOf(holder.quantities);
  const percent = (id: (typeof MIRROR_IDS)[number]): string => formatPercent(score.mirrors[id]);
  return {
    party_id: holder.id,
    name: holder.name,
    domain: holder.domain,
    country: holder.country,
    sector: holder.sector,
    tier: certificate?.tier ?? null,
    composite_percent: audit.score.composite_percent,
    composite_6: audit.score.composite_6,
    mirrors: {
      efficiency: percent('efficiency'),
      timing: percent('timing'),
      data_diet: percent('data_diet'),
      circularity: percent('circularity'),
    },
    assurance_level: audit.facts.assurance_level,
    live: 'none',
    state: certificate?.state ?? null,
    certificate_id: certificate?.id ?? null,
    certified_at: certificate?.valid_from ?? null,
    valid_to: certificate?.valid_to ?? null,
    website: `https://${holder.domain ?? 'example.invalid'}/`,
    legal_ids: { lei: '529900T8BM49AURSDO55' },
    certificate,
    submetrics: audit.score.submetrics,
    scope: { sites: audit.sites, share: audit.facts.scope_share },
    invisible_workloads: audit.invisible_workloads,
    failing: audit.failing,
    audit,
    live_evaluation: null,
    disputes: [],
    freshness: freshnessIn('none'),
    changes: [],
  };
}

const blueglade = organisationOf({
  id: 'blueglade',
  name: 'Blueglade Technologies',
  domain: 'blueglade.example',
  country: 'DE',
  sector: 'software',
  quantities: BLUEGLADE,
  facts: { ...FACTS, auditLevel: 1, scopeShare: rational(62n, 100n) },
});

/** Bronze 45.2 with the archival rebuild nobody knew of. */
export const BLUEGLADE_BRONZE: OrganisationView = {
  ...blueglade,
  audit: blueglade.audit && {
    ...blueglade.audit,
    claim: { verdict: 'restated', claimed: '46.5', recomputed: '45.221' },
    findings: [
      {
        severity: 'FLAG',
        code: 'F10',
        message: 'grid series not from the registry for 1,344 hours of zone DE-LU',
        pointer: '/sites/0/series',
        hint: 'The registry holds no series for these hours yet; the auditor checks the sender’s own values.',
      },
      {
        severity: 'INFO',
        code: 'I01',
        message: 'job-7731 (ARCHIVAL_REBUILD_LEGACY_2019-2023.sh): 25,200 kWh are invisible',
        pointer: '/workloads/4',
        hint: 'Register it: its energy stays in the denominator and earns nothing until then.',
      },
    ],
    invisible_workloads: [
      {
        workload_id: 'job-7731',
        site_id: 'hamburg-1',
        name: 'ARCHIVAL_REBUILD_LEGACY_2019-2023.sh',
        energy_kwh: '25200.000000',
        missing: ['owner', 'schedule_ref', 'registered_at'],
      },
      {
        workload_id: 'vm-legacy-9',
        site_id: 'luleå-2',
        name: 'vm-legacy-9',
        energy_kwh: '312.500000',
        missing: ['owner'],
      },
    ],
  },
};

export const NORDLICHT_SILVER: OrganisationView = organisationOf({
  id: 'nordlicht',
  name: 'Nordlicht Datensysteme',
  domain: 'nordlicht.example',
  country: 'DE',
  sector: 'hosting',
  quantities: NORDLICHT,
});

export const LEDGER_PRIME: OrganisationView = {
  ...organisationOf({
    id: 'obsidian-ledger',
    name: 'Obsidian Ledger',
    domain: 'ledger.example',
    country: 'SE',
    sector: 'payments',
    quantities: OBSIDIAN_LEDGER,
    facts: {
      auditLevel: 4,
      countersigned: true,
      scopeShare: rational(97n, 100n),
      telemetryDays: 214,
      telemetryCoverage: rational(9979n, 10_000n),
      surveillanceDelta: rational(6n, 10n),
      measuredShareConfirmed: true,
    },
  }),
  live: 'live',
  freshness: freshnessIn('live'),
};

const suspended = organisationOf({
  id: 'kestrel',
  name: 'Kestrel Analytics',
  domain: 'kestrel.example',
  country: 'IE',
  sector: 'analytics',
  quantities: { ...NORDLICHT, T2: [95_000n, 124_984n], D1: [800n, 1_000n] },
  certifiedAt: '2026-03-02T08:00:00Z',
});

export const SUSPENSION: HistoryItem = {
  seq: 4190,
  type: 'certificate.suspended',
  at: '2026-08-25T14:05:00Z',
  recorded_at: '2026-08-25T14:05:01Z',
  text: 'Silver suspended: two different statements were signed for one interval.',
  reason: 'two different statements were signed for one interval',
  certificate_id: suspended.certificate_id,
  audit: null,
};

/** A certificate of the given state; a standing one shows how the others differ. */
export function inState(organisation: OrganisationView, state: CertificateView['state']): OrganisationView {
  const certificate = organisation.certificate && { ...organisation.certificate, state };
  return { ...organisation, state, certificate };
}

export const KESTREL_SUSPENDED: OrganisationView = { ...inState(suspended, 'suspended'), changes: [SUSPENSION] };

/** The same firm as declared: recomputed, not countersigned. */
export const TERN_DECLARED: OrganisationView = organisationOf({
  id: 'tern-logistics',
  name: 'Tern Logistics',
  domain: 'tern.example',
  country: 'FR',
  sector: 'logistics',
  quantities: CLOUD_ONLY,
  facts: DECLARED_FACTS,
});

/** Registered, and nothing more. */
export const NEWCOMER: OrganisationView = {
  ...TERN_DECLARED,
  party_id: 'newcomer',
  name: 'Newcomer Systems',
  domain: null,
  composite_percent: null,
  composite_6: null,
  mirrors: null,
  audit: null,
  live_evaluation: null,
};

export const HISTORY: readonly HistoryItem[] = [
  {
    seq: 3890,
    type: 'party.registered',
    at: '2026-07-11T10:00:00Z',
    recorded_at: '2026-07-11T10:00:00Z',
    text: 'Registered as organisation.',
    reason: null,
    certificate_id: null,
    audit: null,
  },
  {
    seq: 4077,
    type: 'audit.declared',
    at: '2026-08-20T09:12:44Z',
    recorded_at: '2026-08-20T09:12:44Z',
    text: 'Audit declared; recomputed composite 0.452209.',
    reason: null,
    certificate_id: null,
    audit: digest('blue'),
  },
  {
    seq: 4103,
    type: 'certificate.issued',
    at: '2026-08-22T14:05:00Z',
    recorded_at: '2026-08-22T14:05:02Z',
    text: 'Bronze issued at composite 0.452209, valid to 2027-08-22T14:05:00Z.',
    reason: 'decision',
    certificate_id: blueglade.certificate_id,
    audit: digest('blue'),
  },
];

const rowOf = ({
  website,
  legal_ids,
  certificate,
  submetrics,
  scope,
  invisible_workloads,
  failing,
  audit,
  live_evaluation,
  freshness,
  changes,
  ...row
}: OrganisationView): ListingRow => row;

const MORE: readonly [name: string, domain: string, shift: bigint, level: 1 | 2, live: ListingRow['live']][] = [
  ['Ferngrove Cloud', 'ferngrove.example', 110n, 2, 'none'],
  ['Société Lumière des Données', 'lumiere-donnees.example', 190n, 2, 'delayed'],
  ['Saltmarsh Payments', 'saltmarsh.example', -130n, 2, 'none'],
  ['Zürichberg Rechenzentren', 'zuerichberg.example', 10n, 1, 'none'],
  ['Halcyon Genomics Research Infrastructure', 'halcyon-genomics.example', 240n, 2, 'stale'],
  ['Vela Media', 'vela.example', -330n, 1, 'none'],
];

const moreRows: readonly ListingRow[] = MORE.map(([name, domain, shift, level, live]) => ({
  ...rowOf(
    organisationOf({
      id: domain.split('.')[0] ?? domain,
      name,
      domain,
      country: 'DE',
      sector: 'software',
      quantities: {
        ...NORDLICHT,
        D1: [640n + shift, 1_000n],
        D2: [600n + shift, 1_000n],
        T2: [81_212n + shift * 160n, 124_984n],
        E3: [416_432n + shift * 700n, 612_400n],
      },
      facts: { ...FACTS, auditLevel: level },
    }),
  ),
  live,
}));

/** A listing of standing certificates, and one on watch. */
export const ROWS: readonly ListingRow[] = [
  rowOf(LEDGER_PRIME),
  ...moreRows,
  rowOf(NORDLICHT_SILVER),
  rowOf(BLUEGLADE_BRONZE),
]
  .map((row): ListingRow => (row.party_id === 'saltmarsh' ? { ...row, state: 'watch' } : row))
  .sort((a, b) => Number(b.composite_percent) - Number(a.composite_percent));

/** Every state a row can be in, as `state=all` shows them. */
export const ALL_ROWS: readonly ListingRow[] = [
  ...ROWS,
  rowOf(KESTREL_SUSPENDED),
  rowOf(TERN_DECLARED),
  { ...rowOf(NEWCOMER), assurance_level: 0 },
];

/** How fresh the rows of every page are. */
export const FRESHNESS = new Map(ALL_ROWS.map((row) => [row.party_id, freshnessIn(row.live)]));

export const PAGE: ListingPage = { items: ROWS, total: ROWS.length, total_is_exact: true, next: null, ...POSITION };

/** Live composites of 56 days: steady, with a gap, or falling. */
const trendOf = (of: (day: number) => number | null): Trend =>
  Array.from({ length: TREND_DAYS }, (_, day) => of(day)?.toFixed(1) ?? null);

/** How a list of rows divides, counted the plain way. */
export function facetsFor(rows: readonly ListingRow[]): ListingFacets {
  const counted = LISTING_FACETS.flatMap((facet): Counted[] => {
    const values = rows.map((row) => facetOf(row, facet)).filter((value) => value !== null);
    return [...new Set(values)].map((value) => ({ facet, value, count: values.filter((one) => one === value).length }));
  });
  const steps = rows.flatMap(({ composite_percent: percent }) =>
    percent === null ? [] : [Math.min(19, Math.floor(Number(percent) / 5))],
  );
  const histogram = [...new Set(steps)].map((step) => ({
    facet: 'composites',
    value: String(step),
    count: steps.filter((one) => one === step).length,
  }));
  return facetsOf([...counted, ...histogram]);
}

const facetOf = (row: ListingRow, facet: FacetName): string | null =>
  facet === 'assurance' ? String(row.assurance_level) : row[facet];

/** The rest of what the page of the listing shows, for the rows of every page. */
export const LISTING_VIEW: Omit<ListingPageView, 'page'> = {
  freshness: FRESHNESS,
  facets: facetsFor(ROWS),
  named: null,
  trends: new Map([
    ['obsidian-ledger', trendOf((day) => 92.4 + Math.sin(day / 5) * 0.6)],
    ['lumiere-donnees', trendOf((day) => (day > 20 && day < 27 ? null : 70 - day / 8))],
    ['halcyon-genomics', trendOf((day) => (day > 51 ? null : 72 + Math.cos(day / 9) * 2))],
  ]),
  disputed: new Set(),
  spelt: null,
};

export const EMPTY_PAGE: ListingPage = { items: [], total: 0, total_is_exact: true, next: null, ...POSITION };
