import { closed } from '../../core/documents/schema.ts';
import { readStatistics } from '../../registry/read-statistics.ts';
import { renderStatisticsPage } from '../../render/statistics-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson, answerRead, HTML_TYPE, minuteOf } from '../conditional.ts';
import { At } from '../listing-query.ts';
import { pageContext } from '../preferences.ts';
import { json, operation } from '../schemas/operation.ts';
import { statisticsSchema } from '../schemas/statistics.ts';
import { asPage } from '../security-headers.ts';
import { compilePagePart } from '../validators.ts';

/** The register in numbers. */
export function statisticsRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readStatistics',
      tag: 'listing',
      summary: 'The register in numbers',
      description:
        'Counts equal the facets of the listing at the same seq. `live` is of now, and `none` for all where `at` names a time.',
      success: json('the numbers', statisticsSchema),
      codes: ['at_future'],
    }),
    querystring: closed({ at: At }),
  };
  app.get('/v1/statistics', { schema }, (request, reply) => {
    const { at } = request.query;
    const form = { at, ageing: minuteOf(deps, at), keys: ['listing'] };
    return answerJson(deps, request, reply, form, (position) => readStatistics(deps.registry, at, position));
  });
  statisticsPage(app, deps);
}

/** The same as a page. */
function statisticsPage(app: App, deps: AppDeps): void {
  const options = { schema: { querystring: closed({ at: At }), hide: true }, validatorCompiler: compilePagePart };
  app.get('/statistics', options, (request, reply) => {
    const { at } = request.query;
    const form = { at, ageing: minuteOf(deps, at), keys: ['listing'], type: HTML_TYPE };
    return answerRead(deps, request, asPage(reply), form, async (position) =>
      renderStatisticsPage({
        ...pageContext(deps, request),
        statistics: await readStatistics(deps.registry, at, position),
        position,
        at,
      }),
    );
  });
}
