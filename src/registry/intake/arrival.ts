import { readClaims } from '../../core/claims.ts';
import { type Attestation, parseAttestation } from '../../core/documents/attestation.ts';
import { assertThat, RegistryError } from '../../core/errors.ts';
import type { Digest, Kid } from '../../core/ids.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import {
  assertRole,
  type ParsedStatement,
  parseStatement,
  type VerifiedStatement,
  verifyStatement,
} from '../../core/statement.ts';
import type { SiteName } from '../ports/intake.ts';
import type { KeyRow } from '../ports/parties.ts';
import type { Deps } from '../ports.ts';
import type { KnownKey } from './known-keys.ts';

/** An attestation whose signature counts. Whether it is accepted is decided under the lock of its site. */
export interface Arrival extends SiteName {
  readonly digest: Digest;
  readonly kid: Kid;
  /** The exact compact JWS. */
  readonly jws: string;
  /** What its signer says, and undefined where that is no document or another site's: such a thing was never accepted. */
  readonly attestation: Attestation | undefined;
  readonly body: JsonValue;
  readonly jti: string | undefined;
  /** Refused for this, unless the same bytes were accepted before or the key was revoked. */
  readonly fault: RegistryError | undefined;
}

const TYP = 'cms-attestation+jwt';

/** What the gate compares claims with. */
type Gate = Pick<Deps, 'origin' | 'now'>;

/** Steps 1 to 3 of the gate. @throws RegistryError any of their codes */
export const parseArrival = (bytes: Uint8Array): ParsedStatement => parseStatement(bytes, TYP);

/**
 * Steps 4 to 6 of the gate, and everything about the document that needs no lock.
 *
 * @param key the registered key that `kid` names
 * @throws RegistryError key_unknown, key_role, jws_alg, jws_signature, payload_invalid
 */
export async function admitArrival(deps: Gate, parsed: ParsedStatement, key: KnownKey | undefined): Promise<Arrival> {
  assertThat(key !== undefined, 'key_unknown', 'no key with this kid was ever registered');
  assertRole(TYP, key.use);
  assertThat(key.holder === 'organisation', 'key_role', 'only an organisation sends attestations');
  return readArrival(deps, await verifyStatement(parsed, key), key);
}

function readArrival(deps: Gate, statement: VerifiedStatement, key: KeyRow): Arrival {
  const { digest, jws, kid, payload } = statement;
  const { partyId, siteId } = key;
  const body = payload['body'] ?? null;
  const claims = caught(() => readClaims(statement, { origin: deps.origin, now: deps.now(), issuer: partyId }));
  const document = caught(() => parseAttestation(body));
  const place = document.value === undefined ? {} : caught(() => assertSite(key, document.value?.site_id));
  return {
    digest,
    jws,
    kid,
    partyId,
    siteId: siteId ?? '',
    body,
    jti: claims.value?.jti,
    attestation: place.fault === undefined ? document.value : undefined,
    fault: claims.fault ?? document.fault ?? place.fault,
  };
}

/** A telemetry key speaks for one site. */
function assertSite(key: KeyRow, siteId: string | undefined): void {
  assertThat(key.siteId === siteId, 'key_role', `the key is for the site "${key.siteId}"`);
}

interface Caught<T> {
  readonly value?: T;
  readonly fault?: RegistryError;
}

/** A refusal that may still turn out not to matter. */
function caught<T>(read: () => T): Caught<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof RegistryError) return { fault: error };
    throw error;
  }
}

/** The body of a batch: `{"attestations": ["<jws>", …]}`, 1 to 1000 (statements section 6). */
export const MOST_PER_BATCH = 1_000;

/**
 * The items of a batch in order; whatever is no text is an item that the gate refuses.
 *
 * @throws RegistryError request_invalid, too_large
 */
export function readBatch(value: JsonValue): readonly Uint8Array[] {
  const items = isJsonObject(value) ? value['attestations'] : undefined;
  const isAlone = isJsonObject(value) && Object.keys(value).length === 1;
  assertThat(
    Array.isArray(items) && isAlone && items.length > 0,
    'request_invalid',
    'the body is exactly {"attestations": [...]} with 1 to 1000 compact JWS',
  );
  assertThat(items.length <= MOST_PER_BATCH, 'too_large', `a batch has at most ${MOST_PER_BATCH} attestations`);
  // A text outside Latin-1 is no base64url in any encoding, so the gate refuses its bytes.
  return items.map((item) => Buffer.from(typeof item === 'string' ? item : '', 'utf8'));
}
