import type { FastifyReply } from 'fastify';
import type { Outcome } from '../../registry/accept.ts';

/** Answers a write. A replay of the same bytes is 200 with the original answer. Nobody keeps it. */
export const sendOutcome = (reply: FastifyReply, { status, answer }: Outcome): FastifyReply =>
  reply.code(status).header('cache-control', 'no-store').send(answer);
