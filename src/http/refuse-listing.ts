import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../core/errors.ts';
import { type ParameterFault, renderListingRefusal } from '../render/listing-refusal-page.tsx';
import type { AppDeps } from './app-deps.ts';
import { CACHE, HTML_TYPE } from './conditional.ts';
import { answerError, wantsPage } from './error-handler.ts';
import { pageContext } from './preferences.ts';
import { type Problem, problemOf, toRegistryError } from './problem.ts';
import { asPage } from './security-headers.ts';

/** Faults of the question itself; every other failure has the page that all have. */
const OF_THE_QUESTION: readonly ErrorCode[] = ['request_invalid', 'at_future'];

/** Answers what the page of the listing threw: a question it cannot answer comes back in its form, its faults named. */
export const refuseListing =
  ({ config }: Pick<AppDeps, 'config'>) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = toRegistryError(error);
    if (!OF_THE_QUESTION.includes(refusal.code) || !wantsPage(request))
      return answerError(config, error, request, reply);
    const problem = problemOf(refusal, { origin: config.origin, requestId: request.id });
    for (const name of ['etag', 'registry-seq']) void reply.removeHeader(name);
    void reply.code(problem.status).headers({ 'cache-control': CACHE.none, vary: 'accept' });
    const { code } = problem;
    const page = {
      ...pageContext({ config }, request),
      asked: askedIn(request.query),
      faults: faultsOf(problem),
      code,
    };
    return asPage(reply).type(HTML_TYPE).send(renderListingRefusal(page));
  };

const AT = 'at';

/** A refusal without faults of its own is about the time, where it names one. */
const faultsOf = ({ code, errors }: Problem): ParameterFault[] =>
  errors.map(({ pointer, detail, hint }) => {
    const name = pointer.replace(/^\/query\/?/, '').split('/')[0] ?? '';
    return { name: name === '' && code === 'at_future' ? AT : name, detail, hint };
  });

/** The query by parameter, read or not. */
function askedIn(query: unknown): [string, string][] {
  if (typeof query !== 'object' || query === null) return [];
  return Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one).slice(0, 200)]),
  );
}
