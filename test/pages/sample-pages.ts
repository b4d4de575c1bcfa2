import type { LiveDays } from '../../src/core/live/live-days.ts';
import type { ListingRow, OrganisationView } from '../../src/core/views.ts';
import { renderAuditorPage } from '../../src/render/auditor-page.tsx';
import { badgeModel } from '../../src/render/badge/badge-model.ts';
import { BADGE_STYLES, renderBadgeSvg } from '../../src/render/badge/badge-svg.ts';
import { LANGUAGES } from '../../src/render/lang.ts';
import { type ListingPageInput, renderListingPage } from '../../src/render/listing-page.tsx';
import { renderListingRefusal } from '../../src/render/listing-refusal-page.tsx';
import { renderLogEntryPage } from '../../src/render/log-entry-page.tsx';
import { renderLogPage } from '../../src/render/log-page.tsx';
import { renderMePage, renderSignInPage } from '../../src/render/me-page.tsx';
import { renderMethodologyPage } from '../../src/render/methodology-page.tsx';
import { renderOrganisationPage } from '../../src/render/organisation-page.tsx';
import { renderProblemCodePage, renderProblemPage } from '../../src/render/problem-page.tsx';
import { renderStatisticsPage, type StatisticsPageInput } from '../../src/render/statistics-page.tsx';
import { renderStatusPage } from '../../src/render/status-page.tsx';
import { LIVE_SAMPLES } from '../support/live-fixtures.ts';
import { COSIGNED, EMPTY_LOG, ENTRY, LOG, REFUSING } from '../support/log-view-fixtures.ts';
import { OWN_AT, OWN_VIEWS } from '../support/own-view-fixtures.ts';
import {
  AUDITOR,
  EVEN_PROFILE,
  NIGHT_PROFILE,
  OPEN_DISPUTE,
  pageOf,
  UPHELD_DISPUTE,
} from '../support/page-fixtures.ts';
import { NO_STATISTICS, STATISTICS } from '../support/statistics-fixtures.ts';
import {
  ALL_ROWS,
  BLUEGLADE_BRONZE,
  EMPTY_PAGE,
  facetsFor,
  freshnessIn,
  inState,
  KESTREL_SUSPENDED,
  LEDGER_PRIME,
  LISTING_VIEW,
  NEWCOMER,
  NORDLICHT_SILVER,
  PAGE,
  POSITION,
  QUERY,
  TERN_DECLARED,
} from '../support/view-fixtures.ts';
import { failing, STATUS } from './sample-status.ts';

const CONTEXT = { mode: 'production', origin: 'https://registry.example', lang: 'en', theme: 'auto' } as const;
const DEMO = { ...CONTEXT, mode: 'demo' } as const;

const listing = (changes: Partial<ListingPageInput>): string =>
  renderListingPage({ page: PAGE, ...LISTING_VIEW, query: QUERY, ...CONTEXT, ...changes });

const statistics = (changes: Partial<StatisticsPageInput>): string =>
  renderStatisticsPage({ statistics: STATISTICS, position: POSITION, at: undefined, ...CONTEXT, ...changes });

const organisation = (
  view: OrganisationView,
  context: typeof CONTEXT | typeof DEMO = CONTEXT,
  days: LiveDays | null = null,
): string => renderOrganisationPage(pageOf(view, { days, ...context }));

/** Freshness of a past position: none is kept. */
const NOT_KEPT = { ...freshnessIn('none'), at: null };

const withScope = (view: OrganisationView, sites: readonly string[]): OrganisationView => ({
  ...view,
  certificate: view.certificate && { ...view.certificate, scope: { ...view.certificate.scope, sites } },
});

const CODES = [
  { code: 'not_found', status: 404, title: 'Nothing is registered under this address', detail: 'Check the address.' },
  { code: 'jws_signature', status: 401, title: 'The signature does not verify' },
  { code: 'rate_limited', status: 429, title: 'Too many requests' },
];

const ALL_PAGE = { ...PAGE, items: ALL_ROWS, total: 12_400, total_is_exact: false, next: 'opaque' };

