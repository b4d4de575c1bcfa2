import { Type } from 'typebox';
import { closed, Sha256Hex } from '../../core/documents/schema.ts';
import { assertThat, RegistryError } from '../../core/errors.ts';
import { METHODOLOGY } from '../../core/methodology/cms-1.ts';
import { parametersDocument } from '../../core/methodology/parameters-document.ts';
import { readCertificate, readStatement } from '../../registry/read-documents.ts';
import { readPosition } from '../../registry/read-position.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson, answerRead, answerText, CACHE } from '../conditional.ts';
import { described, Instant, itemsOf, object, ref, withPosition } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { certificateParams, digestParams, withExtension } from '../schemas/parameters.ts';

const methodology = {
  id: Type.String(),
  document_sha256: Type.String({ description: 'of RFC 8785 of `parameters`, hexadecimal' }),
  effective_at: Instant,
};

export function documentRoutes(app: App, deps: AppDeps): void {
  statementRoute(app, deps);
  certificateRoute(app, deps);
  gridRoute(app, deps);
  methodologyRoutes(app, deps);
}

function statementRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readStatement',
      tag: 'documents',
      summary: 'The exact bytes of an accepted statement',
      success: { description: 'the compact JWS', content: { 'application/jose': Type.String() } },
      codes: ['not_found'],
    }),
    params: digestParams,
  };
  const type = 'application/jose';
  app.get('/v1/statements/:digest([A-Za-z0-9_-]{43}).jws', { schema }, (request, reply) =>
    answerRead(deps, request, reply, { type, cache: CACHE.forever }, () =>
      readStatement(deps.registry, request.params.digest),
    ),
  );
}

function certificateRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readCertificate',
      tag: 'documents',
      summary: 'A certificate with its present state',
      success: json('the certificate', Type.Intersect([ref('Certificate'), withPosition({})])),
      codes: ['not_found'],
    }),
    params: certificateParams,
  };
  for (const { url, hide } of withExtension('/v1/certificates/:id', '[0-9a-f-]{36}')) {
    app.get(url, { schema: { ...schema, hide } }, (request, reply) =>
      answerJson(deps, request, reply, { present: true, keys: [`cert:${request.params.id}`] }, (position) =>
        readCertificate(deps.registry, request.params.id, position),
      ),
    );
  }
}

/** What the score of an audit was worked out with, so that anybody can work it out again. */
function gridRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readGridSeries',
      tag: 'documents',
      summary: 'A reference series of a grid zone, as an act named it',
      success: {
        description: 'hourly rows: start, grid_cfe_share, carbon_intensity_g_per_kwh, price_per_mwh',
        content: { 'text/csv': described('header, then one row an hour') },
      },
      codes: ['not_found'],
    }),
    params: closed({ sha256: Sha256Hex }),
  };
  const type = 'text/csv; charset=utf-8; header=present';
  app.get('/v1/grid/:sha256([0-9a-f]{64}).csv', { schema }, async (request, reply) => {
    const text = await deps.registry.gridFiles.read(request.params.sha256);
    assertThat(text !== undefined, 'not_found', 'no such series');
    return answerText(request, reply, { type, cache: CACHE.forever }, text);
  });
}

function methodologyRoutes(app: App, deps: AppDeps): void {
  const list = operation({
    operationId: 'listMethodologies',
    tag: 'documents',
    summary: 'Versions of the methodology',
    success: json('the versions', itemsOf(object(methodology))),
  });
  app.get('/v1/methodologies', { schema: list }, (request, reply) =>
    answerJson(deps, request, reply, {}, async () => ({ items: [await describeMethodology(deps)] })),
  );
  const one = {
    ...operation({
      operationId: 'readMethodology',
      tag: 'documents',
      summary: 'Every weight, bound and threshold of a version',
      success: json('the version', withPosition({ ...methodology, parameters: Type.Unknown() })),
      codes: ['not_found'],
    }),
    params: closed({ id: Type.String({ pattern: '^[A-Za-z0-9.-]{1,40}$', examples: [METHODOLOGY] }) }),
  };
  app.get('/v1/methodologies/:id', { schema: one }, (request, reply) =>
    answerJson(deps, request, reply, {}, async () => {
      if (request.params.id !== METHODOLOGY) throw new RegistryError('not_found', 'no such methodology');
      return { ...(await describeMethodology(deps)), parameters: parametersDocument() };
    }),
  );
}

/** The registry opened with its first methodology: that is in force since the first leaf. */
async function describeMethodology(deps: AppDeps) {
  const { as_of } = await readPosition(deps.registry, '0');
  return { id: METHODOLOGY, document_sha256: deps.registry.methodologySha256, effective_at: as_of };
}
