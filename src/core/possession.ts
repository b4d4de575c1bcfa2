import { type Claims, readClaims } from './claims.ts';
import { type KeyProof, type PartyKeyUse, parseKeyProof } from './documents/key.ts';
import { assertThat, RegistryError } from './errors.ts';
import type { PartyId } from './ids.ts';
import { isJsonObject } from './json.ts';
import { type PublicKey, parsePublicJwk } from './keys.ts';
import { type ParsedStatement, parsePayload, parseStatement, verifyStatement } from './statement.ts';

/** Proofs of possession: statements whose key is not registered yet (statements sections 2 and 4). */

/**
 * The key that a `cms-party+jwt` carries in `body.jwk` and must be signed with. Reads the payload before the signature is
 * checked (steps 5 and 6 exchanged): the key is as untrusted as the rest until `verifyStatement` succeeds with it.
 *
 * @throws RegistryError payload_invalid, claims_invalid (no body), document_invalid (no acceptable key), key_unknown (`kid`
 *   is not the thumbprint of the key)
 */
export async function readEmbeddedKey(parsed: ParsedStatement): Promise<PublicKey> {
  const { body } = parsePayload(parsed);
  assertThat(isJsonObject(body), 'claims_invalid', 'the payload has no body', {
    issues: [{ pointer: '/body', code: 'wrong_type', detail: 'must be a JSON object' }],
  });
  const key = await parsePublicJwk(body['jwk'] ?? null, '/jwk');
  assertThat(key.kid === parsed.kid, 'key_unknown', 'kid is not the thumbprint of body.jwk');
  return key;
}

/** What a key proof must say, and to whom. */
export interface ProofExpectation {
  /** The new key. */
  readonly key: PublicKey;
  readonly party: PartyId;
  readonly use: PartyKeyUse;
  /** Required for a telemetry key, absent for every other. */
  readonly siteId?: string;
  readonly origin: string;
  readonly now: Date;
  /** Where the proof stands in the enclosing document: `/proof` or `/recovery_proof`. */
  readonly pointer: string;
}

/**
 * Checks that the holder of the new key wants this party to have it for this use: a `cms-key-proof+jwt` by that key. It
 * counts only inside the operation it belongs to; its `jti` is not stored.
 *
 * @throws RegistryError document_invalid with one issue `proof_invalid` whatever is wrong with the proof
 */
export async function verifyKeyProof(proof: string, expected: ProofExpectation): Promise<void> {
  try {
    await assertProof(proof, expected);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const first = error.issues[0];
    const detail = first === undefined ? error.message : `${error.message}: ${first.pointer} ${first.detail}`;
    throw new RegistryError('document_invalid', 'the key proof is not acceptable', {
      issues: [{ pointer: expected.pointer, code: 'proof_invalid', detail: `${error.code}: ${detail}` }],
    });
  }
}

async function assertProof(proof: string, expected: ProofExpectation): Promise<void> {
  const parsed = parseStatement(Buffer.from(proof, 'utf8'), 'cms-key-proof+jwt');
  assertThat(parsed.kid === expected.key.kid, 'key_unknown', 'the proof is not by the key it is for');
  const statement = await verifyStatement(parsed, expected.key);
  const { origin, now, party } = expected;
  const claims = readClaims(statement, { origin, now, issuer: party });
  assertAgreement(claims, parseKeyProof(claims.body), expected);
}

function assertAgreement({ iss }: Claims, proof: KeyProof, { key, party, use, siteId }: ProofExpectation): void {
  const agrees =
    iss === party && proof.party_id === party && proof.kid === key.kid && proof.use === use && proof.site_id === siteId;
  assertThat(agrees, 'document_invalid', 'party_id, kid, use and site_id must be those of the operation');
}