/** Every page and state that must look right, by a short name. */
export const SAMPLE_PAGES: Readonly<Record<string, () => string>> = {
  listing: () => listing({}),
  'listing-demo': () => listing({ mode: 'demo' }),
  'listing-all': () =>
    listing({
      page: ALL_PAGE,
      query: { ...QUERY, state: 'all', cursor: 'x', sort: 'name' },
      disputed: new Set(['vela']),
    }),
  'listing-past': () => listing({ freshness: new Map(), query: { ...QUERY, at: '2026-08-25', tier: ['Silver'] } }),
  'listing-empty': () => listing({ page: EMPTY_PAGE, facets: facetsFor([]) }),
  'listing-no-result': () => listing({ page: EMPTY_PAGE, query: { ...QUERY, q: 'globex' }, spelt: new Set() }),
  'listing-unknown': () =>
    listing({
      page: EMPTY_PAGE,
      query: { ...QUERY, q: 'globex.example' },
      named: { by: 'domain', value: 'globex.example', row: null },
    }),
  'listing-named': () =>
    listing({
      page: { ...PAGE, items: PAGE.items.slice(0, 1), total: 1 },
      query: { ...QUERY, q: 'ledger.example' },
      named: { by: 'domain', value: 'ledger.example', row: LEDGER_PRIME },
    }),
  'listing-near': () => listing({ query: { ...QUERY, q: 'obsidain' }, spelt: new Set() }),
  ...Object.fromEntries(
    LANGUAGES.map((lang) => [`listing-${lang}`, () => listing({ lang, query: { ...QUERY, tier: ['Silver'] } })]),
  ),
  'listing-refused': () =>
    renderListingRefusal({
      ...CONTEXT,
      code: 'request_invalid',
      asked: [
        ['q', 'data'],
        ['country', 'Germany'],
        ['min_composite', '74,5'],
      ],
      faults: [
        { name: 'country', detail: 'must match ^[A-Z]{2}$', hint: 'ISO 3166-1 alpha-2' },
        { name: 'min_composite', detail: 'is no per cent figure', hint: 'Such as 74.5.' },
      ],
    }),
  statistics: () => statistics({}),
  'statistics-de': () => statistics({ lang: 'de' }),
  'statistics-past': () => statistics({ at: '2026-08-25' }),
  'statistics-empty': () => statistics({ statistics: NO_STATISTICS }),
  'organisation-bronze': () => organisation(BLUEGLADE_BRONZE, DEMO),
  'organisation-silver': () => organisation(NORDLICHT_SILVER),
  'organisation-prime': () => organisation(LEDGER_PRIME),
  'organisation-suspended': () => organisation(KESTREL_SUSPENDED),
  'organisation-watch': () => organisation(inState(NORDLICHT_SILVER, 'watch')),
  'organisation-withdrawn': () => organisation(inState(NORDLICHT_SILVER, 'withdrawn')),
  'organisation-expired': () => organisation(inState(NORDLICHT_SILVER, 'expired')),
  'organisation-superseded': () => organisation(inState(NORDLICHT_SILVER, 'superseded')),
  'organisation-declared': () => organisation(TERN_DECLARED),
  'organisation-newcomer': () => organisation(NEWCOMER),
  'organisation-disputed': () =>
    organisation({ ...NORDLICHT_SILVER, disputes: [OPEN_DISPUTE, { ...UPHELD_DISPUTE, outcome: 'allow' }] }),
  'organisation-upheld': () => organisation({ ...NORDLICHT_SILVER, disputes: [UPHELD_DISPUTE] }),
  'organisation-past': () =>
    renderOrganisationPage(pageOf({ ...LEDGER_PRIME, freshness: NOT_KEPT }, { at: '2026-08-25' })),
  'organisation-night': () => {
    const sample = LIVE_SAMPLES['invisible'];
    if (sample === undefined) throw new Error('no such sample');
    return renderOrganisationPage(pageOf(sample.organisation, { days: sample.days, profile: NIGHT_PROFILE }));
  },
  'organisation-even': () => {
    const sample = LIVE_SAMPLES['live'];
    if (sample === undefined) throw new Error('no such sample');
    return renderOrganisationPage(pageOf(sample.organisation, { days: sample.days, profile: EVEN_PROFILE }));
  },
  'organisation-sites': () =>
    organisation(
      withScope(
        LEDGER_PRIME,
        Array.from({ length: 60 }, (_, at) => `hall-${at + 1}`),
      ),
    ),
  ...Object.fromEntries(
    (['de', 'ja'] as const).map((lang) => [
      `organisation-${lang}`,
      () => {
        const sample = LIVE_SAMPLES['live'];
        const view = { ...(sample?.organisation ?? LEDGER_PRIME), disputes: [OPEN_DISPUTE] };
        const days = sample?.days ?? null;
        return renderOrganisationPage(pageOf(view, { lang, days, profile: NIGHT_PROFILE }));
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(LIVE_SAMPLES).map(([name, sample]) => [
      `organisation-live-${name}`,
      () => organisation(sample.organisation, CONTEXT, sample.days),
    ]),
  ),
  auditor: () => renderAuditorPage({ ...CONTEXT, auditor: AUDITOR, position: POSITION }),
  me: () => renderSignInPage(CONTEXT),
  'me-refused': () => renderSignInPage({ ...DEMO, fault: 'This token opens nothing.' }),
  ...Object.fromEntries(
    Object.entries(OWN_VIEWS).map(([name, view]) => [
      `me-${name}`,
      () => renderMePage({ ...CONTEXT, view, position: POSITION, at: OWN_AT }),
    ]),
  ),
  methodology: () => renderMethodologyPage({ ...CONTEXT, position: POSITION, sha256: 'x'.repeat(43) }),
  'methodology-ja': () => renderMethodologyPage({ ...CONTEXT, lang: 'ja', position: POSITION }),
  status: () => renderStatusPage({ ...CONTEXT, status: STATUS, position: POSITION }),
  'status-failing-de': () => renderStatusPage({ ...DEMO, lang: 'de', status: failing(STATUS), position: POSITION }),
  log: () => renderLogPage({ ...CONTEXT, log: LOG }),
  'log-cosigned': () => renderLogPage({ ...DEMO, log: COSIGNED }),
  'log-refusing': () => renderLogPage({ ...CONTEXT, log: REFUSING }),
  'log-empty': () => renderLogPage({ ...CONTEXT, log: EMPTY_LOG }),
  'log-entry': () => renderLogEntryPage({ ...CONTEXT, detail: ENTRY, bundle: '/log/tile/entries/016.p/116' }),
  'not-found': () =>
    renderProblemPage({
      ...CONTEXT,
      status: 404,
      code: 'not_found',
      title: 'Nothing is registered here',
      detail: 'No organisation has the id “globex”.',
    }),
  failure: () =>
    renderProblemPage({
      ...CONTEXT,
      status: 500,
      code: 'internal',
      title: 'The registry failed',
      detail: 'An error on this side kept the page from being made.',
      requestId: 'req-8f2c',
    }),
  codes: () => renderProblemCodePage({ ...CONTEXT, code: 'not_found', codes: CODES }) ?? '',
};

/** The rows behind the badges, by a short name; null is an unknown holder. */
export const BADGE_ROWS: Readonly<Record<string, ListingRow | null>> = {
  bronze: BLUEGLADE_BRONZE,
  silver: NORDLICHT_SILVER,
  obsidian: { ...LEDGER_PRIME, tier: 'Obsidian', composite_percent: '82.6', live: 'delayed' },
  prime: LEDGER_PRIME,
  stale: { ...LEDGER_PRIME, live: 'stale' },
  silent: { ...LEDGER_PRIME, live: 'silent' },
  watch: inState(NORDLICHT_SILVER, 'watch'),
  suspended: KESTREL_SUSPENDED,
  superseded: inState(NORDLICHT_SILVER, 'superseded'),
  withdrawn: inState(NORDLICHT_SILVER, 'withdrawn'),
  expired: inState(NORDLICHT_SILVER, 'expired'),
  declared: TERN_DECLARED,
  unknown: null,
};

export const badgeOf = (row: ListingRow | null, mode: 'demo' | 'production' = 'production') =>
  badgeModel({
    row,
    freshness: row === null ? null : freshnessIn(row.live),
    query: row === null ? { domain: 'globex.example' } : {},
    mode,
    asOf: POSITION.as_of,
    seq: POSITION.seq,
  });

/** Badge pictures by the address under which the sample pages ask for them. */
export function badgeAddresses(): Map<string, () => string> {
  const live = Object.values(LIVE_SAMPLES).map((sample) => sample.organisation);
  const views = [BLUEGLADE_BRONZE, NORDLICHT_SILVER, LEDGER_PRIME, KESTREL_SUSPENDED, TERN_DECLARED, NEWCOMER, ...live];
  const entries = views.flatMap((view) =>
    BADGE_STYLES.flatMap((style) =>
      LANGUAGES.map((lang): [string, () => string] => [
        `/badges/${view.party_id}.svg?style=${style}&theme=auto${lang === 'en' ? '' : `&lang=${lang}`}`,
        () => renderBadgeSvg(badgeOf(view), { style, theme: 'auto', lang }),
      ]),
    ),
  );
  return new Map(entries);
}
