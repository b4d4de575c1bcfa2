import { Type } from 'typebox';
import { scoreAudit } from '../../registry/score-audit.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { BODY_LIMITS, bodyOf, takesJson } from '../media-type.ts';
import { limitDryRuns } from '../rate-limits.ts';
import { object, ref } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { scoreMembers } from '../schemas/score.ts';

const verdict = object({
  rejected: Type.Boolean(),
  ...scoreMembers,
  assumes: Type.Optional(Type.Unknown({ description: 'facts a dry run takes for granted' })),
});

export function scoreRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'scoreAudit',
      tag: 'documents',
      summary: 'Dry run: what the registry would find in an audit',
      description: 'The body is a document cms-audit/1 as plain JSON. Nothing is stored.',
      success: json('the verdict', verdict),
      codes: ['too_large', 'media_type', 'document_invalid'],
    }),
    consumes: ['application/json'],
    body: ref('cms-audit-1'),
  };
  const limits = { bodyLimit: BODY_LIMITS.audit, config: limitDryRuns(deps.config.mode) };
  app.post('/v1/score', { schema, preParsing: takesJson, ...limits }, async (request, reply) =>
    reply.header('cache-control', 'no-store').send(await scoreAudit(deps.registry, bodyOf(request))),
  );
}
