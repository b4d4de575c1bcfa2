import { randomInt } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, RegistryError } from '../core/errors.ts';
import { renderProblemPage } from '../render/problem-page.tsx';
import type { App, AppDeps } from './app-deps.ts';
import { negotiate } from './negotiate.ts';
import { pageContext } from './preferences.ts';
import { type Problem, problemOf, toRegistryError } from './problem.ts';
import { readAway } from './read-away.ts';
import { asPage } from './security-headers.ts';

/** Refusals that are no fault of whoever asked. */
const OPERATORS_OWN: ReadonlySet<ErrorCode> = new Set(['internal', 'log_damaged']);
const PROBLEM_JSON = 'application/problem+json';
/** Seconds a refused client is asked to wait where nothing better is known; spread, so that not all come back at once. */
const RETRY_AFTER_S = [2, 10] as const;
/** What is not there may come: nobody keeps the answer longer (api, "Conventions"). */
const NOT_FOUND_CACHE = 'public, max-age=60';
/** Addresses that answer data, whatever a browser would like. */
const DATA_PATHS =
  /^\/(v1|badges|cards|oembed|keys|health|\.well-known|log\/(checkpoint|vkey|tile|cosignatures))(\/|$)/;

type Config = AppDeps['config'];

/** One place turns what was thrown into an answer. To be called before anything else is registered. */
export function handleErrors(app: App, config: Config): void {
  app.setErrorHandler(async (error, request, reply) => {
    if (toRegistryError(error).code === 'too_large') await readAway(request.raw);
    return answerError(config, error, request, reply);
  });
}

/** Answers whatever was thrown; surprises go to the log, not to the client. */
export function answerError(
  config: Config,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = toRegistryError(error);
  if (OPERATORS_OWN.has(refusal.code)) request.log.error({ err: error }, 'request failed');
  const problem = problemOf(refusal, { origin: config.origin, requestId: request.id });
  setProblemHeaders(reply, problem);
  if (wantsPage(request)) return sendProblemPage(config, problem, request, reply);
  return reply.code(problem.status).type(PROBLEM_JSON).send(JSON.stringify(problem));
}

/** The answer for addresses nobody registered. */
export function answerNotFound(): never {
  throw new RegistryError('not_found', 'there is nothing at this address');
}

function setProblemHeaders(reply: FastifyReply, problem: Problem): void {
  for (const name of ['etag', 'link', 'registry-seq', 'content-disposition']) void reply.removeHeader(name);
  void reply.header('cache-control', problem.status === 404 ? NOT_FOUND_CACHE : 'no-store');
  void reply.header('vary', 'accept');
  if (problem.code === 'token_invalid') void reply.header('www-authenticate', 'Bearer error="invalid_token"');
  if ((problem.status === 503 || problem.status === 429) && !reply.hasHeader('retry-after')) {
    const known = problem['retry_after'];
    void reply.header('retry-after', typeof known === 'number' ? known : randomInt(...RETRY_AFTER_S));
  }
}

/** Whether whoever asked would rather read a page than a problem document. */
export function wantsPage(request: FastifyRequest): boolean {
  if ((request.method !== 'GET' && request.method !== 'HEAD') || DATA_PATHS.test(request.url)) return false;
  return negotiate(request.headers.accept, [PROBLEM_JSON, 'application/json', 'text/html']) === 'text/html';
}

function sendProblemPage(config: Config, problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, title, detail } = problem;
  const requestId = status === 500 ? { requestId: request.id } : {};
  const html = renderProblemPage({
    ...pageContext({ config }, request),
    status,
    code,
    title,
    detail,
    ...requestId,
  });
  return asPage(reply).code(status).type('text/html; charset=utf-8').send(html);
}
