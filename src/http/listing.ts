import type { ListingPageView } from '../core/listing-page-view.ts';
import type { ListingPage, ListingQuery, ListingRow, Position } from '../core/views.ts';
import { type FreshPage, listFresh, listOrganisations } from '../registry/list-organisations.ts';
import { readListingPage } from '../registry/read-listing-page.ts';
import { readPosition } from '../registry/read-position.ts';
import type { AppDeps } from './app-deps.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { cursorBinding, MAX_LIMIT } from './listing-query.ts';

/** A listing query whose cursor is opened. */
export interface OpenListing {
  /** The query with the plain key in place of the sealed cursor. */
  readonly query: ListingQuery;
  /** Position of the first page, where this is a later one: all pages show one state. */
  readonly position?: Position;
}

/** @throws RegistryError request_invalid for a cursor that was not given for this query */
export async function openListing(deps: AppDeps, asked: ListingQuery): Promise<OpenListing> {
  if (asked.cursor === undefined) return { query: asked };
  const { seq, key } = openCursor(asked.cursor, cursorBinding(asked), deps.cursorSecret);
  return { query: { ...asked, cursor: key }, position: await readPosition(deps.registry, String(seq)) };
}

/** One page, its `next` sealed. */
export async function readPage(deps: AppDeps, { query }: OpenListing, position: Position): Promise<FreshPage> {
  const { page, freshness } = await listFresh(deps.registry, query, position);
  return { page: sealNext(deps, query, page), freshness };
}

/** All that the page for people shows, its `next` sealed. */
export async function readPageView(
  deps: AppDeps,
  { query }: OpenListing,
  position: Position,
): Promise<ListingPageView> {
  const view = await readListingPage(deps.registry, query, position);
  return { ...view, page: sealNext(deps, query, view.page) };
}

function sealNext(deps: AppDeps, query: ListingQuery, page: ListingPage): ListingPage {
  if (page.next === null) return page;
  return { ...page, next: sealCursor({ seq: page.seq, key: page.next }, cursorBinding(query), deps.cursorSecret) };
}

/** The whole result from here on, page by page, as of one position. */
export async function* readAllRows(
  deps: AppDeps,
  { query }: OpenListing,
  position: Position,
): AsyncGenerator<readonly ListingRow[]> {
  let cursor = query.cursor;
  do {
    const step = cursor === undefined ? {} : { cursor };
    const page = await listOrganisations(deps.registry, { ...query, limit: MAX_LIMIT, ...step }, position);
    yield page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
