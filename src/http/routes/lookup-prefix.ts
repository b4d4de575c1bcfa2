import type { FastifyReply } from 'fastify';
import { lookUpBucket } from '../../registry/look-up-bucket.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson } from '../conditional.ts';
import { ref } from '../schemas/common.ts';
import { prefixParams } from '../schemas/lookup.ts';
import { json, operation } from '../schemas/operation.ts';

/** As long as an unknown vendor may be kept unknown (api, "Conventions"). */
const BUCKET_CACHE = 'public, max-age=60';

/** `GET /v1/lookup/prefix/{hex}`: a buyer asks without saying about whom. */
export function lookupPrefixRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'lookUpPrivately',
      tag: 'listing',
      summary: 'Is this vendor certified? Asked without naming him',
      description:
        'Hash the domain (lower case, A-labels, no scheme, path, final dot or leading www.) with SHA-256 and send the first 4 to 8 hexadecimal digits: printf %s acme.example | sha256sum | cut -c1-4. The answer has every proved domain whose hash begins so; yours is among them or unknown. Four digits fit thousands of the domains in use; each further one narrows that sixteenfold. Every answer is padded to a multiple of 4,096 bytes.',
      success: json('the proved domains of the bucket', ref('LookupBucket')),
      codes: ['not_found'],
    }),
    params: prefixParams,
  };
  app.get(
    '/v1/lookup/prefix/:prefix',
    { schema },
    (request, reply): Promise<FastifyReply> =>
      answerJson(deps, request, reply, { cache: BUCKET_CACHE, keys: ['listing'] }, (position) =>
        lookUpBucket(deps.registry, request.params.prefix, position),
      ),
  );
}
