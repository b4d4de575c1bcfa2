import { Type } from 'typebox';
import { checkReadiness } from '../../registry/check-readiness.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerText, CACHE, JSON_TYPE } from '../conditional.ts';
import { neverShed } from '../overload.ts';
import { neverLimited } from '../rate-limits.ts';
import { object, orNull } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';

const YEAR_MS = 365 * 86_400_000;
const always = { ...neverLimited, ...neverShed };

/** Liveness, readiness, and what machines look for at fixed addresses. */
export function serviceRoutes(app: App, deps: AppDeps): void {
  healthRoutes(app, deps);
  app.get('/.well-known/security.txt', { schema: { hide: true } }, (_request, reply) =>
    reply.header('cache-control', CACHE.hour).type('text/plain; charset=utf-8').send(securityText(deps)),
  );
  app.get('/openapi.json', { schema: { hide: true } }, (request, reply) =>
    answerText(request, reply, { type: JSON_TYPE, cache: CACHE.hour }, JSON.stringify(app.swagger())),
  );
}

const readiness = object({
  ready: Type.Boolean(),
  database: Type.Boolean(),
  seq: orNull(Type.Integer()),
  log: Type.String({ description: '`ok`, or why nothing is signed now.' }),
  high_water_mark: orNull(Type.Integer({ description: 'Size of the last head published from here.' })),
});

function healthRoutes(app: App, deps: AppDeps): void {
  const live = operation({
    operationId: 'checkLiveness',
    tag: 'service',
    summary: 'The process answers',
    success: json('alive', object({ status: Type.Literal('ok') })),
  });
  app.get('/health/live', { schema: live, config: always }, (_request, reply) =>
    reply.header('cache-control', CACHE.none).send({ status: 'ok' }),
  );
  const ready = operation({
    operationId: 'checkReadiness',
    tag: 'service',
    summary: 'The database answers, the log has begun and is signed; 503 otherwise',
    success: json('ready', readiness),
  });
  app.get('/health/ready', { schema: ready, config: always }, async (_request, reply) => {
    const state = await checkReadiness(deps.registry);
    const isReady = state.database && state.seq !== null && state.log === 'ok';
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', CACHE.none)
      .send({ ready: isReady, ...state });
  });
}

/** RFC 9116. */
function securityText(deps: AppDeps): string {
  const { origin } = deps.config;
  const expires = new Date(deps.registry.now().getTime() + YEAR_MS).toISOString().slice(0, 19);
  return [
    `Contact: mailto:security@${new URL(origin).hostname}`,
    `Expires: ${expires}Z`,
    'Preferred-Languages: en',
    `Canonical: ${origin}/.well-known/security.txt`,
    '',
  ].join('\n');
}
