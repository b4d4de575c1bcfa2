import { Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { fileDispute } from '../../registry/file-dispute.ts';
import { readDispute, readFiledDisputes } from '../../registry/read-disputes.ts';
import { requireBearer, requireScope } from '../access-token.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson, CACHE } from '../conditional.ts';
import { At } from '../listing-query.ts';
import { BODY_LIMITS, bodyOf, takesJson } from '../media-type.ts';
import { limitDisputes } from '../rate-limits.ts';
import { described, Instant, object, orNull, PartyId, positionProperties, ref } from '../schemas/common.ts';
import { DisputeBody, DisputeDeadlinesSchema, disputeParams } from '../schemas/dispute.ts';
import { json, operation } from '../schemas/operation.ts';

const filedMembers = {
  id: described('number of the dispute; keep it, nothing else leads to it before its admission'),
  organisation: PartyId,
  certificate_id: orNull(Type.String()),
  evidence_sha256: Type.String(),
  filed_at: Instant,
  deadlines: DisputeDeadlinesSchema,
};

/** Objections against what the registry shows: filed by anybody, shown once officers admit them. */
export function disputeRoutes(app: App, deps: AppDeps): void {
  fileRoute(app, deps);
  readRoute(app, deps);
  officerRoute(app, deps);
}

function fileRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'fileDispute',
      tag: 'access',
      summary: 'File a dispute against an organisation or one of its certificates',
      description:
        'With or without an access token. It is neither public nor in the log before officers admit it; grounds and contact are for officers alone, and the contact is forgotten when the dispute ends. Keep the evidence: its digest is what is published. The same evidence again, while the first waits, answers 200 with the first answer.',
      success: json('filed', object({ ...filedMembers, state: oneOf('filed') }), 201),
      codes: ['too_large', 'media_type', 'document_invalid', 'not_found', 'token_invalid', 'read_only'],
    }),
    consumes: ['application/json'],
    body: DisputeBody,
  };
  const limits = { bodyLimit: BODY_LIMITS.form, config: limitDisputes(deps.config.mode) };
  app.post('/v1/disputes', { schema, preParsing: takesJson, ...limits }, async (request, reply) => {
    const isNamed = request.headers.authorization !== undefined;
    const filedBy = isNamed ? requireBearer(app, deps, request).party : null;
    const { status, answer } = await fileDispute(deps.registry, bodyOf(request), filedBy);
    return reply.code(status).header('cache-control', CACHE.none).send(answer);
  });
}

function readRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readDispute',
      tag: 'listing',
      summary: 'A dispute that officers admitted: its evidence’s digest, its clock and its outcome',
      description: 'Outcome allow: set aside, what was disputed stands. Outcome deny: upheld, and kept as such.',
      success: json('the dispute', Type.Intersect([ref('Dispute'), Type.Object(positionProperties)])),
      codes: ['not_found', 'at_future'],
    }),
    params: disputeParams,
    querystring: closed({ at: At }),
  };
  app.get('/v1/disputes/:id', { schema }, (request, reply) =>
    answerJson(deps, request, reply, { at: request.query.at }, (position) =>
      readDispute(deps.registry, request.params.id, position),
    ),
  );
}

function officerRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'listFiledDisputes',
      tag: 'access',
      summary: 'Disputes that await an officer, oldest first',
      description:
        'For officers: an access token of the scope officer. An act resolve with outcome allow admits one, deny refuses it; the next act resolve decides it.',
      success: json(
        'the list',
        object({
          items: Type.Array(
            object({
              ...filedMembers,
              grounds: Type.String(),
              contact: orNull(Type.String()),
              filed_by: orNull(PartyId),
            }),
          ),
        }),
      ),
      codes: ['token_invalid'],
    }),
    security: [{ access_token: [] }],
  };
  app.get('/v1/officer/disputes', { schema, config: { cors: false } }, async (request, reply) => {
    requireScope(app, deps, request, 'officer');
    const items = await readFiledDisputes(deps.registry);
    return reply.header('cache-control', CACHE.none).send({ items });
  });
}
