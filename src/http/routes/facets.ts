import { readFacets } from '../../registry/read-facets.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson, minuteOf } from '../conditional.ts';
import { facetsQuerySchema, type ListingParameters, toListingQuery } from '../listing-query.ts';
import { ref, withPosition } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';

/** How the listing divides under a query. */
export function facetRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readFacets',
      tag: 'listing',
      summary: 'How many organisations each filter of the listing would show',
      description:
        'The query is that of the listing, without order and pages. Each facet is counted with its own filter lifted, under all the others. `live` is of now, and no part of the ETag unless the query filters by it.',
      success: json('the counts', withPosition({ facets: ref('ListingFacets') })),
      codes: ['at_future'],
    }),
    querystring: facetsQuerySchema,
  };
  app.get('/v1/facets', { schema }, (request, reply) => {
    const parameters: ListingParameters = request.query;
    const query = toListingQuery(parameters);
    const ageing = minuteOf(deps, query.at);
    return answerJson(deps, request, reply, { at: query.at, ageing, keys: ['listing'] }, async (position) => ({
      facets: await readFacets(deps.registry, query, position),
    }));
  });
}
