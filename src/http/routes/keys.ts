import { Type } from 'typebox';
import { RegistryError } from '../../core/errors.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE } from '../conditional.ts';
import { object } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { keyParams } from '../schemas/parameters.ts';

/** Every public key the registry itself ever used, so that what it signed stays verifiable. */
export function keyRoutes(app: App, deps: AppDeps): void {
  const one = {
    ...operation({
      operationId: 'readRegistryKey',
      tag: 'service',
      summary: 'A public key of the registry',
      success: json('its JWK', Type.Unknown()),
      codes: ['not_found'],
    }),
    params: keyParams,
  };
  app.get('/keys/:thumbprint', { schema: one }, (request, reply) => {
    const jwk = deps.publicKeys.get(request.params.thumbprint);
    if (jwk === undefined) throw new RegistryError('not_found', 'the registry never had this key');
    return reply
      .header('cache-control', CACHE.hour)
      .type('application/jwk+json')
      .send(JSON.stringify({ ...jwk, kid: request.params.thumbprint }));
  });
  const all = operation({
    operationId: 'listRegistryKeys',
    tag: 'service',
    summary: 'Every public key the registry ever used',
    success: {
      description: 'a JWK set',
      content: { 'application/jwk-set+json': object({ keys: Type.Array(Type.Unknown()) }) },
    },
  });
  app.get('/.well-known/jwks.json', { schema: all }, (_request, reply) =>
    reply
      .header('cache-control', CACHE.hour)
      .type('application/jwk-set+json')
      .send(JSON.stringify({ keys: [...deps.publicKeys].map(([kid, jwk]) => ({ ...jwk, kid })) })),
  );
}
