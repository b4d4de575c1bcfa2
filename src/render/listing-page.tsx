import type { VNode } from 'preact';
import type { FreshnessView } from '../core/freshness.ts';
import type { ListingPage, ListingQuery } from '../core/views.ts';
import { Drawing } from './drawing.tsx';
import { renderPage } from './layout.tsx';
import { horizonScale } from './listing/horizon-scale.ts';
import { ListingFilters } from './listing/listing-filters.tsx';
import { exportHref, isNarrowed, jsonHref, listingHref, stateParameter } from './listing/listing-links.ts';
import { ListingTable } from './listing/listing-table.tsx';
import type { PageContext } from './page-context.ts';
import { count, formatDay, groupDigits, isoMoment } from './words.ts';

export interface ListingPageInput extends PageContext {
  readonly page: ListingPage;
  /** How fresh the telemetry of each row is, by party. */
  readonly freshness: ReadonlyMap<string, FreshnessView>;
  readonly query: ListingQuery;
}

/** The page `/`: who is certified, today. Everything a visitor can ask for is in the address. */
export function renderListingPage(input: ListingPageInput): string {
  const { page, freshness, query } = input;
  const headline = headlineOf(page, query);
  const meta = {
    title: isNarrowed(query) ? headline : 'Who is certified',
    description: `${headline} Tiers, composites and four mirrors, recomputed from signed audits.`,
    path: listingHref(query, { cursor: query.cursor }),
    json: jsonHref(query),
    position: page,
    noindex: isNarrowed(query) || query.cursor !== undefined || query.at !== undefined,
  };
  return renderPage(input, meta, <Listing page={page} freshness={freshness} query={query} headline={headline} />);
}

/** The answer in one sentence. */
function headlineOf(page: ListingPage, query: ListingQuery): string {
  const total = count(page.total, 'organisation');
  const number = page.total_is_exact ? total : `At least ${total}`;
  if (page.total === 0 && isEmptyRegistry(query)) return 'No organisation is certified yet.';
  if (page.total === 0) return 'No entry matches.';
  if (isNarrowed(query)) return `${number} ${page.total === 1 ? 'matches' : 'match'}.`;
  if (stateParameter(query.state) === undefined) return `${number} certified.`;
  return `${number} listed.`;
}

const isEmptyRegistry = (query: ListingQuery): boolean =>
  !isNarrowed(query) && stateParameter(query.state) === undefined;

interface ListingProps {
  readonly page: ListingPage;
  readonly freshness: ListingPageInput['freshness'];
  readonly query: ListingQuery;
  readonly headline: string;
}

function Listing({ page, freshness, query, headline }: ListingProps): VNode {
  const scale = horizonScale(page.items);
  return (
    <>
      <section class="horizon-hero" aria-label="Overview">
        <div class="wrap above">
          <div class="headline">
            <h1>{headline}</h1>
            <AsOf page={page} query={query} />
          </div>
          <Drawing class="scale" of={scale.upper} />
        </div>
        <div class="wrap below">
          <Drawing class="scale" of={scale.lower} />
          <p class="quiet scale-note">Composite of the four mirrors, per cent</p>
        </div>
      </section>
      <div class="wrap">
        <ListingFilters query={query} />
        {page.items.length === 0 ? (
          <NoRows query={query} page={page} />
        ) : (
          <Rows page={page} freshness={freshness} query={query} />
        )}
      </div>
    </>
  );
}

function AsOf({ page, query }: { page: ListingPage; query: ListingQuery }): VNode {
  if (query.at === undefined) {
    return (
      <p class="as-of">
        As of <time datetime={page.as_of}>{isoMoment(page.as_of)}</time>, log entry {groupDigits(page.seq)}
      </p>
    );
  }
  return (
    <p class="as-of travel">
      As it stood on {formatDay(page.as_of)}, log entry {groupDigits(page.seq)}.{' '}
      <a href={listingHref(query, { at: undefined })}>Back to today</a>
    </p>
  );
}

function Rows({ page, freshness, query }: Omit<ListingProps, 'headline'>): VNode {
  return (
    <>
      <ListingTable rows={page.items} freshness={freshness} query={query} />
      <div class="pager">
        <p>
          {groupDigits(page.items.length)} of {page.total_is_exact ? '' : 'at least '}
          {groupDigits(page.total)} shown
        </p>
        <nav aria-label="Pages">
          {query.cursor !== undefined && <a href={listingHref(query)}>First page</a>}
          {page.next !== null && (
            <a rel="next" href={listingHref(query, { cursor: page.next })}>
              Next page
            </a>
          )}
        </nav>
        <p class="export">
          Export this list: <a href={exportHref(query, 'csv')}>CSV</a> ·{' '}
          <a href={exportHref(query, 'jsonl')}>JSON Lines</a> · <a href={jsonHref(query)}>JSON</a>
        </p>
      </div>
    </>
  );
}

function NoRows({ query, page }: { query: ListingQuery; page: ListingPage }): VNode {
  if (isEmptyRegistry(query)) {
    return (
      <section class="empty">
        <h2>The register is open and empty</h2>
        <p>
          A certificate appears here the moment an accredited auditor countersigns an audit that holds. Until then this
          page shows what it knows: nothing.
        </p>
        <p>
          <a href="/methodology">What a certificate takes</a> · <a href="/docs">How to submit an audit</a> ·{' '}
          <a href={listingHref(query, { state: 'all' })}>Show declared audits</a>
        </p>
      </section>
    );
  }
  return (
    <section class="empty">
      <h2>Nothing in this register matches</h2>
      <p>
        This says only that no entry fits the question as of {isoMoment(page.as_of)}. It is not a judgement about
        anybody.
      </p>
      <p>
        <a href="/">Clear all filters</a>
        {query.state !== 'all' && (
          <>
            {' '}
            · <a href={listingHref(query, { state: 'all' })}>Look in all states, and among declared audits</a>
          </>
        )}
      </p>
    </section>
  );
}
