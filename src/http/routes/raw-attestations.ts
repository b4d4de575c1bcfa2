import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { closed, oneOf, PartyIdText, UtcInstant } from '../../core/documents/schema.ts';
import type { PartyId } from '../../core/ids.ts';
import { parseUtcInstant } from '../../core/instant.ts';
import { type AttestationKey, readAttestations, requireReader } from '../../registry/read-attestations.ts';
import { readPosition } from '../../registry/read-position.ts';
import { requireScope } from '../access-token.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE } from '../conditional.ts';
import { MAX_CURSOR, openCursor, sealCursor } from '../cursor.ts';
import { MAX_LIMIT } from '../listing-query.ts';
import {
  Digest,
  described,
  Instant,
  object,
  orNull,
  PartyId as PartyIdSchema,
  withPosition,
} from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';

const DEFAULT_LIMIT = 50;

const range = {
  site: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'of this site only' })),
  from: Type.Optional({ ...UtcInstant, description: 'interval starts from here on, YYYY-MM-DDThh:mm:ssZ' }),
  to: Type.Optional({ ...UtcInstant, description: 'interval starts before this, YYYY-MM-DDThh:mm:ssZ' }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_CURSOR, description: 'next of the page before' })),
};
const ownQuery = closed(range);
type Range = Static<typeof ownQuery>;

const path = Type.Array(Type.String(), { description: 'RFC 6962, hashes in base64' });
const window = object({ index: Type.Integer(), size: Type.Integer(), path });
const item = object({
  digest: Digest,
  jws: described('the exact compact JWS'),
  site_id: Type.String(),
  chain: object({ epoch: Type.Integer(), seq: Type.Integer() }),
  start: Instant,
  minutes: Type.Integer(),
  accepted_at: Instant,
  late: Type.Boolean({ description: 'accepted more than 72 h after its end' }),
  counted: Type.Boolean({ description: 'false: it counts as missing for scoring' }),
  grid: object({
    grid_cfe_share: Type.String(),
    carbon_intensity_g_per_kwh: Type.String(),
    price_per_mwh: Type.String(),
    source: oneOf('registry', 'sender'),
  }),
  receipt: orNull(object({ leaf: Type.Integer({ description: 'index of one of windows' }), window })),
});
const page = withPosition({
  organisation: PartyIdSchema,
  items: Type.Array(item),
  windows: Type.Array(object({ index: Type.Integer(), leaf: described('exact text of the leaf'), path }), {
    description: 'the telemetry.window leaves the receipts name, each once',
  }),
  checkpoint: orNull(described('the signed note every path of windows leads to')),
  forks: Type.Array(
    object({
      site_id: Type.String(),
      accepted: Digest,
      refused: Digest,
      jws: Type.String(),
      at: Instant,
      leaf: Type.Integer(),
    }),
  ),
  total: Type.Integer(),
  total_is_exact: Type.Boolean(),
  next: orNull(Type.String()),
});

const DESCRIPTION =
  'By site and start. Two-level proofs: the window path leads from the digest to the root of its telemetry.window leaf, the path of that leaf to the checkpoint. A leaf stands for all attestations of its window and is given once a page.';

/** Raw attestations, for those who may read them (statements section 7). */
export function rawAttestationRoutes(app: App, deps: AppDeps): void {
  ownRoute(app, deps);
  auditorRoute(app, deps);
}

function ownRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readOwnAttestations',
      tag: 'access',
      summary: 'The party’s own raw attestations',
      description: `An access token of the scope party. ${DESCRIPTION}`,
      success: json('a page', page),
      codes: ['token_invalid'],
    }),
    querystring: ownQuery,
    security: [{ access_token: [] }],
  };
  app.get('/v1/me/attestations', { schema, config: { cors: false } }, async (request, reply) => {
    const { party } = requireScope(app, deps, request, 'party');
    return sendPage(deps, request, reply, party);
  });
}

function auditorRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readAttestationsToVerify',
      tag: 'access',
      summary: 'Raw attestations of an organisation, to verify',
      description: `An access token of the scope auditor. Open to auditors whom the organisation’s newest audit or inventory names, and to those with a standing opinion on its newest audit. ${DESCRIPTION}`,
      success: json('a page', page),
      codes: ['token_invalid', 'not_accredited', 'not_permitted_by_holder', 'not_found'],
    }),
    querystring: closed({ organisation: { ...PartyIdText, description: 'whose attestations' }, ...range }),
    security: [{ access_token: [] }],
  };
  app.get('/v1/auditor/attestations', { schema, config: { cors: false } }, async (request, reply) => {
    const { party } = requireScope(app, deps, request, 'auditor');
    const { organisation } = request.query;
    return sendPage(deps, request, reply, await requireReader(deps.registry, party, organisation));
  });
}

/** @throws RegistryError request_invalid for a cursor of another query */
async function sendPage(
  deps: AppDeps,
  request: FastifyRequest & { readonly query: Range },
  reply: FastifyReply,
  party: PartyId,
): Promise<FastifyReply> {
  const { site, from, to, limit = DEFAULT_LIMIT, cursor } = request.query;
  const binding = JSON.stringify(['attestations', party, site ?? null, from ?? null, to ?? null]);
  const position = await readPosition(deps.registry);
  const [start, end] = [from, to].map((text) => (text === undefined ? undefined : parseUtcInstant(text)));
  const { next, ...read } = await readAttestations(
    deps.registry,
    {
      party,
      limit,
      ...(site === undefined ? {} : { siteId: site }),
      ...(start === undefined ? {} : { from: start }),
      ...(end === undefined ? {} : { to: end }),
      ...(cursor === undefined ? {} : { after: readKey(openCursor(cursor, binding, deps.cursorSecret).key) }),
    },
    position,
  );
  const sealed =
    next === null ? null : sealCursor({ seq: position.seq, key: writeKey(next) }, binding, deps.cursorSecret);
  if (sealed !== null) void reply.header('link', `<${addressOf(deps, request, sealed)}>; rel="next"`);
  return reply.header('cache-control', CACHE.none).send({ ...read, next: sealed, ...position });
}

const writeKey = ({ siteId, start }: AttestationKey): string => JSON.stringify([siteId, start.getTime()]);

/** Sealed here, so it has the form written here. */
function readKey(text: string): AttestationKey {
  const [siteId, start]: [string, number] = JSON.parse(text);
  return { siteId, start: new Date(start) };
}

/** The address of the next page: this one with another cursor. */
function addressOf(deps: AppDeps, request: FastifyRequest, cursor: string): string {
  const url = new URL(request.url, deps.config.origin);
  url.searchParams.set('cursor', cursor);
  return url.href;
}
