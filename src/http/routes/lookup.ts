import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import { assertThat, RegistryError } from '../../core/errors.ts';
import type { Position } from '../../core/views.ts';
import { lookUp } from '../../registry/look-up.ts';
import { readPosition } from '../../registry/read-position.ts';
import { type SignLookUp, signerAt } from '../../registry/sign-look-up.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson, CACHE } from '../conditional.ts';
import { BODY_LIMITS, bodyOf, takesJson } from '../media-type.ts';
import { PROBLEMS } from '../problem-table.ts';
import { readRequestBody } from '../request-body.ts';
import { positionProperties, ref, withPosition } from '../schemas/common.ts';
import {
  type LookupQuery,
  lookupBatchSchema,
  lookupQuerySchema,
  MAX_LOOKUPS,
  signedParameter,
} from '../schemas/lookup.ts';
import { json, operation } from '../schemas/operation.ts';

const answered = Type.Intersect([ref('Lookup'), Type.Object(positionProperties)]);
const batchAnswered = withPosition({
  items: Type.Array(Type.Unknown({ description: 'query, and the answer to it or the code of its refusal' })),
});

export function lookupRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'lookUp',
      tag: 'listing',
      summary: 'Is this vendor certified?',
      description:
        'Exactly one of domain, url, lei, name. Only proved domains match. A signed answer has its own time, so it is kept by nobody, and takes no at. With at, whoever was not listed then is unknown.',
      success: json('certified, not_certified with the reason, or unknown', answered),
      codes: ['name_ambiguous', 'at_future'],
    }),
    querystring: lookupQuerySchema,
  };
  app.get('/v1/lookup', { schema }, (request, reply) => {
    const { signed, at, ...query } = request.query;
    refuseSignedPast(signed, at);
    return signed === true
      ? answerSigned(deps, reply, query)
      : answerJson(deps, request, reply, { at, keys: ['listing'] }, (position) =>
          lookUp(deps.registry, query, position, at),
        );
  });
  batchRoutes(app, deps);
}

/** What is signed states when it was signed and the root it rests on: of the past there is no such answer. */
function refuseSignedPast(signed: boolean | undefined, at: string | undefined): void {
  assertThat(
    signed !== true || at === undefined,
    'request_invalid',
    'a signed answer is about the present: leave at out',
    {
      issues: [{ pointer: '/query/at', code: 'wrong_value', detail: 'not together with signed=true' }],
    },
  );
}

async function answerSigned(deps: AppDeps, reply: FastifyReply, query: LookupQuery): Promise<FastifyReply> {
  const position = await readPosition(deps.registry);
  const sign = await signerAt(deps.registry, position);
  const answer = await signedAnswer(deps, query, position, sign);
  void reply.headers({ 'cache-control': CACHE.none, 'registry-seq': position.seq });
  return reply.send({ ...answer, ...position });
}

/** The answer, and with a signer its signed form. */
async function signedAnswer(
  deps: AppDeps,
  query: LookupQuery,
  position: Position,
  sign: SignLookUp | undefined,
  at?: string,
): Promise<object> {
  const answer = await lookUp(deps.registry, query, position, at);
  return sign === undefined ? answer : { ...answer, signed: await sign(query, answer) };
}

function batchRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'lookUpMany',
      tag: 'listing',
      summary: `Up to ${MAX_LOOKUPS} look-ups at one position`,
      success: json('the answers, in order', batchAnswered),
      codes: ['too_large', 'media_type', 'at_future', 'not_found'],
    }),
    querystring: closed({ signed: signedParameter }),
    consumes: ['application/json'],
    body: lookupBatchSchema,
  };
  const options = { schema, preParsing: takesJson, bodyLimit: BODY_LIMITS.batch };
  app.post('/v1/lookup', options, async (request, reply) => {
    const { queries, at } = readBatch(bodyOf(request));
    const { signed } = request.query;
    refuseSignedPast(signed, at);
    const position = await readPosition(deps.registry, at);
    const sign = signed === true ? await signerAt(deps.registry, position) : undefined;
    const items = [];
    for (const query of queries) items.push({ query, ...(await answerOne(deps, query, position, sign, at)) });
    return reply.header('cache-control', 'no-store').send({ items, ...position });
  });
}

/** The queries of a batch. @throws RegistryError too_large, request_invalid with every issue */
export function readBatch(body: Uint8Array): LookupBatch {
  const { queries, at } = readRequestBody(lookupBatchSchema, body);
  assertThat(queries.length <= MAX_LOOKUPS, 'too_large', `a batch has at most ${MAX_LOOKUPS} queries`);
  const bad = queries.flatMap((query, index) => (isSingle(query) ? [] : [index]));
  assertThat(bad.length === 0, 'request_invalid', 'a query is exactly one of domain, url, lei, name', {
    issues: bad.map((index) => ({
      pointer: `/queries/${index}`,
      code: 'wrong_format',
      detail: 'give exactly one, without NUL',
    })),
  });
  return at === undefined ? { queries } : { queries, at };
}

interface LookupBatch {
  readonly queries: readonly LookupQuery[];
  readonly at?: string;
}

const isSingle = (query: LookupQuery): boolean =>
  Object.keys(query).length === 1 && !Object.values(query).some((text) => text.includes('\u0000'));

/** An ambiguous name spoils only its own item. */
async function answerOne(
  deps: AppDeps,
  query: LookupQuery,
  position: Position,
  sign: SignLookUp | undefined,
  at: string | undefined,
): Promise<object> {
  try {
    return await signedAnswer(deps, query, position, sign, at);
  } catch (error) {
    if (!(error instanceof RegistryError) || error.code === 'internal') throw error;
    return { code: error.code, title: PROBLEMS[error.code].title, detail: error.message, ...error.members };
  }
}
