import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ListingRow } from '../../core/views.ts';
import { renderListingPage } from '../../render/listing-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, HTML_TYPE, JSON_TYPE, minuteOf } from '../conditional.ts';
import { type OpenListing, openListing, readAllRows, readPage } from '../listing.ts';
import { toCsv, toJsonLines } from '../listing-export.ts';
import { type ListingParameters, listingQuerySchema, toListingQuery } from '../listing-query.ts';
import { negotiate } from '../negotiate.ts';
import { pageContext } from '../preferences.ts';
import { ref } from '../schemas/common.ts';
import { operation } from '../schemas/operation.ts';
import { asPage } from '../security-headers.ts';

const FORMS = { json: 'application/json', csv: 'text/csv', jsonl: 'application/jsonl', html: 'text/html' } as const;
type Form = keyof typeof FORMS;

const described = {
  'application/json': ref('ListingPage'),
  'text/csv': Type.String({ description: 'the whole result, one row an organisation, header first' }),
  'application/jsonl': Type.String({ description: 'the whole result, one JSON row a line' }),
  'text/html': Type.String({ description: 'the page' }),
};
const schema = {
  ...operation({
    operationId: 'listOrganisations',
    tag: 'listing',
    summary: 'The listing',
    description:
      'The form follows Accept; the addresses with .json, .csv, .jsonl and .html fix it. CSV and JSON Lines give the whole result, whatever limit says.',
    success: { description: 'a page, or the whole result', content: described },
    codes: ['at_future'],
  }),
  querystring: listingQuerySchema,
};

/** The listing in all its forms. */
export function organisationsRoutes(app: App, deps: AppDeps): void {
  app.get('/v1/organisations', { schema }, (request, reply) => {
    const type = negotiate(request.headers.accept, [FORMS.json, FORMS.csv, FORMS.jsonl, FORMS.html]);
    void reply.header('vary', 'accept');
    return answerListing(deps, request, reply, formOf(type));
  });
  for (const form of ['json', 'csv', 'jsonl', 'html'] as const) {
    app.get(
      `/v1/organisations.${form}`,
      { schema: { querystring: listingQuerySchema, hide: true } },
      (request, reply) => answerListing(deps, request, reply, form),
    );
  }
}

const formOf = (type: string): Form =>
  type === FORMS.csv ? 'csv' : type === FORMS.jsonl ? 'jsonl' : type === FORMS.html ? 'html' : 'json';

/** A request for the listing, its parameters read. */
export type ListingRequest = FastifyRequest & { readonly query: ListingParameters };

async function answerListing(
  deps: AppDeps,
  request: ListingRequest,
  reply: FastifyReply,
  form: Form,
): Promise<FastifyReply> {
  switch (form) {
    case 'json':
      return answerPage(deps, request, reply);
    case 'html':
      return answerListingPage(deps, request, reply);
    case 'csv':
      return answerExport(deps, request, reply, 'text/csv; charset=utf-8; header=present', toCsv);
    case 'jsonl':
      return answerExport(deps, request, reply, 'application/jsonl; charset=utf-8', toJsonLines);
  }
}

async function answerPage(deps: AppDeps, request: ListingRequest, reply: FastifyReply): Promise<FastifyReply> {
  const listing = await openListing(deps, toListingQuery(request.query));
  return answerRead(deps, request, reply, { ...shown(deps, listing), type: JSON_TYPE }, async (position) => {
    const { page } = await readPage(deps, listing, position);
    if (page.next !== null) void reply.header('link', `<${addressOf(deps, request, page.next)}>; rel="next"`);
    return JSON.stringify(page);
  });
}

/** Position and validator of a list. Whom the filter `live` admits changes with the hour. */
const shown = (deps: AppDeps, { query, position }: OpenListing) => ({
  ...(position === undefined ? {} : { position }),
  at: query.at,
  ageing: query.live === undefined ? undefined : minuteOf(deps, query.at),
});

/** The address of the next page: this one with another cursor. */
function addressOf(deps: AppDeps, request: FastifyRequest, cursor: string): string {
  const url = new URL(request.url, deps.config.origin);
  url.searchParams.set('cursor', cursor);
  return url.href;
}

/** The listing as a page for people. */
export async function answerListingPage(
  deps: AppDeps,
  request: ListingRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = toListingQuery(request.query);
  const listing = await openListing(deps, asked);
  const ageing = minuteOf(deps, asked.at);
  return answerRead(
    deps,
    request,
    asPage(reply),
    { ...shown(deps, listing), ageing, type: HTML_TYPE },
    async (position) => {
      return renderListingPage({
        ...pageContext(deps, request),
        query: asked,
        ...(await readPage(deps, listing, position)),
      });
    },
  );
}

async function answerExport(
  deps: AppDeps,
  request: ListingRequest,
  reply: FastifyReply,
  type: string,
  write: (pages: AsyncIterable<readonly ListingRow[]>) => AsyncIterable<string>,
): Promise<FastifyReply> {
  const listing = await openListing(deps, toListingQuery(request.query));
  return answerRead(deps, request, reply, { ...shown(deps, listing), type }, async (position) =>
    Readable.from(write(readAllRows(deps, listing, position))),
  );
}
