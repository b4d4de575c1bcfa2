import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { closed, oneOf, PartyIdText } from '../../core/documents/schema.ts';
import { RegistryError } from '../../core/errors.ts';
import { LIVE_STATES } from '../../core/freshness.ts';
import { LEAF_TYPES } from '../../log/leaf.ts';
import { followFreshness } from '../../registry/follow-freshness.ts';
import type { EventQuery } from '../../registry/ports/events.ts';
import type { Deps } from '../../registry/ports.ts';
import { MAX_EVENTS, readEvents } from '../../registry/read-events.ts';
import { readPosition } from '../../registry/read-position.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson } from '../conditional.ts';
import { createEventHub, type EventHub, type EventSource } from '../events/event-hub.ts';
import { negotiate } from '../negotiate.ts';
import { neverShed, workAtOnce } from '../overload.ts';
import { ref, withPosition } from '../schemas/common.ts';
import { operation } from '../schemas/operation.ts';

const DEFAULT_LIMIT = 50;
/** Organisations and types that one query may name. */
export const MAX_WATCHED = 200;
/** Pages read at once: they are not counted among the requests in work, for streams stay open. */
const PAGES_AT_ONCE = 32;
const SSE = 'text/event-stream';

/** Whom and what a reader wants to hear of. */
export const watchProperties = {
  organisation: Type.Optional(
    Type.Array(PartyIdText, { maxItems: MAX_WATCHED, description: 'repeatable: only what is about these parties' }),
  ),
  type: Type.Optional(
    Type.Array(oneOf(...LEAF_TYPES), {
      maxItems: LEAF_TYPES.length,
      description: 'repeatable: only leaves of these types',
    }),
  ),
};

const eventsQuery = closed({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'seq of the last event you have; without it from the first',
      examples: [0],
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_EVENTS, default: DEFAULT_LIMIT })),
  ...watchProperties,
});
type Parameters = Static<typeof eventsQuery>;

const DESCRIPTION = `Every published leaf, in log order, once. As JSON a page; ask again with after=next_after. With Accept: text/event-stream the same as a stream that stays open: id is the seq, data one item as JSON on one line, no event name. Last-Event-ID overrides after, so a client that comes back misses nothing and hears nothing twice. Beside them event: freshness (party_id, live of ${LIVE_STATES.join(', ')}, newest_interval_end), and at the end event: close with the reason shutdown or slow.`;

/** The log as a feed for machines. */
export function eventRoutes(app: App, deps: AppDeps): void {
  const hub = createEventHub(sourceOf(deps.registry));
  app.addHook('preClose', async () => hub.close());
  const schema = {
    ...operation({
      operationId: 'listEvents',
      tag: 'log',
      summary: 'What happened, as a page or as a stream',
      description: DESCRIPTION,
      success: {
        description: 'events after the one named',
        content: {
          'application/json': withPosition({ items: Type.Array(ref('Event')), next_after: Type.Integer() }),
          [SSE]: Type.String(),
        },
      },
    }),
    querystring: eventsQuery,
  };
  const pages = workAtOnce(PAGES_AT_ONCE);
  app.get('/v1/events', { schema, config: neverShed }, (request, reply) => {
    void reply.header('vary', 'accept');
    const isStream = request.method === 'GET' && negotiate(request.headers.accept, ['application/json', SSE]) === SSE;
    return isStream ? openStream(hub, request, reply) : pages(() => answerPage(deps, request, reply));
  });
}

type EventsRequest = FastifyRequest & { readonly query: Parameters };

const answerPage = (deps: AppDeps, request: EventsRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const { after = -1, limit = DEFAULT_LIMIT } = request.query;
  return answerJson(deps, request, reply, { keys: ['log'] }, ({ seq }) =>
    readEvents(deps.registry, queryOf(request.query), { after, limit, seq }),
  );
};

const queryOf = ({ organisation = [], type = [] }: Parameters): EventQuery => ({
  organisations: organisation,
  types: type,
});

/** @throws RegistryError request_invalid for a Last-Event-ID that is none, overloaded beyond the number of streams */
function openStream(hub: EventHub, request: EventsRequest, reply: FastifyReply): FastifyReply {
  const after = lastEventId(request) ?? request.query.after ?? -1;
  hub.open(reply.raw, { after, query: queryOf(request.query), address: addressOf(request.ip) }, () => {
    void reply.hijack();
    // A stream is silent for longer than a socket may be; the hub ends clients that take nothing.
    void request.raw.socket.setTimeout(0).setKeepAlive(true).setNoDelay(true);
    reply.raw.writeHead(200, {
      ...definedHeaders(reply),
      'content-type': `${SSE}; charset=utf-8`,
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    reply.raw.flushHeaders();
  });
  return reply;
}

const definedHeaders = (reply: FastifyReply): Record<string, string | number | string[]> =>
  Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

function lastEventId(request: FastifyRequest): number | undefined {
  const { 'last-event-id': given } = request.headers;
  if (given === undefined || given === '') return undefined;
  if (typeof given === 'string' && /^(0|[1-9][0-9]{0,14})$/.test(given)) return Number(given);
  throw new RegistryError('request_invalid', 'Last-Event-ID is the id of an event of this stream', {
    issues: [{ pointer: '/header/last-event-id', code: 'wrong_format', detail: 'a seq, as it came in id' }],
  });
}

/** A household or an office has a /64 of IPv6, so it counts as one address. */
const addressOf = (ip: string): string => (ip.includes('.') ? ip : ip.split(':').slice(0, 4).join(':'));

const sourceOf = (registry: Deps): EventSource => ({
  head: async () => (await readPosition(registry)).seq,
  read: (query, range) => readEvents(registry, query, range),
  waitFor: (index, ms) => registry.publication.waitFor(index, ms),
  freshness: followFreshness(registry),
});
