import { registerWorkloads } from '../../registry/register-workloads.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { BODY_LIMITS, bodyOf, takesJose } from '../media-type.ts';
import { ref } from '../schemas/common.ts';
import { acceptance, GATE_CODES, operation } from '../schemas/operation.ts';
import { signed } from '../schemas/statements.ts';
import { sendOutcome } from './send-outcome.ts';

export function workloadRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'registerWorkloads',
      tag: 'statements',
      summary: 'Register workloads: what has an owner and a schedule is visible',
      success: acceptance('registered', ref('Accepted')),
      codes: GATE_CODES,
    }),
    consumes: ['application/jose'],
    body: signed('cms-workloads-1'),
  };
  const options = { schema, preParsing: takesJose, bodyLimit: BODY_LIMITS.statement };
  app.post('/v1/workloads', options, async (request, reply) =>
    sendOutcome(deps, request, reply, await registerWorkloads(deps.registry, bodyOf(request))),
  );
}
