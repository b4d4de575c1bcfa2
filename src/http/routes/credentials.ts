import { Type } from 'typebox';
import { CREDENTIAL_TYPE, issuerDocument } from '../../core/credential.ts';
import { readCredential, readStatusList } from '../../registry/read-credentials.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, answerText, CACHE, JSON_TYPE } from '../conditional.ts';
import { json, operation } from '../schemas/operation.ts';
import { certificateParams, listParams } from '../schemas/parameters.ts';

/** Certificates as credentials, what verifiers of credentials ask for beside, and who issues them. */
export function credentialRoutes(app: App, deps: AppDeps): void {
  credentialRoute(app, deps);
  statusListRoute(app, deps);
  issuerRoute(app, deps);
}

function credentialRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readCredential',
      tag: 'documents',
      summary: 'The newest credential of a certificate',
      description:
        'Open Badges 3.0 and W3C Verifiable Credentials 2.0, signed as a JWT. Whether it still counts is in its status list.',
      success: { description: 'the signed credential', content: { [CREDENTIAL_TYPE]: Type.String() } },
      codes: ['not_found'],
    }),
    params: certificateParams,
  };
  app.get('/v1/certificates/:id([0-9a-f-]{36}).jwt', { schema }, (request, reply) =>
    answerRead(deps, request, reply, { type: CREDENTIAL_TYPE }, (position) =>
      readCredential(deps.registry, request.params.id, position),
    ),
  );
}

function statusListRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readStatusList',
      tag: 'documents',
      summary: 'A list of revoked credentials',
      description:
        'A W3C BitstringStatusListCredential, signed as a JWT. A leaf of the log names the digest of its bytes.',
      success: { description: 'the signed list', content: { [CREDENTIAL_TYPE]: Type.String() } },
      codes: ['not_found'],
    }),
    params: listParams,
  };
  app.get('/status/:n', { schema }, async (request, reply) => {
    const { jwt, position, isPublished } = await readStatusList(deps.registry, Number(request.params.n));
    const cache = isPublished ? CACHE.short : CACHE.none;
    return answerRead(deps, request, reply, { type: CREDENTIAL_TYPE, position, cache }, async () => jwt);
  });
}

function issuerRoute(app: App, deps: AppDeps): void {
  const { origin, mode } = deps.config;
  const text = JSON.stringify(issuerDocument({ origin, isTest: mode !== 'production' }));
  const schema = operation({
    operationId: 'readIssuer',
    tag: 'documents',
    summary: 'The issuer of the credentials, as an Open Badges profile',
    success: json('the profile', Type.Unknown()),
  });
  app.get('/issuer', { schema }, (request, reply) =>
    answerText(request, reply, { type: JSON_TYPE, cache: CACHE.hour }, text),
  );
}
