import { acceptInventory } from '../../registry/accept-inventory.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { BODY_LIMITS, bodyOf, takesJose } from '../media-type.ts';
import { ref } from '../schemas/common.ts';
import { acceptance, GATE_CODES, operation } from '../schemas/operation.ts';
import { signed } from '../schemas/statements.ts';
import { sendOutcome } from './send-outcome.ts';

export function inventoryRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'sendInventory',
      tag: 'statements',
      summary: 'State storage, traffic, capacity and hardware of a period of at most 31 days',
      description:
        'A day may be named until 35 days after it ended; a later statement replaces earlier ones for the days it names. A day without one uses the last earlier one for 31 days.',
      success: acceptance('accepted', ref('Accepted')),
      codes: [...GATE_CODES, 'implausible'],
    }),
    consumes: ['application/jose'],
    body: signed('cms-inventory-1'),
  };
  const options = { schema, preParsing: takesJose, bodyLimit: BODY_LIMITS.statement };
  app.post('/v1/inventories', options, async (request, reply) =>
    sendOutcome(deps, request, reply, await acceptInventory(deps.registry, bodyOf(request))),
  );
}
