import { closed } from '../../core/documents/schema.ts';
import { ERROR_CODES, RegistryError } from '../../core/errors.ts';
import { renderProblemCodePage } from '../../render/problem-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE, HTML_TYPE } from '../conditional.ts';
import { At, listingQuerySchema } from '../listing-query.ts';
import { pageContext } from '../preferences.ts';
import { PROBLEMS } from '../problem-table.ts';
import { refuseListing } from '../refuse-listing.ts';
import { partyParams } from '../schemas/parameters.ts';
import { asPage } from '../security-headers.ts';
import { compilePagePart } from '../validators.ts';
import { auditorPage } from './auditor-page.ts';
import { forSalesPage } from './for-sales.ts';
import { logPages } from './log-pages.ts';
import { mePage } from './me-page.ts';
import { methodologyPage } from './methodology-page.ts';
import { answerOrganisationPage } from './organisation.ts';
import { answerListingPage } from './organisations.ts';
import { verifyPage } from './verify-page.ts';

const CODES = ERROR_CODES.map((code) => {
  const { status, title, detail, hint } = PROBLEMS[code];
  return { code, status, title, detail: `${detail} ${hint}` };
});
const hidden = { hide: true };

/** The pages for people. */
export function pageRoutes(app: App, deps: AppDeps): void {
  const listing = { schema: { querystring: listingQuerySchema, ...hidden }, validatorCompiler: compilePagePart };
  const refuse = refuseListing(deps);
  app.get('/', { ...listing, errorHandler: (...thrown) => void refuse(...thrown) }, (request, reply) =>
    answerListingPage(deps, request, reply),
  );
  const organisation = {
    schema: { params: partyParams, querystring: closed({ at: At }), ...hidden },
    validatorCompiler: compilePagePart,
  };
  for (const url of ['/organisations/:id', '/v1/organisations/:id([a-z0-9-]{1,63}).html']) {
    app.get(url, organisation, (request, reply) => answerOrganisationPage(deps, request, reply));
  }
  methodologyPage(app, deps);
  logPages(app, deps);
  verifyPage(app, deps);
  auditorPage(app, deps);
  forSalesPage(app, deps);
  mePage(app, deps);
  problemPages(app, deps);
}

/** What `type` of a problem document resolves to. */
function problemPages(app: App, deps: AppDeps): void {
  for (const url of ['/problems', '/problems/:code'] as const) {
    app.get<{ Params: { code?: string } }>(url, { schema: hidden }, async (request, reply) => {
      const { code } = request.params;
      const html = renderProblemCodePage({
        ...pageContext(deps, request),
        codes: CODES,
        ...(code === undefined ? {} : { code }),
      });
      const isKnown = code === undefined || CODES.some((row) => row.code === code);
      if (html === undefined || !isKnown) throw new RegistryError('not_found', 'the registry has no such problem code');
      return asPage(reply).header('cache-control', CACHE.hour).type(HTML_TYPE).send(html);
    });
  }
}
