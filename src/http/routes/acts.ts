import { Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import { performAct } from '../../registry/perform-act.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { BODY_LIMITS, bodyOf, takesJose } from '../media-type.ts';
import { object } from '../schemas/common.ts';
import { acceptance, GATE_CODES, operation } from '../schemas/operation.ts';
import { accepted, signed } from '../schemas/statements.ts';
import { sendOutcome } from './send-outcome.ts';

const acted = object({
  ...accepted,
  effective: Type.Boolean(),
  confirmations: Type.Integer(),
  required: Type.Integer(),
});

export function actRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'performAct',
      tag: 'statements',
      summary: 'Perform or confirm an act of the registry’s officers',
      description:
        'It takes effect with the last required officer’s signature. A dry run answers 200 {would_change} and stores nothing.',
      success: acceptance('signed', acted),
      codes: [...GATE_CODES, 'not_found', 'state_conflict', 'implausible'],
    }),
    querystring: closed({
      dry_run: Type.Optional(Type.Boolean({ default: false, description: 'try it, store nothing' })),
    }),
    consumes: ['application/jose'],
    body: signed('cms-act-1'),
  };
  const options = { schema, preParsing: takesJose, bodyLimit: BODY_LIMITS.statement };
  app.post('/v1/acts', options, async (request, reply) => {
    const dryRun = request.query.dry_run ?? false;
    return sendOutcome(deps, request, reply, await performAct(deps.registry, bodyOf(request), { dryRun }));
  });
}
