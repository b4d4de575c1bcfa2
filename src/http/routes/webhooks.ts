import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { parseWith } from '../../core/documents/parse-with.ts';
import { closed, oneOf, PartyIdText, RegistryId } from '../../core/documents/schema.ts';
import { assertThat, RegistryError } from '../../core/errors.ts';
import type { PartyId } from '../../core/ids.ts';
import { parseStrictJson } from '../../core/json.ts';
import { readPosition } from '../../registry/read-position.ts';
import {
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  NOTICE_TYPES,
  redeliver,
} from '../../registry/webhooks.ts';
import { requireBearer } from '../access-token.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE } from '../conditional.ts';
import { BODY_LIMITS, bodyOf, takesJson } from '../media-type.ts';
import { Instant, object, orNull, withPosition } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { MAX_WATCHED } from './events.ts';

const wishSchema = closed({
  url: Type.String({ minLength: 1, maxLength: 2_048, description: 'https, port 443 or 8443, at a public address' }),
  events: Type.Array(oneOf(...NOTICE_TYPES), { minItems: 1, maxItems: NOTICE_TYPES.length }),
  organisations: Type.Optional(
    Type.Array(PartyIdText, { minItems: 1, maxItems: MAX_WATCHED, description: 'party ids; default: itself' }),
  ),
});

const shown = {
  id: Type.String(),
  url: Type.String(),
  events: Type.Array(Type.String()),
  organisations: Type.Array(Type.String()),
  created_at: Instant,
  failing_since: orNull(Instant),
  disabled_at: orNull(Instant),
  disabled_reason: orNull(Type.String()),
};
const delivery = object({
  id: Type.String({ description: 'webhook-id: the same however often it is sent' }),
  type: Type.String(),
  state: oneOf('pending', 'delivered', 'failed'),
  attempts: Type.Integer(),
  created_at: Instant,
  next_attempt_at: orNull(Instant),
  last_attempt_at: orNull(Instant),
  last_status: orNull(Type.Integer()),
  last_error: orNull(Type.String()),
  response: orNull(Type.String({ description: 'the first KiB of the answer' })),
});

const own = { security: [{ access_token: [] }] };
const DESCRIPTION =
  'Standard Webhooks: headers webhook-id, webhook-timestamp, webhook-signature (v1, HMAC-SHA256), body {type, timestamp, data}. Any 2xx within ten seconds counts; else it is tried again over three days. At least once, in no promised order: webhook-id tells repetitions. The secret is shown once.';
const idParams = closed({ id: RegistryId });
const DELIVERY_ID = Type.String({ pattern: '^msg_[0-9a-f-]{36}$', description: 'webhook-id' });

/** A party's webhooks (api, "With an access token"). */
export function webhookRoutes(app: App, deps: AppDeps): void {
  collectionRoutes(app, deps);
  deliveryRoutes(app, deps);
}

/** @throws RegistryError token_invalid for a token that is neither a party's nor an auditor's */
function partyOf(app: App, deps: AppDeps, request: FastifyRequest): PartyId {
  const { party, scopes } = requireBearer(app, deps, request);
  const isOpen = scopes.includes('party') || scopes.includes('auditor');
  assertThat(isOpen, 'token_invalid', 'this address takes a token of the scope party or auditor');
  return party;
}

function readWish(body: Uint8Array) {
  try {
    return parseWith(wishSchema, parseStrictJson(body, 'request_invalid'));
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw new RegistryError('request_invalid', error.message, { issues: error.issues });
  }
}

/** Codes of a write whose body nobody reads: what is too large is refused before that shows. */
const UNREAD = ['token_invalid', 'not_found', 'too_large', 'media_type'] as const;

function collectionRoutes(app: App, deps: AppDeps): void {
  const words = { tag: 'access', codes: ['token_invalid', 'not_found'] } as const;
  const create = {
    ...operation({
      ...words,
      operationId: 'createWebhook',
      summary: 'Be told when something changes',
      description: DESCRIPTION,
      success: json('set up', object({ ...shown, secret: Type.String({ examples: ['whsec_…'] }) }), 201),
      codes: ['token_invalid', 'too_large', 'media_type', 'state_conflict', 'read_only'],
    }),
    ...own,
    consumes: ['application/json'],
    body: wishSchema,
  };
  const options = { schema: create, preParsing: takesJson, bodyLimit: BODY_LIMITS.statement };
  app.post('/v1/me/webhooks', options, async (request, reply) => {
    const party = partyOf(app, deps, request);
    const made = await createWebhook(deps.registry, party, readWish(bodyOf(request)));
    return reply.code(201).header('cache-control', CACHE.none).send(made);
  });
  const list = {
    ...operation({
      ...words,
      operationId: 'listWebhooks',
      summary: 'The party’s webhooks',
      success: json('oldest first', withPosition({ items: Type.Array(object(shown)) })),
    }),
    ...own,
  };
  app.get('/v1/me/webhooks', { schema: list, config: { cors: false } }, async (request, reply) => {
    const items = await listWebhooks(deps.registry, partyOf(app, deps, request));
    return reply.header('cache-control', CACHE.none).send({ items, ...(await readPosition(deps.registry)) });
  });
  const remove = {
    ...operation({
      ...words,
      operationId: 'deleteWebhook',
      codes: UNREAD,
      summary: 'Be told no more',
      success: json('gone, with what was waiting', object({ deleted: Type.String() })),
    }),
    ...own,
    params: idParams,
  };
  app.delete('/v1/me/webhooks/:id', { schema: remove }, async (request, reply) => {
    await deleteWebhook(deps.registry, partyOf(app, deps, request), request.params.id);
    return reply.header('cache-control', CACHE.none).send({ deleted: request.params.id });
  });
}

function deliveryRoutes(app: App, deps: AppDeps): void {
  const words = { tag: 'access', codes: ['token_invalid', 'not_found'] } as const;
  const list = {
    ...operation({
      ...words,
      operationId: 'listDeliveries',
      summary: 'What was sent to a webhook, and what came back',
      success: json('newest first, at most 100', withPosition({ items: Type.Array(delivery) })),
    }),
    ...own,
    params: idParams,
  };
  app.get('/v1/me/webhooks/:id/deliveries', { schema: list, config: { cors: false } }, async (request, reply) => {
    const items = await listDeliveries(deps.registry, partyOf(app, deps, request), request.params.id);
    return reply.header('cache-control', CACHE.none).send({ items, ...(await readPosition(deps.registry)) });
  });
  const again = {
    ...operation({
      ...words,
      operationId: 'redeliver',
      codes: UNREAD,
      summary: 'Send a delivery again, under its own id',
      success: json('it is due now', object({ redelivered: Type.String() })),
    }),
    ...own,
    params: closed({ id: RegistryId, delivery: DELIVERY_ID }),
  };
  app.post('/v1/me/webhooks/:id/deliveries/:delivery/redeliver', { schema: again }, async (request, reply) => {
    const { id, delivery: one } = request.params;
    await redeliver(deps.registry, partyOf(app, deps, request), id, one);
    return reply.header('cache-control', CACHE.none).send({ redelivered: one });
  });
}
