import { Type } from 'typebox';
import { readPosition } from '../../registry/read-position.ts';
import { verifyArtefact } from '../../sdk/verify/verify.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE } from '../conditional.ts';
import { BODY_LIMITS, bodyOf, takesAnything } from '../media-type.ts';
import { workAtOnce } from '../overload.ts';
import { ownEvidence, ownTrust } from '../own-evidence.ts';
import { limitVerifications } from '../rate-limits.ts';
import { ref } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';

/** What an artefact is follows from its bytes; these are the types it is usually sent as. */
const TYPES = [
  'application/octet-stream',
  'application/jose',
  'application/vc+jwt',
  'application/json',
  'application/zip',
  'text/plain',
  'image/svg+xml',
  'image/png',
];

/** An artefact may cost a large audit and hundreds of signature checks. */
const VERIFICATIONS_AT_ONCE = 2;

/** The registry's own answer about whatever it signs or hands out. Nobody needs to believe it: the same code runs anywhere. */
export function verifyRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'verifyArtefact',
      tag: 'documents',
      summary: 'Verify an artefact',
      description:
        'Credential, status list, receipt, log proof, signed statement, evidence bundle, certificate, baked badge, signed look-up or checkpoint, recognised by content alone. Nothing is stored.',
      success: json('the verdicts', ref('Verification')),
      codes: ['too_large', 'media_type'],
    }),
    consumes: TYPES,
    body: Type.Unsafe({ type: 'string', format: 'binary', description: 'the artefact, at most 16 MiB' }),
  };
  const inTurn = workAtOnce(VERIFICATIONS_AT_ONCE);
  const options = { bodyLimit: BODY_LIMITS.artefact, config: limitVerifications(deps.config.mode) };
  app.post('/v1/verify', { schema, preParsing: takesAnything, ...options }, async (request, reply) => {
    const { registry } = deps;
    const position = await readPosition(registry);
    const trust = await ownTrust(registry);
    const evidence = { now: registry.now(), source: ownEvidence(registry) };
    const verification = await inTurn(() => verifyArtefact(bodyOf(request), trust, evidence));
    void reply.headers({ 'cache-control': CACHE.none, 'registry-seq': position.seq });
    return reply.send({ ...verification, ...position });
  });
}
