import { Type } from 'typebox';
import { acceptCosignatures } from '../../registry/accept-cosignature.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE } from '../conditional.ts';
import { BODY_LIMITS, bodyOf, takesText } from '../media-type.ts';
import { limitCosignatures } from '../rate-limits.ts';
import { described, object } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';

const cosignature = {
  name: described('name of the cosigner'),
  time: Type.Integer({ description: 'seconds since 1970, as the cosigner states it' }),
};
const accepted = object({
  size: Type.Integer({ description: 'size of the checkpoint' }),
  ...cosignature,
  cosignatures: Type.Array(object(cosignature), { description: 'all that were accepted' }),
});

/** Where auditors and witnesses leave their cosignatures. */
export function cosignatureRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'cosignCheckpoint',
      tag: 'log',
      summary: 'Leave a cosignature of a checkpoint',
      description:
        'A checkpoint of this log, of any size, with cosignature/v1 lines (C2SP tlog-cosignature), or one such line over one of the newest checkpoints. By a cosign key that its party registered, under a name of its choice, or by a configured witness. Lines of unknown keys are ignored beside others; a known key that fails refuses everything. The same again is 200.',
      success: json('accepted', accepted, 201),
      codes: [
        'too_large',
        'media_type',
        'not_found',
        'state_conflict',
        'key_unknown',
        'key_not_active',
        'jws_signature',
        'read_only',
      ],
    }),
    consumes: ['text/plain'],
    body: Type.Unsafe({ type: 'string', description: 'a signed note, or one signature line' }),
  };
  const limits = { bodyLimit: BODY_LIMITS.note, config: limitCosignatures(deps.config.mode) };
  app.post('/log/cosignatures', { schema, preParsing: takesText, ...limits }, async (request, reply) => {
    const { status, size, cosignatures } = await acceptCosignatures(deps.registry, bodyOf(request));
    return reply
      .code(status)
      .header('cache-control', CACHE.none)
      .send({ size, ...cosignatures[0], cosignatures });
  });
}
