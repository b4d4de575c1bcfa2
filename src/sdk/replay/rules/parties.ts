import { normaliseDomain } from '../../../core/domain-name.ts';
import type { PublicKey } from '../../../core/keys.ts';
import { skeleton } from '../../../core/names.ts';
import type { Admitted } from '../admit.ts';
import { expectIssue } from '../decide.ts';
import { expectLeaf } from '../due.ts';
import type { LeafOf } from '../leaves.ts';
import { currentOf, type ReplayedParty } from '../state.ts';
import { expectEqual, report, requireParty, type Turn } from '../turn.ts';

/** Ids that routes and roles use themselves (statements section 4). */
const RESERVED: ReadonlySet<string> = new Set(['registry', 'by-domain', 'me', 'officer', 'auditor', 'sandbox']);

/** A party introduces itself with its first key. */
export function registerParty(turn: Turn, leaf: LeafOf<'party.registered'>, admitted: Admitted | undefined): void {
  const { state, index } = turn;
  if (RESERVED.has(leaf.party) || state.parties.has(leaf.party)) {
    report(turn, 'rule_broken', `the party id ${leaf.party} is in use or reserved`);
    return;
  }
  const content = admitted?.typ === 'cms-party+jwt' ? admitted.content : undefined;
  const party: ReplayedParty = {
    id: leaf.party,
    kind: leaf.kind,
    registeredAt: index,
    document: content?.document,
    touchedAt: index,
    keyChain: leaf.d,
    nameUnderReview: false,
    domains: (content?.document.domains ?? []).map((domain) => ({ domain, proved: false, provedAt: undefined })),
    accreditation: undefined,
    withdrawnAt: null,
    audits: [],
    certificates: [],
    opinionsGiven: [],
    register: new Map(),
    registerSince: null,
    versions: new Map(),
    hasHiddenRegister: false,
    inventories: [],
    hasHiddenInventory: false,
    isRestated: false,
    rows: new Map(),
    live: undefined,
    isLiveHidden: false,
    forkDays: new Set(),
    epochs: new Map(),
    suspensions: [],
  };
  state.parties.set(leaf.party, party);
  if (content === undefined || admitted === undefined) {
    state.opaqueParties.add(leaf.party);
    expectNameCase(turn, party, false);
    return;
  }
  expectEqual(turn, 'leaf_differs', 'party', leaf.party, content.document.party_id);
  expectEqual(turn, 'leaf_differs', 'kind', leaf.kind, content.document.kind);
  addKey(turn, party, admitted.key, 'statements');
  if (content.recovery !== undefined) addKey(turn, party, content.recovery, 'recovery');
  checkName(turn, party, skeleton(content.document.legal_name));
}

/** A name that reads like another's is not shown before an officer has looked. */
function checkName(turn: Turn, party: ReplayedParty, looks: string): void {
  const { names, opaqueParties } = turn.state;
  if (names.has(looks)) {
    party.nameUnderReview = true;
    expectNameCase(turn, party, true);
  } else if (opaqueParties.size > 0) expectNameCase(turn, party, false);
  names.add(looks);
}

const expectNameCase = (turn: Turn, { id }: ReplayedParty, isCertain: boolean): void =>
  expectLeaf(turn, { t: 'case.opened', key: { kind: 'name', org: id, d: undefined }, rest: {}, isCertain });

function addKey(turn: Turn, party: ReplayedParty, key: PublicKey, use: 'statements' | 'recovery'): void {
  const { state, index } = turn;
  if (state.keys.has(key.kid)) {
    report(turn, 'rule_broken', `the key ${key.kid} is registered already`);
    return;
  }
  state.keys.set(key.kid, { key, party: party.id, use, addedAt: index, revokedAt: null, compromisedSince: null });
}

/** A domain was proved, or its proof was lost. That the outside world said so is the registry's word alone. */
export function changeDomain(turn: Turn, leaf: LeafOf<'party.domain'>): void {
  const { domain, method, proved } = leaf;
  const party = requireParty(turn, leaf.party);
  if (party === undefined) return;
  if (normaliseDomain(domain) !== domain) report(turn, 'rule_broken', `${domain} is no domain name in normal form`);
  if (proved && method === undefined) report(turn, 'leaf_differs', 'a proof names its method');
  if (proved && method === 'sandbox' && !/[.](example|test)$/.test(domain))
    report(turn, 'rule_broken', `${domain} cannot be proved by method sandbox`);
  if (proved) prove(turn, party, domain);
  else lose(turn, party, domain);
}

function prove(turn: Turn, party: ReplayedParty, domain: string): void {
  const { domains } = turn.state;
  const holder = domains.get(domain);
  if (holder !== undefined) {
    report(turn, 'rule_broken', `${domain} is ${holder}'s already: the first proof holds`);
    return;
  }
  domains.set(domain, party.id);
  const named = party.domains.find((one) => one.domain === domain);
  const proof = { proved: true, provedAt: turn.at };
  if (named === undefined) party.domains.push({ domain, ...proof });
  else Object.assign(named, proof);
  expectIssue(turn, party);
}

/** Without a domain a certificate does not stand. */
function lose(turn: Turn, party: ReplayedParty, domain: string): void {
  const { domains } = turn.state;
  const held = party.domains.find((one) => one.domain === domain && one.proved);
  if (held === undefined) {
    report(turn, 'rule_broken', `${party.id} does not hold ${domain}`);
    return;
  }
  held.proved = false;
  domains.delete(domain);
  const certificate = currentOf(party);
  const hasOther = party.domains.some(({ proved }) => proved);
  if (hasOther || certificate === undefined || certificate.state === 'suspended') return;
  const rest = { reason: 'domain_lost', in: [] };
  expectLeaf(turn, { t: 'certificate.suspended', key: { certificate: certificate.id }, rest });
}
