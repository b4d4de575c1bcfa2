import { Type } from 'typebox';
import { RegistryError } from '../../core/errors.ts';
import { readRegistryKeys } from '../../registry/registry-keys.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerText, CACHE } from '../conditional.ts';
import { object } from '../schemas/common.ts';
import { operation } from '../schemas/operation.ts';
import { keyParams } from '../schemas/parameters.ts';

const JWK = { type: 'application/jwk+json', cache: CACHE.hour } as const;
/** Kept for moments only: a reader of the first credential under a new key must find it. */
const JWK_SET = { type: 'application/jwk-set+json', cache: CACHE.short } as const;

/** Every public key the registry itself ever used, so that what it signed stays verifiable. */
export function keyRoutes(app: App, deps: AppDeps): void {
  const one = {
    ...operation({
      operationId: 'readRegistryKey',
      tag: 'service',
      summary: 'A public key of the registry',
      success: { description: 'its JWK', content: { [JWK.type]: Type.Unknown() } },
      codes: ['not_found'],
    }),
    params: keyParams,
  };
  app.get('/keys/:thumbprint', { schema: one }, async (request, reply) => {
    const jwk = (await readRegistryKeys(deps.registry)).get(request.params.thumbprint);
    if (jwk === undefined) throw new RegistryError('not_found', 'the registry never had this key');
    return answerText(request, reply, JWK, JSON.stringify(jwk));
  });
  const all = operation({
    operationId: 'listRegistryKeys',
    tag: 'service',
    summary: 'Every public key the registry ever used',
    success: {
      description: 'a JWK set',
      content: { [JWK_SET.type]: object({ keys: Type.Array(Type.Unknown()) }) },
    },
  });
  app.get('/.well-known/jwks.json', { schema: all }, async (request, reply) => {
    const keys = [...(await readRegistryKeys(deps.registry)).values()];
    return answerText(request, reply, JWK_SET, JSON.stringify({ keys }));
  });
}
