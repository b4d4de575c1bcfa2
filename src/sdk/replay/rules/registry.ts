import { REGISTRY } from '../../../core/ids.ts';
import type { PublicKey } from '../../../core/keys.ts';
import { thumbprint } from '../../../core/keys.ts';
import { METHODOLOGY } from '../../../core/methodology/cms-1.ts';
import { parseVerifierKey } from '../../../log/note.ts';
import type { LeafOf } from '../leaves.ts';
import { expectEqual, report, type Turn } from '../turn.ts';

/* Leaves about the registry itself: what it opened with, and what it changed since. */

/** The first leaf, and only that. */
export function openLog(turn: Turn, leaf: LeafOf<'registry.genesis'>, officers: readonly PublicKey[]): void {
  const { state, index } = turn;
  if (index !== 0) {
    report(turn, 'rule_broken', 'a log opens once, with its first leaf');
    return;
  }
  if (state.origin === '') state.origin = leaf.origin;
  expectEqual(turn, 'genesis_differs', 'origin', leaf.origin, state.origin);
  expectEqual(turn, 'genesis_differs', 'methodology', leaf.methodology, METHODOLOGY);
  const ours = Buffer.from(state.methodologySha256, 'hex').toString('base64url');
  expectEqual(turn, 'genesis_differs', 'methodology_sha256', leaf.methodology_sha256, ours);
  state.officersRequired = leaf.officers_required;
  for (const kid of leaf.credential_kids) state.registryKeys.set(kid, { use: 'credential', isRetired: false });
  for (const kid of leaf.answer_kids) state.registryKeys.set(kid, { use: 'answers', isRetired: false });
  for (const vkey of leaf.vkeys) addLogKey(turn, vkey);
  for (const kid of leaf.officers) addOfficer(turn, kid, officers);
}

function addLogKey(turn: Turn, text: string): void {
  const key = parseVerifierKey(text);
  if (key === undefined) {
    report(turn, 'genesis_differs', `${text} is no verifier key`);
    return;
  }
  const kid = thumbprint({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey).toString('base64url') });
  turn.state.registryKeys.set(kid, { use: 'log', isRetired: false });
}

function addOfficer(turn: Turn, kid: string, officers: readonly PublicKey[]): void {
  const { state, index } = turn;
  const key = officers.find((one) => one.kid === kid);
  if (key === undefined) {
    report(turn, 'statement_missing', `the public key of officer ${kid} is not served`);
    return;
  }
  const common = { party: REGISTRY, use: 'officer', addedAt: index, revokedAt: null, compromisedSince: null } as const;
  state.keys.set(kid, { key, ...common });
}

/** A key of the registry or of an officer comes or goes. One that went does not come back. */
export function changeRegistryKey(
  turn: Turn,
  { use, op, kid }: LeafOf<'registry.key'>,
  officers: readonly PublicKey[],
): void {
  if (use === 'officer') {
    changeOfficer(turn, op, kid, officers);
    return;
  }
  const { registryKeys } = turn.state;
  const known = registryKeys.get(kid);
  if (op === 'add') {
    if (known !== undefined) report(turn, 'rule_broken', `the registry's key ${kid} was known before`);
    registryKeys.set(kid, { use, isRetired: false });
    return;
  }
  if (known === undefined || known.isRetired || known.use !== use) {
    report(turn, 'rule_broken', `the registry has no ${use} key ${kid} in use`);
    return;
  }
  known.isRetired = true;
}

function changeOfficer(turn: Turn, op: 'add' | 'retire', kid: string, officers: readonly PublicKey[]): void {
  const known = turn.state.keys.get(kid);
  if (op === 'add') {
    if (known !== undefined) {
      report(turn, 'rule_broken', `the key ${kid} was registered before`);
      return;
    }
    addOfficer(turn, kid, officers);
    return;
  }
  if (known === undefined || known.use !== 'officer' || known.revokedAt !== null) {
    report(turn, 'rule_broken', `no officer signs with the key ${kid}`);
    return;
  }
  known.revokedAt = turn.index;
}

export function changePolicy(turn: Turn, { officers_required }: LeafOf<'registry.policy'>): void {
  turn.state.officersRequired = officers_required;
}

/** A status list was signed anew. Which bits it sets is for those who hold credentials to compare. */
export function signList({ state }: Turn): void {
  state.unlisted = [];
}
