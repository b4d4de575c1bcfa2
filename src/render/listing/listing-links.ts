import type { CertificateState } from '../../core/certificate-state.ts';
import type { ListingQuery } from '../../core/views.ts';
import { urlSegment } from '../escape.ts';

/** What differs from the query at hand; an explicit `undefined` removes a parameter. */
export type QueryChanges = { readonly [K in keyof ListingQuery]?: ListingQuery[K] | undefined };

const DEFAULT_LIMIT = 50;
export const DEFAULT_STATES: readonly CertificateState[] = ['active', 'watch'];

/** `state` as it stands in the address; undefined for the default. */
export function stateParameter(state: ListingQuery['state']): string | undefined {
  if (state === 'all') return 'all';
  const isDefault = state.length === DEFAULT_STATES.length && DEFAULT_STATES.every((one) => state.includes(one));
  return isDefault ? undefined : state.join(',');
}

/** The query as parameters in a fixed order, defaults left out, so that one question has one address. */
export function parametersOf(query: QueryChanges): readonly (readonly [name: string, value: string])[] {
  const sort = query.sort === '-composite' ? undefined : query.sort;
  const limit = query.limit === DEFAULT_LIMIT ? undefined : query.limit;
  const state = query.state === undefined ? undefined : stateParameter(query.state);
  const entries: [string, string | number | undefined][] = [
    ['q', query.q],
    ...(query.tier ?? []).map((tier): [string, string] => ['tier', tier]),
    ['min_composite', query.minComposite],
    ['country', query.country],
    ['sector', query.sector],
    ['live', query.live],
    ['state', state],
    ['assurance', query.assurance],
    ['sort', sort],
    ['limit', limit],
    ['at', query.at],
    ['cursor', query.cursor],
  ];
  return entries.flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, String(value)] as const],
  );
}

function href(path: string, query: QueryChanges): string {
  const text = new URLSearchParams(parametersOf(query).map(([key, value]) => [key, value])).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The listing under a changed query. Any change starts at the first page, unless it names a cursor. */
export const listingHref = (query: ListingQuery, changes: QueryChanges = {}): string =>
  href('/', { ...query, cursor: undefined, ...changes });

/** The listing without a filter, of the same time and in the same order. */
export const clearedHref = ({ sort, limit, at }: ListingQuery): string => href('/', { sort, limit, at });

/** The whole list as a file: no page limits. */
export const exportHref = (query: ListingQuery, extension: 'csv' | 'jsonl' | 'xlsx'): string =>
  href(`/v1/organisations.${extension}`, { ...query, cursor: undefined, limit: undefined });

/** The same page as JSON. */
export const jsonHref = (query: ListingQuery): string => href('/v1/organisations', query);

/** A page of the same time as the listing: what is asked of the past stays in the past. */
export const sameTime = (path: string, { at }: Pick<ListingQuery, 'at'>): string => href(path, { at });

export const organisationHref = (party: string, query: Pick<ListingQuery, 'at'>): string =>
  sameTime(`/organisations/${urlSegment(party)}`, query);

/** Whether the visitor narrowed the list; the default states do not count. */
export function isNarrowed(query: ListingQuery): boolean {
  const filters = [query.q, query.minComposite, query.country, query.sector, query.live, query.assurance];
  return query.tier.length > 0 || filters.some((value) => value !== undefined && value !== '');
}
