import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import { type Receipt, readReceipt } from '../../registry/read-receipt.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerText, CACHE, JSON_TYPE } from '../conditional.ts';
import { Digest, object, ref } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { digestParams, withExtension } from '../schemas/parameters.ts';
import { RECEIPT_RETRY_S } from './send-outcome.ts';

const DIGEST = '[A-Za-z0-9_-]{43}';
const query = closed({
  cosigned: Type.Optional(
    Type.Boolean({ default: false, description: 'under a checkpoint that others have cosigned, with their lines' }),
  ),
});
const WORDS =
  'By digest of a statement, a credential, a status list, a listing snapshot or an attestation, whose receipt has two levels: the leaf of its window, and its place there. The receipt first made never changes; ?cosigned=true gives one whose checkpoint others have cosigned, 404 while there is none.';
const waiting = object({ digest: Digest, receipt: Type.Null() });
const PENDING = 'the leaf waits for its checkpoint; ask again after Retry-After';

/** Receipts: proofs of leaves, for ever. */
export function receiptRoutes(app: App, deps: AppDeps): void {
  const asJson = {
    ...operation({
      operationId: 'readReceipt',
      tag: 'log',
      summary: 'Proof that the leaf of a digest is in the log',
      description: WORDS,
      success: {
        ...json('the receipt', ref('Receipt')),
        pending: { description: PENDING, content: { 'application/json': waiting } },
      },
      codes: ['not_found', 'log_damaged'],
    }),
    params: digestParams,
    querystring: query,
  };
  for (const { url, hide } of withExtension('/v1/receipts/:digest', DIGEST)) {
    app.get(url, { schema: { ...asJson, hide } }, (request, reply) =>
      answerReceipt(deps, request, reply, {
        ...request.params,
        ...request.query,
        type: JSON_TYPE,
        write: (receipt) => JSON.stringify(receipt),
        pending: JSON.stringify({ digest: request.params.digest, receipt: null }),
      }),
    );
  }
  const asText = {
    ...operation({
      operationId: 'readReceiptProof',
      tag: 'log',
      summary: 'The same as a text file of C2SP tlog-proof',
      description: `${WORDS} Its extra line is base64 of RFC 8785 of {leaf, window}.`,
      success: {
        description: 'c2sp.org/tlog-proof@v1',
        content: { 'text/plain': Type.String() },
        pending: { description: PENDING, content: { 'text/plain': Type.String() } },
      },
      codes: ['not_found', 'log_damaged'],
    }),
    params: digestParams,
    querystring: query,
  };
  app.get(`/v1/receipts/:digest(${DIGEST}).tlog-proof`, { schema: asText }, (request, reply) =>
    answerReceipt(deps, request, reply, {
      ...request.params,
      ...request.query,
      type: 'text/plain; charset=utf-8',
      write: (receipt) => receipt.tlog_proof,
      pending: '',
    }),
  );
}

interface Wanted {
  readonly digest: string;
  readonly cosigned?: boolean;
  readonly type: string;
  readonly write: (receipt: Receipt) => string;
  /** The body while there is none. */
  readonly pending: string;
}

async function answerReceipt(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { digest, cosigned = false, type, write, pending }: Wanted,
): Promise<FastifyReply> {
  const receipt = await readReceipt(deps.registry, digest, cosigned);
  if (receipt !== undefined) {
    return answerText(request, reply, { type, cache: cosigned ? CACHE.short : CACHE.forever }, write(receipt));
  }
  void reply.headers({ 'cache-control': CACHE.none, 'retry-after': RECEIPT_RETRY_S });
  return reply.code(202).type(type).send(pending);
}
