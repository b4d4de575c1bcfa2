import { Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { awaitPublication } from '../../registry/await-publication.ts';
import { changeKey } from '../../registry/change-key.ts';
import { checkDomain } from '../../registry/check-domain.ts';
import { readKeys, readParty } from '../../registry/read-organisation.ts';
import { registerParty } from '../../registry/register-party.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson, CACHE } from '../conditional.ts';
import { At } from '../listing-query.ts';
import { BODY_LIMITS, bodyOf, takesJose } from '../media-type.ts';
import { limitRegistrations } from '../rate-limits.ts';
import { described, Instant, itemsOf, object, orNull, PartyId, ref, withPosition } from '../schemas/common.ts';
import { acceptance, GATE_CODES, json, operation } from '../schemas/operation.ts';
import { domainParams, partyParams, withExtension } from '../schemas/parameters.ts';
import { accepted, signed } from '../schemas/statements.ts';
import { sendOutcome } from './send-outcome.ts';

const registered = object({
  party_id: PartyId,
  state: described('registered, applicant or name_under_review'),
  ...accepted,
});
const checked = object({
  domain: Type.String(),
  proved: Type.Boolean(),
  method: orNull(oneOf('dns', 'well-known', 'sandbox')),
  checked_at: Instant,
  reason: Type.Optional(Type.String()),
});
const profile = withPosition({
  party_id: PartyId,
  kind: oneOf('organisation', 'auditor'),
  name: Type.String(),
  country: Type.String(),
  sector: Type.String(),
  website: Type.String(),
  domains: Type.Array(described('proved and still held')),
  registered_at: Instant,
  registered_seq: Type.Integer(),
  registration: orNull(described('digest of the first statement, which holds the first public key')),
  accreditation: Type.Optional(Type.Unknown({ description: 'of an auditor: state, levels, valid_to' })),
});

export function partyRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'registerParty',
      tag: 'statements',
      summary: 'Register an organisation or an auditor',
      description: 'Signed by the party’s first key, whose public JWK is inside. It is public once a domain is proved.',
      success: acceptance('registered', registered),
      codes: [...GATE_CODES, 'party_id_taken', 'state_conflict'],
    }),
    consumes: ['application/jose'],
    body: signed('cms-party-1'),
  };
  const limits = { bodyLimit: BODY_LIMITS.statement, config: limitRegistrations(deps.config.mode) };
  app.post('/v1/parties', { schema, preParsing: takesJose, ...limits }, async (request, reply) =>
    sendOutcome(deps, request, reply, await registerParty(deps.registry, bodyOf(request))),
  );
  keyRoutes(app, deps);
  domainRoutes(app, deps);
  profileRoutes(app, deps);
}

function keyRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'changeKey',
      tag: 'statements',
      summary: 'Add or revoke a key',
      success: acceptance('done', object({ kid: Type.String(), ...accepted })),
      codes: [...GATE_CODES, 'not_found', 'key_chain', 'state_conflict'],
    }),
    params: partyParams,
    consumes: ['application/jose'],
    body: signed('cms-key-1'),
  };
  const options = { schema, preParsing: takesJose, bodyLimit: BODY_LIMITS.statement };
  app.post('/v1/parties/:id/keys', options, async (request, reply) =>
    sendOutcome(deps, request, reply, await changeKey(deps.registry, request.params.id, bodyOf(request))),
  );
}

function domainRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'checkDomain',
      tag: 'statements',
      summary: 'Check the proof of a domain now',
      description:
        'No body. Proved by DNS TXT `_carbon-mirror.<domain>` = `cms-party=<party_id>; kid=<thumbprint>; registry=<origin>`, or by `https://<domain>/.well-known/carbon-mirror.json` = `{"registry": origin, "party": party_id, "keys": [kid…]}`; kid is any active statements key. The first proof holds; it is checked again every 30 days and lost after 14 days of failing. At most 5 checks an hour per domain. In demo and sandbox names under .example and .test count as proved.',
      success: json('what the check found', checked),
      codes: ['not_found', 'domain_taken', 'read_only'],
    }),
    params: domainParams,
  };
  app.post('/v1/parties/:id/domains/:domain/check', { schema }, async (request, reply) => {
    const { id, domain } = request.params;
    const answer = await checkDomain(deps.registry, id, domain);
    await awaitPublication(deps.registry);
    return reply.header('cache-control', CACHE.none).send(answer);
  });
}

function profileRoutes(app: App, deps: AppDeps): void {
  const party = {
    ...operation({
      operationId: 'readParty',
      tag: 'listing',
      summary: 'Public profile of a party as it is now, auditors included',
      success: json('the profile', profile),
      codes: ['not_found'],
    }),
    params: partyParams,
  };
  for (const { url, hide } of withExtension('/v1/parties/:id', '[a-z0-9-]{1,63}')) {
    app.get(url, { schema: { ...party, hide } }, (request, reply) =>
      answerJson(deps, request, reply, { present: true }, (position) =>
        readParty(deps.registry, request.params.id, position),
      ),
    );
  }
  for (const parent of ['parties', 'organisations'] as const) listKeys(app, deps, parent);
}

function listKeys(app: App, deps: AppDeps, parent: 'parties' | 'organisations'): void {
  const schema = {
    ...operation({
      operationId: parent === 'parties' ? 'listPartyKeys' : 'listOrganisationKeys',
      tag: 'listing',
      summary: 'Keys of a party, in order of addition',
      success: json('its keys', itemsOf(ref('PartyKey'))),
      codes: ['not_found', 'at_future'],
    }),
    params: partyParams,
    querystring: closed({ at: At }),
  };
  app.get(`/v1/${parent}/:id/keys`, { schema }, (request, reply) =>
    answerJson(deps, request, reply, { at: request.query.at }, async (position) => ({
      items: await readKeys(deps.registry, request.params.id, position),
    })),
  );
}
