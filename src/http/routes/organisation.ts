import type { FastifyReply } from 'fastify';
import type { TSchema } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import type { Position } from '../../core/views.ts';
import { readAudits, readCertificates, readHistory, readOrganisation } from '../../registry/read-organisation.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson } from '../conditional.ts';
import { At } from '../listing-query.ts';
import { itemsOf, ref } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { partyParams } from '../schemas/parameters.ts';

const query = { params: partyParams, querystring: closed({ at: At }) };

/** One organisation, and the lists that belong to it. */
export function organisationRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readOrganisation',
      tag: 'listing',
      summary: 'An organisation: certificate, sub-metrics, invisible workloads, what fails for the next tier',
      success: json('the organisation', ref('Organisation')),
      codes: ['not_found', 'at_future'],
    }),
    ...query,
  };
  app.get('/v1/organisations/:id', { schema }, (request, reply) =>
    answerJson(deps, request, reply, { at: request.query.at }, (position) =>
      readOrganisation(deps.registry, request.params.id, position),
    ),
  );
  const plain = { schema: { ...query, hide: true } };
  app.get('/v1/organisations/:id([a-z0-9-]{1,63}).json', plain, (request, reply) =>
    answerJson(deps, request, reply, { at: request.query.at }, (position) =>
      readOrganisation(deps.registry, request.params.id, position),
    ),
  );
  historyRoute(app, deps);
  addList(app, deps, AUDITS);
  addList(app, deps, CERTIFICATES);
}

function historyRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'listHistory',
      tag: 'listing',
      summary: 'Every change of what the registry says about an organisation, newest first',
      success: json('the list', itemsOf(ref('HistoryItem'))),
      codes: ['not_found', 'at_future'],
    }),
    ...query,
  };
  app.get('/v1/organisations/:id/history', { schema }, (request, reply) =>
    answerJson(deps, request, reply, { at: request.query.at }, async (position) => ({
      items: await readHistory(deps.registry, request.params.id, position),
    })),
  );
}

interface List {
  readonly name: string;
  readonly operationId: string;
  readonly summary: string;
  readonly item: TSchema;
  readonly read: (deps: AppDeps['registry'], id: string, position: Position) => Promise<readonly unknown[]>;
}

const AUDITS: List = {
  name: 'audits',
  operationId: 'listAudits',
  summary: 'Its audits, newest first, as they stand',
  item: ref('Audit'),
  read: readAudits,
};
const CERTIFICATES: List = {
  name: 'certificates',
  operationId: 'listCertificates',
  summary: 'Its certificates, newest first, in their present states',
  item: ref('Certificate'),
  read: readCertificates,
};

/** A list of documents as they stand. It takes no `at`: under an old seq it would still show the present. */
function addList(app: App, deps: AppDeps, { name, operationId, summary, item, read }: List): void {
  const schema = {
    ...operation({
      operationId,
      tag: 'listing',
      summary,
      success: json('the list', itemsOf(item)),
      codes: ['not_found'],
    }),
    params: partyParams,
  };
  app.get(
    `/v1/organisations/:id/${name}`,
    { schema },
    (request, reply): Promise<FastifyReply> =>
      answerJson(deps, request, reply, {}, async (position) => ({
        items: await read(deps.registry, request.params.id, position),
      })),
  );
}
