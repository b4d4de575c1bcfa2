import { closed, PartyIdText } from '../../core/documents/schema.ts';
import { ERROR_CODES, RegistryError } from '../../core/errors.ts';
import { readHistory, readOrganisation } from '../../registry/read-organisation.ts';
import { renderMethodologyPage } from '../../render/methodology-page.tsx';
import { renderOrganisationPage } from '../../render/organisation-page.tsx';
import { renderProblemCodePage } from '../../render/problem-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, CACHE, HTML_TYPE } from '../conditional.ts';
import { At, listingQuerySchema } from '../listing-query.ts';
import { PROBLEMS } from '../problem-table.ts';
import { asPage } from '../security-headers.ts';
import { compilePagePart } from '../validators.ts';
import { answerListingPage } from './organisations.ts';

const CODES = ERROR_CODES.map((code) => ({ code, ...PROBLEMS[code] }));
const hidden = { hide: true };

/** The pages for people. */
export function pageRoutes(app: App, deps: AppDeps): void {
  const listing = { schema: { querystring: listingQuerySchema, ...hidden }, validatorCompiler: compilePagePart };
  app.get('/', listing, (request, reply) => answerListingPage(deps, request, reply));
  for (const url of ['/organisations/:id', '/v1/organisations/:id([a-z0-9-]{1,63}).html'] as const) {
    organisationPage(app, deps, url);
  }
  app.get('/methodology', { schema: hidden }, (request, reply) =>
    answerRead(deps, request, asPage(reply), { type: HTML_TYPE }, async (position) => {
      const { origin, mode } = deps.config;
      return renderMethodologyPage({ origin, mode, position, sha256: deps.registry.methodologySha256 });
    }),
  );
  problemPages(app, deps);
}

function organisationPage(app: App, deps: AppDeps, url: string): void {
  const schema = { params: closed({ id: PartyIdText }), querystring: closed({ at: At }), ...hidden };
  app.get(url, { schema, validatorCompiler: compilePagePart }, (request, reply) => {
    const { at } = request.query;
    return answerRead(deps, request, asPage(reply), { at, type: HTML_TYPE }, async (position) => {
      const { id } = request.params;
      const organisation = await readOrganisation(deps.registry, id, position);
      const history = await readHistory(deps.registry, id, position);
      const { origin, mode } = deps.config;
      const asked = at === undefined ? {} : { at };
      return renderOrganisationPage({ origin, mode, organisation, history, position, ...asked });
    });
  });
}

/** What `type` of a problem document resolves to. */
function problemPages(app: App, deps: AppDeps): void {
  for (const url of ['/problems', '/problems/:code'] as const) {
    app.get<{ Params: { code?: string } }>(url, { schema: hidden }, async ({ params: { code } }, reply) => {
      const { origin, mode } = deps.config;
      const html = renderProblemCodePage({ origin, mode, codes: CODES, ...(code === undefined ? {} : { code }) });
      const isKnown = code === undefined || CODES.some((row) => row.code === code);
      if (html === undefined || !isKnown) throw new RegistryError('not_found', 'the registry has no such problem code');
      return asPage(reply).header('cache-control', CACHE.hour).type(HTML_TYPE).send(html);
    });
  }
}
