import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import { RegistryError } from '../../core/errors.ts';
import { findWatched } from '../../registry/find-watched.ts';
import { FEED_ENTRIES, readFeed } from '../../registry/read-feed.ts';
import { ATOM_TYPE, renderAtom } from '../../render/feed/atom.ts';
import type { FeedInput } from '../../render/feed/feed-model.ts';
import { JSON_FEED_TYPE, renderJsonFeed } from '../../render/feed/json-feed.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead } from '../conditional.ts';
import { operation } from '../schemas/operation.ts';
import { partyParams } from '../schemas/parameters.ts';
import { compilePagePart } from '../validators.ts';
import { MAX_WATCHED, watchProperties } from './events.ts';

const pageProperties = {
  before: Type.Optional(Type.Integer({ minimum: 1, description: 'older entries: those below this seq' })),
  type: watchProperties.type,
};
const feedQuery = closed({
  organisation: watchProperties.organisation,
  domain: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
      maxItems: MAX_WATCHED,
      description: 'repeatable: proved domains instead of party ids',
    }),
  ),
  ...pageProperties,
});
const ownQuery = closed(pageProperties);
type Parameters = Static<typeof feedQuery>;

const FORMS = [
  { extension: 'atom', type: ATOM_TYPE, media: 'application/atom+xml', render: renderAtom },
  { extension: 'json', type: JSON_FEED_TYPE, media: 'application/feed+json', render: renderJsonFeed },
] as const;
type Form = (typeof FORMS)[number];

const DESCRIPTION = `Decisions, newest first, ${FEED_ENTRIES} a page: no telemetry windows, no routine. A watch list is a feed: name up to ${MAX_WATCHED} organisations by id or proved domain. Whoever is not known yet matches nothing until it is. Older pages by the link next (RFC 5005).`;

/** Decisions as Atom and JSON Feed: of everybody, of a watch list, of one holder. */
export function feedRoutes(app: App, deps: AppDeps): void {
  for (const form of FORMS) {
    const { extension, media } = form;
    const words = operation({
      operationId: extension === 'atom' ? 'readFeed' : 'readJsonFeed',
      tag: 'log',
      summary: `Newest decisions as ${extension === 'atom' ? 'Atom' : 'JSON Feed 1.1'}`,
      description: DESCRIPTION,
      success: { description: 'a page of the feed', content: { [media]: Type.String() } },
    });
    const all = { schema: { ...words, querystring: feedQuery }, validatorCompiler: compilePagePart };
    app.get(`/feed.${extension}`, all, (request, reply) => answerFeed(deps, request, reply, form, request.query));
    const one = {
      schema: { querystring: ownQuery, params: partyParams, hide: true },
      validatorCompiler: compilePagePart,
    };
    app.get<{ Params: { id: string }; Querystring: Static<typeof ownQuery> }>(
      `/organisations/:id([a-z0-9-]{1,63})/feed.${extension}`,
      one,
      (request, reply) => answerFeed(deps, request, reply, form, request.query, request.params.id),
    );
  }
}

/** @param holder whose feed it is, where it is one holder's @throws RegistryError not_found for a holder who is not public */
function answerFeed(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { type, render }: Form,
  query: Parameters,
  holder?: string,
): Promise<FastifyReply> {
  const keys = holder === undefined ? ['log'] : [`org:${holder}`];
  return answerRead(deps, request, reply, { type, keys }, async (position) => {
    const asked = [...(holder === undefined ? (query.organisation ?? []) : [holder]), ...(query.domain ?? [])];
    const watched = await findWatched(deps.registry, asked, position);
    const known = watched.flatMap(({ party }) => party ?? []);
    if (holder !== undefined && known.length === 0) throw new RegistryError('not_found', 'no such organisation');
    const below = Math.min(query.before ?? position.seq + 1, position.seq + 1);
    const organisations = known.map(({ party_id }) => party_id);
    const isNobody = asked.length > 0 && known.length === 0;
    const found = isNobody
      ? { events: [], older: undefined }
      : await readFeed(deps.registry, { organisations, types: query.type ?? [] }, below);
    const names = known.map(({ name }) => name).join(', ');
    return render({
      origin: deps.config.origin,
      title: asked.length === 0 ? 'Carbon Mirror Registry: decisions' : `Carbon Mirror: ${names || 'nobody known yet'}`,
      path: request.url,
      page: holder === undefined ? '/' : `/organisations/${holder}`,
      older: found.older === undefined ? undefined : olderPath(request.url, found.older),
      events: found.events,
      asOf: position.as_of,
    } satisfies FeedInput);
  });
}

function olderPath(url: string, before: number): string {
  const [path = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('before', String(before));
  return `${path}?${parameters}`;
}
