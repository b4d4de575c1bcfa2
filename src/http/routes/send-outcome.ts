import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Outcome } from '../../registry/accept.ts';
import { awaitReceipt } from '../../registry/await-receipt.ts';
import type { AppDeps } from '../app-deps.ts';
import { CACHE } from '../conditional.ts';
import { prefersAsync } from '../prefer.ts';

/** Seconds after which a receipt that is not there yet is worth asking for. */
export const RECEIPT_RETRY_S = 1;

/**
 * Answers a write, once its leaf is published and with its receipt; 202 where that takes too long or the client prefers not to
 * wait (RFC 7240). A replay of the same bytes is 200 with the original answer. Nobody keeps it.
 */
export async function sendOutcome(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome,
): Promise<FastifyReply> {
  const isAsync = prefersAsync(request.headers['prefer']);
  const settled = await awaitReceipt(deps.registry, outcome, isAsync);
  if (settled.status === 202) {
    void reply.headers({ location: `/v1/receipts/${settled.digest}`, 'retry-after': RECEIPT_RETRY_S });
    if (isAsync) void reply.header('preference-applied', 'respond-async');
  }
  return reply.code(settled.status).header('cache-control', CACHE.none).send(settled.answer);
}
