import { assertThat, type Issue, RegistryError } from './errors.ts';
import { isPartyId, type PartyId } from './ids.ts';
import { isJsonObject } from './json.ts';
import type { JsonObject, JsonValue } from './json-value.ts';
import type { StatementTyp, VerifiedStatement } from './statement.ts';

const DAY_S = 86_400;
/** How far a sender's clock may run ahead of the registry's, seconds. */
const MAX_CLOCK_SKEW_S = 60;
const CLIENT_AUTH_WINDOW_S = 60;
const UUID_V4_OR_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The claims of a statement (statements section 1), all checked. Instants are whole seconds since 1970 (RFC 7519 NumericDate). */
export interface Claims {
  readonly iss: PartyId;
  /** UUID version 4 or 7, lower case. Unique per issuer, which the store decides. */
  readonly jti: string;
  readonly iat: number;
  /** End of the submission window, not of validity. */
  readonly exp: number;
  readonly body: JsonObject;
}

/** Claims of a client assertion (RFC 7523); `sub` is `iss`. */
export type ClientAuth = Omit<Claims, 'body'>;

/** What the registry compares the claims with. */
export interface Expected {
  /** The registry's own origin, e.g. `https://registry.example`; `aud` must be this one string. */
  readonly origin: string;
  readonly now: Date;
  /** The party that holds the key; absent only where the statement itself introduces the party. */
  readonly issuer?: PartyId;
}

/**
 * The claims of a statement: exactly `iss aud jti iat exp body`. Every fault is reported at once in `issues`.
 *
 * @throws RegistryError claims_invalid, 403 iss_mismatch, 401 iat_future (in this order, where several apply)
 */
export function readClaims(statement: VerifiedStatement, expected: Expected): Claims {
  const { payload, typ } = statement;
  const issues = [
    ...memberIssues(payload, ['iss', 'aud', 'jti', 'iat', 'exp', 'body']),
    ...commonIssues(payload, expected, submissionWindow(typ)),
    ...(isJsonObject(payload['body']) ? [] : [fault('body', 'wrong_type', 'must be a JSON object')]),
  ];
  const { body } = payload;
  const common = settle(payload, issues, expected);
  if (!isJsonObject(body)) throw new RegistryError('claims_invalid', 'the claims are not acceptable', { issues });
  return { ...common, body };
}

/**
 * The claims of a client assertion: exactly `iss sub aud jti iat exp`, `sub` the issuer, valid for at most a minute.
 *
 * @throws RegistryError claims_invalid, iss_mismatch, iat_future
 */
export function readClientAuth(statement: VerifiedStatement, expected: Expected): ClientAuth {
  const { payload } = statement;
  const issues = [
    ...memberIssues(payload, ['iss', 'sub', 'aud', 'jti', 'iat', 'exp']),
    ...commonIssues(payload, expected, CLIENT_AUTH_WINDOW_S),
    ...(payload['sub'] === payload['iss'] ? [] : [fault('sub', 'wrong_value', 'must equal iss')]),
  ];
  return settle(payload, issues, expected);
}

/** Seconds between `iat` and the latest `exp`. Agents spool attestations through outages, hence their week. */
function submissionWindow(typ: StatementTyp): number {
  if (typ === 'cms-client-auth+jwt') return CLIENT_AUTH_WINDOW_S;
  return typ === 'cms-attestation+jwt' ? 7 * DAY_S : DAY_S;
}

const fault = (claim: string, code: string, detail: string): Issue => ({ pointer: `/${claim}`, code, detail });

/** JSON Pointer escape (RFC 6901), clipped: the name is the sender's. */
const escaped = (name: string): string => name.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1');

function memberIssues(payload: JsonObject, names: readonly string[]): Issue[] {
  const unknown = Object.keys(payload).filter((name) => !names.includes(name));
  return unknown.map((name) => fault(escaped(name), 'unknown_member', 'not a claim of this class of statement'));
}

function commonIssues(payload: JsonObject, { origin, now }: Expected, windowS: number): Issue[] {
  const { iss, aud, jti, iat, exp } = payload;
  const issues: Issue[] = [];
  const check = (holds: boolean, claim: string, code: string, detail: string): void => {
    if (!holds) issues.push(fault(claim, code, detail));
  };
  check(isPartyId(iss), 'iss', 'wrong_format', 'must be a party id');
  check(aud === origin, 'aud', 'wrong_value', `must be the one string ${origin}`);
  check(
    typeof jti === 'string' && UUID_V4_OR_V7.test(jti),
    'jti',
    'wrong_format',
    'must be a UUID v4 or v7, lower case',
  );
  check(isSeconds(iat), 'iat', 'wrong_type', 'must be whole seconds since 1970');
  check(isSeconds(exp), 'exp', 'wrong_type', 'must be whole seconds since 1970');
  if (!isSeconds(iat) || !isSeconds(exp)) return issues;
  check(exp <= iat + windowS, 'exp', 'out_of_range', `must be at most ${windowS} s after iat`);
  check(now.getTime() < exp * 1000, 'exp', 'expired', 'the submission window has ended');
  return issues;
}

const isSeconds = (value: JsonValue | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Throws for the gravest fault, if there is one, and otherwise gives the claims common to all statements. */
function settle(payload: JsonObject, issues: readonly Issue[], expected: Expected): Omit<Claims, 'body'> {
  const { iss, jti, iat, exp } = payload;
  if (issues.length > 0 || !isPartyId(iss) || typeof jti !== 'string' || !isSeconds(iat) || !isSeconds(exp)) {
    throw new RegistryError('claims_invalid', 'the claims are not acceptable', { issues });
  }
  const { issuer, now } = expected;
  assertThat(issuer === undefined || iss === issuer, 'iss_mismatch', 'iss is not the party that holds the signing key');
  assertThat(
    iat * 1000 <= now.getTime() + MAX_CLOCK_SKEW_S * 1000,
    'iat_future',
    'iat is more than 60 s in the future',
  );
  return { iss, jti, iat, exp };
}
