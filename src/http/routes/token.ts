import { Type } from 'typebox';
import { authenticate } from '../../registry/authenticate.ts';
import { readMe } from '../../registry/read-me.ts';
import { readPosition } from '../../registry/read-position.ts';
import { issueToken, requireBearer, TOKEN_LIFE_S } from '../access-token.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { readForm } from '../form.ts';
import { BODY_LIMITS, bodyOf, takesForm } from '../media-type.ts';
import { described, object, PartyId, withPosition } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';

const form = object({
  grant_type: Type.Literal('client_credentials'),
  client_assertion_type: Type.Literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: described('compact JWS, typ cms-client-auth+jwt, payload exactly iss, sub, aud, jti, iat, exp'),
  scope: Type.Optional(described('party (default), auditor, officer')),
});
const token = object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ examples: [TOKEN_LIFE_S] }),
  scope: Type.String(),
});
const told = (description: string) => Type.Optional(Type.Unknown({ description }));
const own = withPosition({
  party_id: PartyId,
  scopes: Type.Array(Type.String()),
  attempts: Type.Unknown({ description: 'last_success, last_refusal, failing_since, refusals newest first' }),
  alerts: told(
    'visibility.unattributed_spike of the last 24 hours, newest first; current where it is the newest interval',
  ),
  sites: told('site_id, chain {epoch, seq, digest}, last_interval_end, age_seconds, freshness, minutes'),
  coverage: told('35 days by site: expected, received, missing, late, duplicate, overlap, skewed, refused'),
  unattributed: told('7 days by site and hour, kWh; workloads: those that likely used it, by energy'),
  flags: told('F02, F03, F05, F07, F10 over the last 14 days; they decide nothing'),
  live_evaluation: told('the newest daily evaluation'),
  failing: told('what fails for each tier; of live tiers by the newest evaluation'),
  next_tier: told('tier, from (live or audit), failing'),
  webhooks_disabled: told('id, url, disabled_at, disabled_reason of those that are told nothing any more'),
});

export function tokenRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'issueToken',
      tag: 'access',
      summary: 'Exchange a signed assertion for an access token',
      description: 'RFC 7523 client authentication. An assertion buys one token: a replay is refused.',
      success: json('a token for ten minutes', token),
      codes: ['token_invalid', 'media_type', 'too_large'],
    }),
    consumes: ['application/x-www-form-urlencoded'],
    body: form,
  };
  const options = { schema, preParsing: takesForm, bodyLimit: BODY_LIMITS.form };
  app.post('/v1/token', options, async (request, reply) => {
    const bearer = await authenticate(deps.registry, readForm(bodyOf(request)));
    const access = { access_token: issueToken(app, deps, bearer), token_type: 'Bearer', expires_in: TOKEN_LIFE_S };
    return reply.header('cache-control', 'no-store').send({ ...access, scope: bearer.scopes.join(' ') });
  });
  ownRoutes(app, deps);
}

function ownRoutes(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readMe',
      tag: 'access',
      summary: 'The party’s own view',
      description:
        'Attempts: last success, last refusal, failing since. Keys, domains, open cases. Of telemetry: alerts (visibility.unattributed_spike), sites and chain heads, coverage of 35 days, energy nobody answers for by hour of 7 days with the workloads that likely used it, flags of 14 days. What fails for the next tier.',
      success: json('its view', own),
      codes: ['token_invalid'],
    }),
    security: [{ access_token: [] }],
  };
  app.get('/v1/me', { schema, config: { cors: false } }, async (request, reply) => {
    const { party, scopes } = requireBearer(app, deps, request);
    const position = await readPosition(deps.registry);
    const view = await readMe(deps.registry, party, scopes);
    return reply.header('cache-control', 'no-store').send({ ...view, ...position });
  });
}
