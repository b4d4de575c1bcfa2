import { randomUUID } from 'node:crypto';
import jwt from '@fastify/jwt';
import type { FastifyRequest } from 'fastify';
import { assertThat, RegistryError } from '../core/errors.ts';
import { isPartyId, type PartyId } from '../core/ids.ts';
import type { Scope } from '../registry/authenticate.ts';
import type { App, AppDeps } from './app-deps.ts';
import { countHeader } from './request-guards.ts';

/** Life of an access token in seconds. */
export const TOKEN_LIFE_S = 600;
/** RFC 9068: keeps access tokens apart from every other JWT of the registry. */
const TYP = 'at+jwt';
const BEARER = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;
const MAX_HEADER = 4_096;
const SCOPES = ['party', 'auditor', 'officer'] as const satisfies readonly Scope[];

/** Who a request speaks for. */
export interface Bearer {
  readonly party: PartyId;
  readonly scopes: readonly Scope[];
}

/** Tokens are for the API, statements for the registry: their audiences differ. */
const audienceOf = (deps: AppDeps): string => `${deps.config.origin}/v1`;

/** Sets up signing and checking with the session key: one algorithm, one type, one issuer, one audience. */
export async function useAccessTokens(app: App, deps: AppDeps): Promise<void> {
  const { privatePem, publicPem, kid } = deps.sessionKey;
  await app.register(jwt, {
    secret: { private: privatePem, public: publicPem },
    sign: {
      algorithm: 'EdDSA',
      iss: deps.config.origin,
      aud: audienceOf(deps),
      header: { alg: 'EdDSA', kid, typ: TYP },
    },
    verify: {
      algorithms: ['EdDSA'],
      allowedIss: deps.config.origin,
      allowedAud: audienceOf(deps),
      checkTyp: TYP,
      requiredClaims: ['iss', 'aud', 'sub', 'scope', 'jti', 'iat', 'exp'],
      maxAge: TOKEN_LIFE_S,
      cache: false,
    },
  });
}

/** A token for the party, valid ten minutes from the registry's now. */
export function issueToken(app: App, deps: AppDeps, { party, scopes }: Bearer): string {
  const iat = Math.floor(deps.registry.now().getTime() / 1000);
  return app.jwt.sign({ sub: party, scope: scopes.join(' '), jti: randomUUID(), iat, exp: iat + TOKEN_LIFE_S });
}

/** The bearer of the request's token. @throws RegistryError token_invalid, without saying why */
export function requireBearer(app: App, deps: AppDeps, request: FastifyRequest): Bearer {
  const header = request.headers.authorization ?? '';
  const token = header.length <= MAX_HEADER ? BEARER.exec(header)?.[1] : undefined;
  const once = countHeader(request.raw.rawHeaders, 'authorization') <= 1;
  assertThat(token !== undefined && once, 'token_invalid', 'send one header Authorization: Bearer <access token>');
  return bearerOf(app, deps, token);
}

/** The bearer of a token. @throws RegistryError token_invalid, without saying why */
export function bearerOf(app: App, deps: AppDeps, token: string): Bearer {
  const claims = verify(app, deps, token);
  const scopes = scopesOf(claims);
  assertThat('sub' in claims && isPartyId(claims.sub) && scopes !== undefined, 'token_invalid', REFUSED);
  return { party: claims.sub, scopes };
}

/** The bearer of a token that has a scope. @throws RegistryError token_invalid */
export function requireScope(app: App, deps: AppDeps, request: FastifyRequest, scope: Scope): Bearer {
  const bearer = requireBearer(app, deps, request);
  assertThat(bearer.scopes.includes(scope), 'token_invalid', `this address takes a token of the scope ${scope}`);
  return bearer;
}

const REFUSED = 'the access token is not acceptable; ask for a new one at /v1/token';

function verify(app: App, deps: AppDeps, token: string): object {
  try {
    return app.jwt.verify<object>(token, { clockTimestamp: deps.registry.now().getTime() });
  } catch {
    throw new RegistryError('token_invalid', REFUSED);
  }
}

function scopesOf(claims: object): readonly Scope[] | undefined {
  const words = 'scope' in claims && typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  const scopes = SCOPES.filter((scope) => words.includes(scope));
  return scopes.length === words.length && words.length > 0 ? scopes : undefined;
}
