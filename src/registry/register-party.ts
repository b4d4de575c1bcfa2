import { readClaims } from '../core/claims.ts';
import { type Party as PartyDocument, parseParty } from '../core/documents/party.ts';
import { assertThat } from '../core/errors.ts';
import type { PartyId } from '../core/ids.ts';
import { type PublicKey, parsePublicJwk } from '../core/keys.ts';
import { skeleton } from '../core/names.ts';
import { readEmbeddedKey, verifyKeyProof } from '../core/possession.ts';
import { parseStatement, verifyStatement } from '../core/statement.ts';
import type { LoggedLeaf } from '../log/leaf.ts';
import { type Accepted, type Admitted, commitStatement, findAnswer, type Outcome } from './accept.ts';
import { openCase } from './open-case.ts';
import type { Deps, Stores } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';

/** Ids that routes and roles use themselves (statements section 4). */
const RESERVED: ReadonlySet<string> = new Set(['registry', 'by-domain', 'me', 'officer', 'auditor', 'sandbox']);

/**
 * `POST /v1/parties`: a new party introduces itself, signed by its first key (statements section 4). The signature proves
 * possession; nothing about the party is public before it proves a domain.
 *
 * @throws RegistryError any code of the gate, document_invalid, party_id_taken
 */
export async function registerParty(deps: Deps, body: Uint8Array): Promise<Outcome> {
  const parsed = parseStatement(body, 'cms-party+jwt');
  const key = await readEmbeddedKey(parsed);
  const statement = await verifyStatement(parsed, key);
  const original = await deps.ledger.read((tx) => findAnswer(tx, statement));
  if (original !== undefined) return original;
  const now = deps.now();
  const claims = readClaims(statement, { origin: deps.origin, now });
  const document = parseParty(claims.body);
  assertThat(claims.iss === document.party_id, 'iss_mismatch', 'iss is not the party_id of the body');
  const recovery = await readRecoveryKey(deps, document, now);
  const admitted: Admitted = { statement, claims, key, now };
  return commitStatement(deps, admitted, (tx) => storeParty(tx, deps, admitted, document, recovery));
}

async function readRecoveryKey(deps: Deps, document: PartyDocument, now: Date): Promise<PublicKey | undefined> {
  const { recovery_jwk, recovery_proof, party_id } = document;
  if (recovery_jwk === undefined || recovery_proof === undefined) return undefined;
  const key = await parsePublicJwk({ ...recovery_jwk }, '/recovery_jwk');
  await verifyKeyProof(recovery_proof, {
    key,
    party: party_id,
    use: 'recovery',
    origin: deps.origin,
    now,
    pointer: '/recovery_proof',
  });
  return key;
}

async function storeParty(
  tx: Stores,
  deps: Deps,
  admitted: Admitted,
  document: PartyDocument,
  recovery: PublicKey | undefined,
): Promise<Accepted> {
  const { statement, key, now } = admitted;
  const { party_id, kind, legal_name, country, sector, website, domains, legal_ids } = document;
  const taken = RESERVED.has(party_id) || (await tx.parties.find(party_id)) !== undefined;
  assertThat(!taken, 'party_id_taken', `the party id ${party_id} is in use or reserved`);
  for (const one of recovery === undefined ? [key] : [key, recovery]) {
    assertThat(
      (await tx.keys.find(one.kid)) === undefined,
      'state_conflict',
      `the key ${one.kid} is registered already`,
    );
  }
  const nameSkeleton = skeleton(legal_name);
  const confusable = (await tx.parties.withSkeleton(nameSkeleton)).length > 0;
  const leaf = await recordLeaf(
    tx,
    now,
    { t: 'party.registered', party: party_id, kind, d: statement.digest },
    party_id,
  );
  await tx.parties.insert({
    partyId: party_id,
    kind,
    legalName: legal_name,
    nameSkeleton,
    nameUnderReview: confusable,
    country,
    sector,
    website,
    lei: legal_ids?.lei ?? null,
    vat: legal_ids?.vat ?? null,
    registeredSeq: leaf.seq,
    registeredAt: leaf.at,
    keyChainHead: statement.digest,
    withdrawnAt: null,
  });
  await tx.domains.name(party_id, domains);
  await insertKey(tx, party_id, key, 'statements', leaf);
  if (recovery !== undefined) await insertKey(tx, party_id, recovery, 'recovery', leaf);
  // A name that reads like another's is accepted, but not shown before an officer has looked (statements section 4).
  if (confusable) await openCase(tx, deps, { kind: 'name', partyId: party_id, audit: null }, now);
  return { leaf, members: { party_id, state: confusable ? 'name_under_review' : stateOf(kind) } };
}

/** A new auditor is an applicant until an act accredits it. */
const stateOf = (kind: PartyDocument['kind']): string => (kind === 'auditor' ? 'applicant' : 'registered');

const insertKey = (
  tx: Stores,
  partyId: PartyId,
  key: PublicKey,
  use: 'statements' | 'recovery',
  leaf: LoggedLeaf,
): Promise<void> =>
  tx.keys.insert({ ...key, partyId, use, siteId: null, addedSeq: leaf.seq, revokedSeq: null, compromisedSince: null });
