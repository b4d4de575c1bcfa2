import { Type } from 'typebox';
import { oneOf } from '../../core/documents/schema.ts';
import { countersign } from '../../registry/countersign.ts';
import { readAudit } from '../../registry/read-documents.ts';
import { submitAudit } from '../../registry/submit-audit.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson } from '../conditional.ts';
import { BODY_LIMITS, bodyOf, takesJose } from '../media-type.ts';
import { object, orNull, ref, withPosition } from '../schemas/common.ts';
import { acceptance, GATE_CODES, json, operation } from '../schemas/operation.ts';
import { digestParams, withExtension } from '../schemas/parameters.ts';
import { scoreMembers } from '../schemas/score.ts';
import { accepted, signed } from '../schemas/statements.ts';
import { sendOutcome } from './send-outcome.ts';

const declared = object({ ...accepted, status: oneOf('declared', 'held'), ...scoreMembers });
const decided = object({ ...accepted, decision: ref('Decision'), certificate_id: orNull(Type.String()) });

export function auditRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'submitAudit',
      tag: 'statements',
      summary: 'Submit an audit',
      description:
        'The registry recomputes the score; the claim is only compared. Any finding REJECT refuses the audit, with all findings.',
      success: acceptance('declared', declared),
      codes: [...GATE_CODES, 'audit_rejected', 'state_conflict'],
    }),
    consumes: ['application/jose'],
    body: signed('cms-audit-1'),
  };
  const options = { schema, preParsing: takesJose, bodyLimit: BODY_LIMITS.audit };
  app.post('/v1/audits', options, async (request, reply) =>
    sendOutcome(deps, request, reply, await submitAudit(deps.registry, bodyOf(request))),
  );
  opinionRoutes(app, deps);
  readRoutes(app, deps);
}

function opinionRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'countersignAudit',
      tag: 'statements',
      summary: 'Give an auditor’s opinion on an audit',
      description: 'Where all conditions of a tier up to Silver are met the certificate is issued at once.',
      success: acceptance('recorded', decided),
      codes: [
        ...GATE_CODES,
        'not_accredited',
        'not_permitted_by_holder',
        'conflict_of_interest',
        'not_found',
        'state_conflict',
        'implausible',
      ],
    }),
    params: digestParams,
    consumes: ['application/jose'],
    body: signed('cms-countersignature-1'),
  };
  const options = { schema, preParsing: takesJose, bodyLimit: BODY_LIMITS.statement };
  app.post('/v1/audits/:digest/countersignatures', options, async (request, reply) =>
    sendOutcome(deps, request, reply, await countersign(deps.registry, request.params.digest, bodyOf(request))),
  );
}

function readRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readAudit',
      tag: 'documents',
      summary: 'An audit as it stands',
      success: json('the audit', Type.Intersect([ref('Audit'), withPosition({})])),
      codes: ['not_found'],
    }),
    params: digestParams,
  };
  for (const { url, hide } of withExtension('/v1/audits/:digest', '[A-Za-z0-9_-]{43}')) {
    app.get(url, { schema: { ...schema, hide } }, (request, reply) =>
      answerJson(deps, request, reply, { present: true }, (position) =>
        readAudit(deps.registry, request.params.digest, position),
      ),
    );
  }
}
