import { isStanding } from '../core/certificate-state.ts';
import { type AddKey, type KeyOperation, parseKeyOperation, type RevokeKey } from '../core/documents/key.ts';
import { assertThat } from '../core/errors.ts';
import type { PartyId } from '../core/ids.ts';
import { type PublicKey, parsePublicJwk } from '../core/keys.ts';
import { verifyKeyProof } from '../core/possession.ts';
import type { LoggedLeaf } from '../log/leaf.ts';
import { type Accepted, type Admitted, accept, type Outcome } from './accept.ts';
import { certificateOf, changeCertificate } from './certificates.ts';
import { closeWindow } from './close-window.ts';
import { opinionsBehind } from './grounds.ts';
import type { CertificateRow } from './ports/audits.ts';
import type { KeyRow } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { recordLeaf } from './record-leaf.ts';
import { requireParty } from './require-party.ts';

/**
 * `POST /v1/parties/{id}/keys`: one link of the party's chain of key operations (statements section 4). Validity is decided
 * in log order: a signature counts iff its key was active when the statement was accepted.
 *
 * @throws RegistryError any code of the gate, key_chain with `expected`, key_role, state_conflict, not_found
 */
export function changeKey(deps: Deps, party: string, body: Uint8Array): Promise<Outcome> {
  return accept(deps, body, 'cms-key+jwt', async (admitted) => {
    assertThat(
      admitted.claims.iss === party,
      'iss_mismatch',
      'the statement is by another party than the address names',
    );
    const operation = parseKeyOperation(admitted.claims.body);
    const key = operation.op === 'add' ? await readNewKey(deps, admitted, operation) : undefined;
    return async (tx) => {
      const signer = await tx.keys.find(admitted.key.kid);
      assertThat(signer !== undefined, 'key_unknown', 'no key with this kid was ever registered');
      await assertChain(tx, signer.partyId, operation);
      // Held before the window closes: whatever the key signed is in that window or waits and finds it revoked.
      if (operation.op === 'revoke') await tx.intake.chains.holdKey(operation.kid);
      await closeWindow(tx, admitted.now);
      const accepted =
        key === undefined
          ? await revoke(tx, admitted, signer, operation)
          : await add(tx, admitted, signer, operation, key);
      await tx.parties.update(signer.partyId, { keyChainHead: admitted.statement.digest });
      await publishOrganisation(tx, signer.partyId);
      return accepted;
    };
  });
}

async function readNewKey(deps: Deps, admitted: Admitted, operation: AddKey): Promise<PublicKey> {
  const key = await parsePublicJwk({ ...operation.jwk }, '/jwk');
  const { use, site_id } = operation;
  const { iss: party } = admitted.claims;
  await verifyKeyProof(operation.proof, {
    key,
    party,
    use,
    ...(site_id === undefined ? {} : { siteId: site_id }),
    origin: deps.origin,
    now: admitted.now,
    pointer: '/proof',
  });
  return key;
}

async function assertChain(tx: Stores, partyId: PartyId, operation: KeyOperation): Promise<void> {
  const { keyChainHead } = await requireParty(tx, partyId);
  assertThat(operation.prev === keyChainHead, 'key_chain', "prev is not the party's last key operation", {
    members: { expected: keyChainHead },
  });
}

async function add(
  tx: Stores,
  admitted: Admitted,
  signer: KeyRow,
  operation: KeyOperation,
  key: PublicKey,
): Promise<Accepted> {
  const { use, site_id } = operation;
  const { partyId } = signer;
  const { now, statement } = admitted;
  assertThat(
    (await tx.keys.find(key.kid)) === undefined,
    'state_conflict',
    'the key is registered already, here or with another party',
  );
  if (use === 'recovery') assertRecovery(signer);
  const leaf = await recordLeaf(
    tx,
    now,
    { t: 'key.added', party: partyId, kid: key.kid, use, d: statement.digest },
    partyId,
  );
  if (use === 'recovery') await revoke(tx, admitted, signer, { op: 'revoke', kid: signer.kid, use });
  await tx.keys.insert({
    ...key,
    partyId,
    use,
    siteId: site_id ?? null,
    addedSeq: leaf.seq,
    revokedSeq: null,
    compromisedSince: null,
  });
  return { leaf, members: { kid: key.kid } };
}

