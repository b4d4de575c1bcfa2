import { Type } from 'typebox';
import { parseWith } from '../../core/documents/parse-with.ts';
import { assertThat, RegistryError } from '../../core/errors.ts';
import { parseStrictJson } from '../../core/json.ts';
import type { Position } from '../../core/views.ts';
import { lookUp } from '../../registry/look-up.ts';
import { readPosition } from '../../registry/read-position.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson } from '../conditional.ts';
import { BODY_LIMITS, bodyOf, takesJson } from '../media-type.ts';
import { PROBLEMS } from '../problem-table.ts';
import { positionProperties, ref, withPosition } from '../schemas/common.ts';
import { type LookupQuery, lookupBatchSchema, lookupQuerySchema, MAX_LOOKUPS } from '../schemas/lookup.ts';
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
      description: 'Exactly one of domain, url, lei, name. Only proved domains match.',
      success: json('certified, not_certified with the reason, or unknown', answered),
      codes: ['name_ambiguous'],
    }),
    querystring: lookupQuerySchema,
  };
  app.get('/v1/lookup', { schema }, (request, reply) =>
    answerJson(deps, request, reply, {}, (position) => lookUp(deps.registry, request.query, position)),
  );
  batchRoutes(app, deps);
}

function batchRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'lookUpMany',
      tag: 'listing',
      summary: `Up to ${MAX_LOOKUPS} look-ups at one position`,
      success: json('the answers, in order', batchAnswered),
      codes: ['too_large', 'media_type'],
    }),
    consumes: ['application/json'],
    body: lookupBatchSchema,
  };
  const options = { schema, preParsing: takesJson, bodyLimit: BODY_LIMITS.batch };
  app.post('/v1/lookup', options, async (request, reply) => {
    const queries = readBatch(bodyOf(request));
    const position = await readPosition(deps.registry);
    const items = [];
    for (const query of queries) items.push({ query, ...(await answerOne(deps, query, position)) });
    return reply.header('cache-control', 'no-store').send({ items, ...position });
  });
}

/** The queries of a batch. @throws RegistryError too_large, request_invalid with every issue */
export function readBatch(body: Uint8Array): readonly LookupQuery[] {
  const value = parseStrictJson(body, 'request_invalid');
  const { queries } = asRequest(() => parseWith(lookupBatchSchema, value));
  assertThat(queries.length <= MAX_LOOKUPS, 'too_large', `a batch has at most ${MAX_LOOKUPS} queries`);
  const bad = queries.flatMap((query, index) => (isSingle(query) ? [] : [index]));
  assertThat(bad.length === 0, 'request_invalid', 'a query is exactly one of domain, url, lei, name', {
    issues: bad.map((index) => ({
      pointer: `/queries/${index}`,
      code: 'wrong_format',
      detail: 'give exactly one, without NUL',
    })),
  });
  return queries;
}

const isSingle = (query: LookupQuery): boolean =>
  Object.keys(query).length === 1 && !Object.values(query).some((text) => text.includes('\u0000'));

/** A batch is a request, not a document of the registry: its faults are the request's. */
function asRequest<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw new RegistryError('request_invalid', error.message, { issues: error.issues });
  }
}

/** An ambiguous name spoils only its own item. */
async function answerOne(deps: AppDeps, query: LookupQuery, position: Position): Promise<object> {
  try {
    return await lookUp(deps.registry, query, position);
  } catch (error) {
    if (!(error instanceof RegistryError) || error.code === 'internal') throw error;
    return { code: error.code, title: PROBLEMS[error.code].title, detail: error.message, ...error.members };
  }
}
