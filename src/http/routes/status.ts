import { Type } from 'typebox';
import { oneOf } from '../../core/documents/schema.ts';
import { SERVICE_PARTS } from '../../core/service-parts.ts';
import { readStatus } from '../../registry/read-status.ts';
import { renderStatusPage } from '../../render/status-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson, answerRead, HTML_TYPE, minuteOf } from '../conditional.ts';
import { pageContext } from '../preferences.ts';
import { object, withPosition } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { asPage } from '../security-headers.ts';

const answer = withPosition({
  parts: Type.Array(
    object({ part: oneOf(...SERVICE_PARTS), state: oneOf('ok', 'failing', 'none'), detail: Type.String() }),
  ),
  days: Type.Array(
    object({
      day: Type.String({ format: 'date' }),
      expected: Type.Integer({ description: 'minutes of the day so far' }),
      samples: Type.Integer({ description: 'minutes that were measured; the others are unknown' }),
      ok: Type.Integer({ description: 'measured minutes in which all was well' }),
    }),
  ),
  incidents: Type.Array(object({ seq: Type.Integer(), at: Type.String({ format: 'date-time' }), url: Type.String() })),
});

/** How the service is and was, for machines and for people. */
export function statusRoutes(app: App, deps: AppDeps): void {
  const schema = operation({
    operationId: 'readStatus',
    tag: 'service',
    summary: 'What works now, 90 days of availability as the registry measured itself, incidents',
    success: json('the status', answer),
  });
  app.get('/v1/status', { schema }, (request, reply) =>
    answerJson(deps, request, reply, { ageing: minuteOf(deps, undefined) }, (position) =>
      readStatus(deps.registry, position),
    ),
  );
  app.get('/status', { schema: { hide: true } }, (request, reply) => {
    const form = { type: HTML_TYPE, ageing: minuteOf(deps, undefined) };
    return answerRead(deps, request, asPage(reply), form, async (position) =>
      renderStatusPage({
        ...pageContext(deps, request),
        status: await readStatus(deps.registry, position),
        position,
      }),
    );
  });
}
