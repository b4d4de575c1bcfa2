import { type Static, Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import type { GivenShares } from '../../core/methodology/what-if.ts';
import { div, rational, ZERO } from '../../core/rational.ts';
import { renderMethodologyPage } from '../../render/methodology-page.tsx';
import { parseFigure } from '../../render/words.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, HTML_TYPE } from '../conditional.ts';
import { pageContext } from '../preferences.ts';
import { asPage } from '../security-headers.ts';
import { compilePagePart } from '../validators.ts';

/** Per cent with at most one decimal digit. */
const percent = Type.Optional(Type.String({ pattern: '^(100(\\.0)?|[0-9]{1,2}(\\.[0-9])?)$', maxLength: 5 }));
const query = closed({
  E1: percent,
  E2: percent,
  E3: percent,
  T1: percent,
  T2: percent,
  T3: percent,
  D1: percent,
  D2: percent,
  D3: percent,
  C1: percent,
  C2: percent,
  C3: percent,
  C4: percent,
});
/** How scores are made, with a calculator that the server computes. */
export function methodologyPage(app: App, deps: AppDeps): void {
  const options = { schema: { querystring: query, hide: true }, validatorCompiler: compilePagePart };
  app.get('/methodology', options, (request, reply) =>
    answerRead(deps, request, asPage(reply), { type: HTML_TYPE }, async (position) =>
      renderMethodologyPage({
        ...pageContext(deps, request),
        position,
        sha256: deps.registry.methodologySha256,
        shares: sharesOf(request.query),
      }),
    ),
  );
}

function sharesOf(given: Static<typeof query>): GivenShares {
  return Object.fromEntries(
    Object.entries(given).map(([id, text]) => [id, div(parseFigure(text) ?? ZERO, rational(100n))]),
  );
}
