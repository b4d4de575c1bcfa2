import { isStanding } from '../../../core/certificate-state.ts';
import type { Admitted, AdmittedStatement } from '../admit.ts';
import { opinionsBehind } from '../decide.ts';
import { expectLeaf, settle } from '../due.ts';
import type { LeafOf } from '../leaves.ts';
import type { Due, ReplayedCertificate, ReplayedKey, ReplayedParty } from '../state.ts';
import { expectEqual, report, requireParty, type Turn } from '../turn.ts';

type Operation = AdmittedStatement<'cms-key+jwt'>;

/** One link of a party's chain of key operations: a key is added. */
export function addKey(turn: Turn, leaf: LeafOf<'key.added'>, admitted: Admitted | undefined): void {
  const party = requireParty(turn, leaf.party);
  if (party === undefined) return;
  const step = link(turn, party, leaf.d, admitted);
  if (step === undefined) {
    if (leaf.use === 'recovery') expectReplaced(turn, { party: party.id, d: leaf.d }, false);
    return;
  }
  if (step.content.added === undefined) {
    report(turn, 'leaf_differs', 'the statement revokes a key, the leaf adds one');
    return;
  }
  const { operation, added } = step.content;
  const { state, index } = turn;
  expectEqual(turn, 'leaf_differs', 'kid', leaf.kid, added.kid);
  expectEqual(turn, 'leaf_differs', 'use', leaf.use, operation.use);
  if (state.keys.has(added.kid)) {
    report(turn, 'rule_broken', `the key ${added.kid} is registered already`);
    return;
  }
  const { use } = operation;
  state.keys.set(added.kid, {
    key: added,
    party: party.id,
    use,
    addedAt: index,
    revokedAt: null,
    compromisedSince: null,
  });
  if (use !== 'recovery') return;
  const { kid } = step.key;
  assertRecovery(turn, state.keys.get(kid));
  expectReplaced(turn, { party: party.id, kid, d: leaf.d }, true);
}

/** A recovery key's successor ends it in the same operation. */
const expectReplaced = (turn: Turn, key: Due['key'], isCertain: boolean): void =>
  expectLeaf(turn, { t: 'key.revoked', key, rest: { use: 'recovery' }, isCertain });

/** A key is revoked: by an operation of its own, or by the one that replaced the recovery key. */
export function revokeKey(turn: Turn, leaf: LeafOf<'key.revoked'>, admitted: Admitted | undefined): void {
  const { state, index } = turn;
  const target = state.keys.get(leaf.kid);
  if (settle(turn, leaf) !== undefined) {
    if (target !== undefined) target.revokedAt = index;
    return;
  }
  const party = requireParty(turn, leaf.party);
  if (party === undefined) return;
  const step = link(turn, party, leaf.d, admitted);
  if (step === undefined) return;
  const { operation } = step.content;
  if (operation.op !== 'revoke') {
    report(turn, 'leaf_differs', 'the statement adds a key, the leaf revokes one');
    return;
  }
  expectEqual(turn, 'leaf_differs', 'kid', leaf.kid, operation.kid);
  expectEqual(turn, 'leaf_differs', 'use', leaf.use, operation.use);
  const since = operation.compromised_since;
  const key = state.keys.get(operation.kid);
  if (key === undefined || key.party !== party.id) {
    report(turn, 'rule_broken', `${party.id} has no key ${operation.kid}`);
    return;
  }
  checkRevocation(turn, key, operation, state.keys.get(step.key.kid));
  key.revokedAt ??= index;
  key.compromisedSince = since ?? null;
  if (since !== undefined) expectSuspensions(turn, key, since);
}

/** The operation behind the leaf, which must continue the chain. */
function link(turn: Turn, party: ReplayedParty, digest: string, admitted: Admitted | undefined): Operation | undefined {
  const before = party.keyChain;
  party.keyChain = digest;
  if (admitted?.typ !== 'cms-key+jwt') return undefined;
  const { prev } = admitted.content.operation;
  if (prev !== before) report(turn, 'rule_broken', `prev is ${prev}, the party's last key operation is ${before}`);
  return admitted;
}

function checkRevocation(
  turn: Turn,
  key: ReplayedKey,
  { use, compromised_since: since }: { readonly use: string; readonly compromised_since?: number },
  signer: ReplayedKey | undefined,
): void {
  const isLater = since !== undefined && since < (key.compromisedSince ?? Number.POSITIVE_INFINITY);
  if (key.revokedAt !== null && !isLater)
    report(turn, 'rule_broken', `the key was revoked by leaf ${key.revokedAt} already`);
  if (since !== undefined && since > turn.index)
    report(turn, 'rule_broken', `compromised_since is ${since}, a leaf that does not exist yet`);
  if (key.use !== use) report(turn, 'rule_broken', `the key is for ${key.use}, not ${use}`);
  if (key.use === 'recovery') assertRecovery(turn, signer);
}

/** No other key can touch the recovery key. */
function assertRecovery(turn: Turn, signer: ReplayedKey | undefined): void {
  if (signer?.use !== 'recovery')
    report(turn, 'rule_broken', 'only the recovery key replaces or ends the recovery key');
}

/** Certificates that rest on the key's statements from that leaf on are suspended. */
function expectSuspensions(turn: Turn, key: ReplayedKey, since: number): void {
  for (const certificate of restingOn(turn, key, since)) {
    if (!isStanding(certificate.state)) continue;
    const rest = { reason: 'key_compromised', in: [] };
    expectLeaf(turn, { t: 'certificate.suspended', key: { certificate: certificate.id }, rest });
  }
}

function restingOn(turn: Turn, { key: { kid }, party }: ReplayedKey, since: number): Set<ReplayedCertificate> {
  const found = new Set<ReplayedCertificate>();
  const signer = turn.state.parties.get(party);
  for (const { certificate, index, kid: by } of signer?.audits ?? []) {
    if (certificate !== undefined && by === kid && index >= since) found.add(certificate);
  }
  for (const opinion of signer?.opinionsGiven ?? []) {
    const { certificate } = opinion.audit;
    if (certificate === undefined || opinion.kid !== kid || opinion.index < since) continue;
    if (opinionsBehind(turn.state, certificate).includes(opinion)) found.add(certificate);
  }
  return found;
}
