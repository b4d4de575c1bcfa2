import { readClientAuth } from '../core/claims.ts';
import { assertThat, RegistryError } from '../core/errors.ts';
import { type PartyId, REGISTRY } from '../core/ids.ts';
import { parseStatement } from '../core/statement.ts';
import { assertActive, verifyKnown } from './accept.ts';
import type { KeyRow } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';

const SCOPES = ['party', 'auditor', 'officer'] as const;
export type Scope = (typeof SCOPES)[number];
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface TokenRequest {
  readonly grant_type?: string;
  readonly client_assertion_type?: string;
  readonly client_assertion?: string;
  readonly scope?: string;
}

/**
 * `POST /v1/token`: who the assertion (RFC 7523, private_key_jwt) is by, and what it may do. Each `jti` buys one token.
 *
 * @throws RegistryError request_invalid for a wrong form; token_invalid for every fault of the assertion, without saying which
 */
export async function authenticate(
  deps: Deps,
  form: TokenRequest,
): Promise<{ party: PartyId; scopes: readonly Scope[] }> {
  assertThat(form.grant_type === 'client_credentials', 'request_invalid', 'grant_type must be client_credentials');
  assertThat(
    form.client_assertion_type === ASSERTION_TYPE,
    'request_invalid',
    `client_assertion_type must be ${ASSERTION_TYPE}`,
  );
  assertThat(form.client_assertion !== undefined, 'request_invalid', 'client_assertion is missing');
  const wanted = readScopes(form.scope);
  const key = await spend(deps, form.client_assertion);
  const granted = await deps.ledger.read((tx) => grantable(tx, key.partyId, deps.now()));
  const refused = wanted.find((scope) => !granted.includes(scope));
  assertThat(refused === undefined, 'request_invalid', `the scope ${refused} is not open to this party`);
  return { party: key.partyId, scopes: wanted };
}

function readScopes(text: string | undefined): readonly Scope[] {
  const words = [...new Set((text ?? 'party').split(' '))];
  const scopes = words.map((word) => SCOPES.find((scope) => scope === word));
  const known = scopes.filter((scope) => scope !== undefined);
  assertThat(known.length === words.length, 'request_invalid', `scope is any of ${SCOPES.join(', ')}`);
  return known;
}

/** Every fault looks alike from outside: an assertion is no place to learn which keys exist. */
async function spend(deps: Deps, assertion: string): Promise<KeyRow> {
  try {
    const { statement, key } = await verifyKnown(
      deps,
      parseStatement(Buffer.from(assertion, 'utf8'), 'cms-client-auth+jwt'),
    );
    assertActive(key);
    const claims = readClientAuth(statement, { origin: deps.origin, now: deps.now(), issuer: key.partyId });
    const fresh = await deps.ledger.write((tx) =>
      tx.statements.spendAssertion(claims.iss, claims.jti, new Date(claims.exp * 1000)),
    );
    assertThat(fresh, 'token_invalid', 'the assertion was used before');
    return key;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw new RegistryError('token_invalid', 'the client assertion is not acceptable');
  }
}

async function grantable(tx: Stores, party: PartyId, now: Date): Promise<readonly Scope[]> {
  if (party === REGISTRY) return ['officer'];
  const accreditation = await tx.accreditations.find(party);
  const accredited = accreditation?.state === 'accredited' && now < accreditation.validTo;
  return accredited ? ['party', 'auditor'] : ['party'];
}
