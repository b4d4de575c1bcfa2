import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import { statedFreshness } from '../../core/freshness.ts';
import type { Position } from '../../core/views.ts';
import { readDossier } from '../../registry/read-dossier.ts';
import { readHourProfile } from '../../registry/read-hour-profile.ts';
import { readLiveDays } from '../../registry/read-live-days.ts';
import { readVerifierKeys } from '../../registry/read-log.ts';
import { readAudits, readCertificates, readHistory, readOrganisation } from '../../registry/read-organisation.ts';
import { renderOrganisationPage } from '../../render/organisation-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson, answerRead, HTML_TYPE, minuteOf } from '../conditional.ts';
import { At } from '../listing-query.ts';
import { negotiate } from '../negotiate.ts';
import { pageContext } from '../preferences.ts';
import { itemsOf, ref } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { partyParams } from '../schemas/parameters.ts';
import { asPage } from '../security-headers.ts';

const query = { params: partyParams, querystring: closed({ at: At }) };

/** One organisation, and the lists that belong to it. */
export function organisationRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readOrganisation',
      tag: 'listing',
      summary: 'An organisation: certificate, sub-metrics, invisible workloads, what fails for the next tier',
      description: 'The form follows Accept; the addresses with .json and .html fix it.',
      success: {
        description: 'the organisation',
        content: { 'application/json': ref('Organisation'), 'text/html': Type.String({ description: 'the page' }) },
      },
      codes: ['not_found', 'at_future'],
    }),
    ...query,
  };
  app.get('/v1/organisations/:id', { schema }, (request, reply) => {
    void reply.header('vary', 'accept');
    const type = negotiate(request.headers.accept, ['application/json', 'text/html']);
    return (type === 'text/html' ? answerOrganisationPage : answerOrganisation)(deps, request, reply);
  });
  app.get('/v1/organisations/:id([a-z0-9-]{1,63}).json', { schema: { ...query, hide: true } }, (request, reply) =>
    answerOrganisation(deps, request, reply),
  );
  historyRoute(app, deps);
  addList(app, deps, AUDITS);
  addList(app, deps, CERTIFICATES);
}

/** A request for an organisation, its parameters read. */
type OrganisationRequest = FastifyRequest & {
  readonly params: { readonly id: string };
  readonly query: { readonly at?: string };
};

/** A cache purges by these what it keeps of an organisation. */
const keysOf = ({ params: { id } }: OrganisationRequest): readonly string[] => [`org:${id}`];

const answerOrganisation = (deps: AppDeps, request: OrganisationRequest, reply: FastifyReply): Promise<FastifyReply> =>
  answerJson(deps, request, reply, { at: request.query.at, keys: keysOf(request) }, async (position) => {
    const organisation = await readOrganisation(deps.registry, request.params.id, position, request.query.at);
    return { ...organisation, freshness: statedFreshness(organisation.freshness) };
  });

/** The organisation as a page for people. */
export function answerOrganisationPage(
  deps: AppDeps,
  request: OrganisationRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { at } = request.query;
  const ageing = minuteOf(deps, at);
  const representation = { at, ageing, type: HTML_TYPE, keys: keysOf(request) };
  return answerRead(deps, request, asPage(reply), representation, async (position) => {
    const { registry } = deps;
    const { id } = request.params;
    const organisation = await readOrganisation(registry, id, position, at);
    const history = await readHistory(registry, id, position);
    const [dossier, days, profile, vkeys] = await Promise.all([
      readDossier(registry, id, position, history),
      readLiveDays(registry, id, position),
      readHourProfile(registry, id, position),
      readVerifierKeys(registry),
    ]);
    const found = { organisation, history, dossier, days, profile, vkeys, position };
    return renderOrganisationPage({ ...pageContext(deps, request), ...found, ...(at === undefined ? {} : { at }) });
  });
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
      answerJson(deps, request, reply, { present: true }, async (position) => ({
        items: await read(deps.registry, request.params.id, position),
      })),
  );
}
