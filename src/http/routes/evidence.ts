import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { BUNDLE_VERSION } from '../../core/evidence-bundle.ts';
import { type EvidenceVersion, readEvidenceBundle, readEvidenceVersion } from '../../registry/evidence-bundle.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE, matchesEtag } from '../conditional.ts';
import { operation } from '../schemas/operation.ts';
import { certificateParams } from '../schemas/parameters.ts';

const ZIP = 'application/zip';

/** A certificate with all it rests on, for those who want to check it without us. */
export function evidenceRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readEvidenceBundle',
      tag: 'documents',
      summary: 'The evidence bundle of a certificate',
      description:
        'Statements, log proofs, credential, status list, keys and methodology: all it takes to verify the certificate and to work its score out again offline. Its bytes depend on the last leaves about the certificate and about its status list alone.',
      success: { description: 'the archive', content: { [ZIP]: Type.Unsafe({ type: 'string', format: 'binary' }) } },
      codes: ['not_found', 'log_damaged'],
    }),
    params: certificateParams,
  };
  app.get('/v1/certificates/:id([0-9a-f-]{36}).zip', { schema }, async (request, reply) => {
    const { id } = request.params;
    const condition = request.headers['if-none-match'];
    if (condition !== undefined) {
      const version = await readEvidenceVersion(deps.registry, id);
      if (matchesEtag(condition, etagOf(id, version)) || condition.trim() === '*')
        return reply.headers(headersOf(id, version)).code(304).send();
    }
    const { version, bytes } = await readEvidenceBundle(deps.registry, id);
    const name = `attachment; filename="certificate-${id}.zip"`;
    void reply.headers({ ...headersOf(id, version), 'content-disposition': name });
    return reply.type(ZIP).send(Buffer.from(bytes));
  });
}

const headersOf = (id: string, version: EvidenceVersion) => ({
  etag: etagOf(id, version),
  'cache-control': CACHE.short,
  'registry-seq': Math.max(version.certificateSeq, version.listSeq),
});

/** Follows the two leaves the bytes depend on, so that it stays while the log goes on. */
const etagOf = (id: string, { certificateSeq, listSeq }: EvidenceVersion): string =>
  `"${createHash('sha256')
    .update(JSON.stringify([BUNDLE_VERSION, id, certificateSeq, listSeq]))
    .digest('base64url')
    .slice(0, 27)}"`;