/** No other key can touch the recovery key; replacing it is signed by the old one. */
const assertRecovery = (signer: KeyRow): void =>
  assertThat(signer.use === 'recovery', 'key_role', 'only the recovery key replaces the recovery key');

type Revocation = Pick<RevokeKey, 'op' | 'kid' | 'use' | 'compromised_since'>;

async function revoke(
  tx: Stores,
  admitted: Admitted,
  signer: KeyRow,
  operation: KeyOperation | Revocation,
): Promise<Accepted> {
  assertThat(operation.op === 'revoke', 'document_invalid', 'not a revocation');
  const { partyId } = signer;
  const { now, statement } = admitted;
  const target = await tx.keys.find(operation.kid);
  assertThat(target !== undefined && target.partyId === partyId, 'not_found', 'the party has no such key');
  // A thief may revoke the key plainly to shut its owner out: a later word that it was compromised still counts.
  const since = operation.compromised_since;
  const late = since !== undefined && since < (target.compromisedSince ?? Number.POSITIVE_INFINITY);
  await assertIndex(tx, since);
  assertThat(target.revokedSeq === null || late, 'state_conflict', 'the key is revoked already');
  assertThat(target.use === operation.use, 'state_conflict', `the key is for ${target.use}`);
  if (target.use === 'recovery') assertRecovery(signer);
  const leaf = await recordLeaf(
    tx,
    now,
    { t: 'key.revoked', party: partyId, kid: target.kid, use: target.use, d: statement.digest },
    partyId,
  );
  await tx.keys.revoke(target.kid, target.revokedSeq ?? leaf.seq, operation.compromised_since ?? null);
  if (operation.compromised_since !== undefined)
    await suspendCompromised(tx, admitted, target, operation.compromised_since);
  return { leaf, members: { kid: target.kid } };
}

/** `compromised_since` names a leaf that exists or comes next; a later one would say nothing for ever. */
async function assertIndex(tx: Stores, since: number | undefined): Promise<void> {
  const next = ((await tx.log.head())?.seq ?? -1) + 1;
  assertThat(since === undefined || since <= next, 'implausible', `the next leaf of the log is ${next}`, {
    issues: [{ pointer: '/compromised_since', code: 'out_of_range', detail: `at most ${next}` }],
  });
}

/** Certificates that rest on the key's statements from `since` on are suspended until re-countersigned or reinstated. */
async function suspendCompromised(
  tx: Stores,
  admitted: Admitted,
  key: KeyRow,
  since: LoggedLeaf['seq'],
): Promise<void> {
  for (const certificate of await restingOn(tx, key, since)) {
    if (!isStanding(certificate.state)) continue;
    await changeCertificate(tx, certificate, 'suspended', 'key_compromised', admitted.now);
    await publishOrganisation(tx, certificate.partyId);
  }
}

/** Each once, although several statements of the key may stand behind it. */
async function restingOn(tx: Stores, key: KeyRow, since: number): Promise<CertificateRow[]> {
  const found = new Map<string, CertificateRow>();
  for (const audit of await tx.audits.of(key.partyId)) {
    const certificate = await certificateOf(tx, audit);
    if (certificate === undefined || audit.acceptedSeq < since) continue;
    const statement = await tx.statements.find(audit.digest);
    if (statement?.kid === key.kid) found.set(certificate.id, certificate);
  }
  for (const opinion of await tx.opinions.by(key.partyId)) {
    if (opinion.kid !== key.kid || opinion.acceptedSeq < since) continue;
    const certificate = await certificateOf(tx, await tx.audits.find(opinion.audit));
    if (certificate === undefined) continue;
    const behind = await opinionsBehind(tx, certificate);
    if (behind.some((one) => one.digest === opinion.digest)) found.set(certificate.id, certificate);
  }
  return [...found.values()];
}
