import { readAuditor } from '../../registry/read-auditor.ts';
import { renderAuditorPage } from '../../render/auditor-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, HTML_TYPE } from '../conditional.ts';
import { pageContext } from '../preferences.ts';
import { partyParams } from '../schemas/parameters.ts';
import { asPage } from '../security-headers.ts';
import { compilePagePart } from '../validators.ts';

/** The page of an auditor, as it stands now. */
export function auditorPage(app: App, deps: AppDeps): void {
  const options = { schema: { params: partyParams, hide: true }, validatorCompiler: compilePagePart };
  app.get('/auditors/:id', options, (request, reply) =>
    answerRead(deps, request, asPage(reply), { present: true, type: HTML_TYPE }, async (position) =>
      renderAuditorPage({
        ...pageContext(deps, request),
        auditor: await readAuditor(deps.registry, request.params.id),
        position,
      }),
    ),
  );
}
