import { type Static, Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { readOrganisation } from '../../registry/read-organisation.ts';
import type { SalesChoice } from '../../render/for-sales/sales-choice.ts';
import { SALES_FIELDS } from '../../render/for-sales/sales-choice.ts';
import { renderForSalesPage } from '../../render/for-sales-page.tsx';
import type { Language } from '../../render/lang.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, HTML_TYPE, minuteOf } from '../conditional.ts';
import { pageContext } from '../preferences.ts';
import { partyParams } from '../schemas/parameters.ts';
import { asPage } from '../security-headers.ts';
import { compilePagePart } from '../validators.ts';

const choice = closed({
  style: Type.Optional(oneOf(...SALES_FIELDS.style)),
  ground: Type.Optional(oneOf(...SALES_FIELDS.ground)),
  words: Type.Optional(oneOf(...SALES_FIELDS.words)),
  format: Type.Optional(oneOf(...SALES_FIELDS.format)),
  size: Type.Optional(oneOf(...SALES_FIELDS.size)),
});

/** What a holder's people need to show its badge. Of an organisation nobody knows the page says so, with 404. */
export function forSalesPage(app: App, deps: AppDeps): void {
  const schema = { params: partyParams, querystring: choice, hide: true };
  app.get('/for-sales/:id', { schema, validatorCompiler: compilePagePart }, (request, reply) => {
    const { id } = request.params;
    const representation = { type: HTML_TYPE, ageing: minuteOf(deps, undefined), keys: [`org:${id}`] };
    return answerRead(deps, request, asPage(reply), representation, async (position) => {
      const context = pageContext(deps, request);
      const organisation = await readOrganisation(deps.registry, id, position, undefined);
      return renderForSalesPage({ ...context, organisation, choice: chosen(request.query, context.lang), position });
    });
  });
}

const chosen = (query: Static<typeof choice>, lang: Language): SalesChoice => ({
  style: 'card',
  ground: 'auto',
  words: lang,
  format: 'svg',
  size: '2',
  ...query,
});
