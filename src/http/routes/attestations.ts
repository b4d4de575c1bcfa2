import type { FastifyBaseLogger } from 'fastify';
import { Type } from 'typebox';
import { parseStrictJson } from '../../core/json.ts';
import { acceptAttestation, acceptAttestations, type ItemResult } from '../../registry/accept-attestations.ts';
import { MOST_PER_BATCH, readBatch } from '../../registry/intake/arrival.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE } from '../conditional.ts';
import { BODY_LIMITS, bodyOf, isJson, takesJoseOrJson } from '../media-type.ts';
import { toRegistryError } from '../problem.ts';
import { PROBLEMS } from '../problem-table.ts';
import { Digest, object, orNull, ref } from '../schemas/common.ts';
import { GATE_CODES, operation } from '../schemas/operation.ts';
import { signed } from '../schemas/statements.ts';
import { sendOutcome } from './send-outcome.ts';

const chain = object({ epoch: Type.Integer(), seq: Type.Integer() });
const received = object({
  digest: Digest,
  site_id: Type.String(),
  chain,
  receipt: Type.Null({ description: 'follows with its window, at /v1/receipts/{digest}' }),
});
const result = object({
  status: Type.Integer({ description: 'as if the item had been sent alone' }),
  digest: orNull(Digest),
  chain: Type.Optional(chain),
  code: Type.Optional(Type.String({ description: 'of the refusal' })),
  detail: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(Type.Unknown(), { description: 'faults of the item, as in a problem document' })),
  expected: Type.Optional(Type.Unknown({ description: 'with chain_gap: what comes next' })),
  accepted: Type.Optional(Digest),
  findings: Type.Optional(Type.Array(ref('Finding'))),
});
const batch = object({
  attestations: Type.Array(Type.String(), { minItems: 1, maxItems: MOST_PER_BATCH, description: 'compact JWS' }),
});
const answered = Type.Union([received, object({ results: Type.Array(result) })], {
  description: 'one statement gets its answer, a batch one result per item, in order',
});

export function attestationRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'sendAttestations',
      tag: 'statements',
      summary: 'Send what a site measured, one interval or up to 1000',
      description:
        'One statement as application/jose (128 KiB), or a batch as application/json (16 MiB), in chain order per site. A bad item of a batch spoils none but its successors in the same chain. What is answered 200 or 201 is durable.',
      success: { status: 201, description: 'accepted', content: { 'application/json': answered } },
      codes: [...GATE_CODES, 'chain_gap', 'chain_fork', 'chain_replayed', 'implausible'],
    }),
    body: {
      content: { 'application/jose': { schema: signed('cms-attestation-1') }, 'application/json': { schema: batch } },
    },
  };
  const options = { schema, preParsing: takesJoseOrJson, bodyLimit: BODY_LIMITS.attestations };
  app.post('/v1/attestations', options, async (request, reply) => {
    const { registry } = deps;
    const bytes = bodyOf(request);
    if (!isJson(request)) return sendOutcome(deps, request, reply, await acceptAttestation(registry, bytes));
    const items = readBatch(parseStrictJson(bytes, 'request_invalid'));
    const results = await acceptAttestations(registry, items);
    void reply.header('cache-control', CACHE.none);
    return reply.send({ results: results.map((one) => itemJson(one, request.log)) });
  });
}

/** An item's answer: what it would have been told alone, less what a batch has once. */
function itemJson({ digest, result: one }: ItemResult, log: FastifyBaseLogger): object {
  if ('outcome' in one) return { status: one.outcome.status, digest, chain: one.outcome.answer['chain'] };
  const { code, message: detail, issues, members } = toRegistryError(one.error);
  if (code === 'internal') log.error({ err: one.error }, 'an attestation failed');
  const errors = issues.length === 0 ? {} : { errors: issues };
  return { ...members, status: PROBLEMS[code].status, digest, code, detail, ...errors };
}
