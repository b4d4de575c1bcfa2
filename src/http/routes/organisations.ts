import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ListingRow } from '../../core/views.ts';
import { renderListingPage } from '../../render/listing-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, HTML_TYPE, JSON_TYPE, minuteOf } from '../conditional.ts';
import { type OpenListing, openListing, readAllRows, readPage, readPageView } from '../listing.ts';
import { toCsv, toJsonLines } from '../listing-export.ts';
import { type ListingParameters, listingQuerySchema, toListingQuery } from '../listing-query.ts';
import { listingWorkbook, MAX_SHEET_ROWS } from '../listing-workbook.ts';
import { negotiate } from '../negotiate.ts';
import { workAtOnce } from '../overload.ts';
import { pageContext } from '../preferences.ts';
import { ref } from '../schemas/common.ts';
import { operation } from '../schemas/operation.ts';
import { asPage } from '../security-headers.ts';
import { XLSX_TYPE } from '../xlsx.ts';

const FORMS = {
  json: 'application/json',
  csv: 'text/csv',
  jsonl: 'application/jsonl',
  xlsx: XLSX_TYPE,
  html: 'text/html',
} as const;
type Form = keyof typeof FORMS;

const described = {
  'application/json': ref('ListingPage'),
  'text/csv': Type.String({ description: 'the whole result, one row an organisation, header first' }),
  'application/jsonl': Type.String({ description: 'the whole result, one JSON row a line' }),
  [XLSX_TYPE]: Type.Unsafe({
    type: 'string',
    format: 'binary',
    description: `the whole result as a workbook, at most ${MAX_SHEET_ROWS} organisations`,
  }),
  'text/html': Type.String({ description: 'the page' }),
};
const schema = {
  ...operation({
    operationId: 'listOrganisations',
    tag: 'listing',
    summary: 'The listing',
    description:
      'The form follows Accept; the addresses with .json, .csv, .jsonl, .xlsx and .html fix it. CSV, JSON Lines and the workbook give the whole result, whatever limit says.',
    success: { description: 'a page, or the whole result', content: described },
    codes: ['at_future'],
  }),
  querystring: listingQuerySchema,
};

/** The listing in all its forms. */
export function organisationsRoutes(app: App, deps: AppDeps): void {
  app.get('/v1/organisations', { schema }, (request, reply) => {
    const type = negotiate(request.headers.accept, [FORMS.json, FORMS.csv, FORMS.jsonl, FORMS.xlsx, FORMS.html]);
    void reply.header('vary', 'accept');
    return answerListing(deps, request, reply, formOf(type));
  });
  for (const form of FORM_NAMES) {
    app.get(
      `/v1/organisations.${form}`,
      { schema: { querystring: listingQuerySchema, hide: true } },
      (request, reply) => answerListing(deps, request, reply, form),
    );
  }
}

const FORM_NAMES = ['json', 'csv', 'jsonl', 'xlsx', 'html'] as const satisfies readonly Form[];

const formOf = (type: string): Form => FORM_NAMES.find((form) => FORMS[form] === type) ?? 'json';

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
    case 'xlsx':
      return answerWorkbook(deps, request, reply);
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
  keys: ['listing'],
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
        ...(await readPageView(deps, listing, position)),
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

/** Workbooks are made whole in memory: one at a time. */
const oneWorkbook = workAtOnce(1);

async function answerWorkbook(deps: AppDeps, request: ListingRequest, reply: FastifyReply): Promise<FastifyReply> {
  const listing = await openListing(deps, toListingQuery(request.query));
  const options = { ...shown(deps, listing), type: XLSX_TYPE };
  void reply.header('content-disposition', 'attachment; filename="carbon-mirror-register.xlsx"');
  return answerRead(deps, request, reply, options, (position) =>
    oneWorkbook(async () => Readable.from([await listingWorkbook(readAllRows(deps, listing, position))])),
  );
}
