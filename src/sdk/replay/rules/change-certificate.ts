import { type CertificateState, isStanding } from '../../../core/certificate-state.ts';
import { formatUtcInstant } from '../../../core/instant.ts';
import { isRepeatedCause } from '../../../core/live/causes.ts';
import { expectIssue } from '../decide.ts';
import { expectLeaf, settle } from '../due.ts';
import type { LeafOf } from '../leaves.ts';
import type { ReplayedCertificate, ReplayedParty } from '../state.ts';
import { expectEqual, report, requireParty, skip, type Turn } from '../turn.ts';

/** Names a credential's digest: each signs another text, so none comes twice. */
export function spendCredential(turn: Turn, digest: string | undefined): void {
  if (digest === undefined) return;
  const { credentials } = turn.state;
  if (credentials.has(digest)) report(turn, 'rule_broken', `the credential ${digest} was named before`);
  credentials.add(digest);
}

type Change =
  | LeafOf<'certificate.watch'>
  | LeafOf<'certificate.active'>
  | LeafOf<'certificate.suspended'>
  | LeafOf<'certificate.reinstated'>
  | LeafOf<'certificate.superseded'>
  | LeafOf<'certificate.withdrawn'>
  | LeafOf<'certificate.expired'>
  | LeafOf<'certificate.reissued'>;

/** A certificate's state changes, or it gets a further credential: each with its cause, or by the clock. */
export function changeCertificate(turn: Turn, leaf: Change): void {
  const party = requireParty(turn, leaf.org);
  const certificate = turn.state.certificates.get(leaf.certificate);
  if (certificate === undefined || party === undefined) {
    report(turn, 'rule_broken', `no certificate ${leaf.certificate} was issued`);
    return;
  }
  certificate.touchedAt = turn.index;
  expectEqual(turn, 'leaf_differs', 'org', leaf.org, certificate.org);
  checkRepeated(turn, leaf, certificate);
  switch (leaf.t) {
    case 'certificate.reissued':
      reissue(turn, leaf, certificate);
      return;
    case 'certificate.expired':
      expire(turn, leaf, certificate);
      return;
    case 'certificate.reinstated':
      reinstate(turn, leaf, certificate, party);
      return;
    case 'certificate.watch':
      watch(turn, leaf, certificate, { from: 'active', to: 'watch' });
      return;
    case 'certificate.active':
      watch(turn, leaf, certificate, { from: 'watch', to: 'active' });
      return;
    case 'certificate.suspended':
      endFor(turn, leaf, certificate, 'suspended');
      expectWithdrawal(turn, certificate, party);
      return;
    case 'certificate.superseded':
      endFor(turn, leaf, certificate, 'superseded');
      return;
    case 'certificate.withdrawn':
      party.withdrawnAt = turn.at;
      endFor(turn, leaf, certificate, 'withdrawn');
  }
}

function checkRepeated(turn: Turn, leaf: Change, { repeated }: ReplayedCertificate): void {
  expectEqual(turn, 'tier_differs', 'tier', leaf.tier, repeated.tier);
  expectEqual(turn, 'composite_differs', 'composite_6', leaf.composite_6, repeated.composite_6);
  expectEqual(turn, 'validity_differs', 'valid_from', leaf.valid_from, repeated.valid_from);
  expectEqual(turn, 'validity_differs', 'valid_to', leaf.valid_to, repeated.valid_to);
  expectEqual(turn, 'leaf_differs', 'methodology', leaf.methodology, repeated.methodology);
}

function endFor(
  turn: Turn,
  leaf: Change,
  certificate: ReplayedCertificate,
  state: 'suspended' | 'superseded' | 'withdrawn',
): void {
  // What is suspended may be withdrawn, and a lower tier may follow it; only what stands is suspended.
  const isPossible = state === 'suspended' ? isStanding(certificate.state) : turn.state.current.has(certificate);
  endCertificate(turn, certificate, state, causeOf(turn, leaf, certificate, isPossible));
}

/** A live tier comes close to its threshold, or leaves it again. */
function watch(
  turn: Turn,
  leaf: Change,
  certificate: ReplayedCertificate,
  { from, to }: { readonly from: CertificateState; readonly to: CertificateState },
): void {
  const reason = causeOf(turn, leaf, certificate, certificate.state === from);
  certificate.state = to;
  certificate.reason = reason;
}

/** A suspension that repeats another of the holder's, for the same cause within twelve months, ends the certificate. */
function expectWithdrawal(turn: Turn, { id, reason }: ReplayedCertificate, { suspensions }: ReplayedParty): void {
  const isRepeated = isRepeatedCause(reason, turn.at, suspensions);
  suspensions.push({ reason, at: turn.at });
  if (isRepeated) expectLeaf(turn, { t: 'certificate.withdrawn', key: { certificate: id }, rest: { reason, in: [] } });
}

/** The cause of a change, and the reason that follows from it. */
function causeOf(turn: Turn, leaf: Change, certificate: ReplayedCertificate, isPossible: boolean): string {
  if (!isPossible) report(turn, 'rule_broken', `${leaf.t}: the certificate is ${certificate.state}`);
  const due = settle(turn, leaf);
  if (due !== undefined) return String(due.rest['reason'] ?? leaf.reason);
  const isOpaque =
    turn.state.parties.get(certificate.org)?.isLiveHidden === true ||
    certificate.audit?.kid === undefined ||
    certificate.audit.opinions.some(({ kid }) => kid === undefined);
  if (isOpaque) skip(turn, `${leaf.t}: what the certificate rests on is not public`);
  else report(turn, 'unjustified', `${leaf.t} (${leaf.reason}) has no cause`);
  return leaf.reason;
}

/** Suspension and every end set the status bits of its credentials for good; a later list says so. */
export function endCertificate(
  turn: Turn,
  certificate: ReplayedCertificate,
  state: 'suspended' | 'superseded' | 'withdrawn' | 'expired',
  reason: string,
): void {
  certificate.state = state;
  certificate.reason = reason;
  certificate.suspendedAt = state === 'suspended' ? turn.at : certificate.suspendedAt;
  if (state !== 'suspended') turn.state.current.delete(certificate);
  if (state === 'expired' || !certificate.hasCredential) return;
  certificate.hasCredential = false;
  turn.state.unlisted.push(turn.index);
}

function reinstate(
  turn: Turn,
  leaf: LeafOf<'certificate.reinstated'>,
  certificate: ReplayedCertificate,
  party: ReplayedParty,
): void {
  const reason = isDomainCure(turn, leaf)
    ? checkDomainCure(turn, leaf, party)
    : causeOf(turn, leaf, certificate, certificate.state === 'suspended');
  spendCredential(turn, leaf.d);
  certificate.state = 'active';
  certificate.reason = reason;
  certificate.suspendedAt = null;
  certificate.hasCredential = leaf.d !== undefined;
  expectIssue(turn, party);
}

/** Whether the leaf lifts a suspension for lost domains by itself: what the checks found since is not in the log. */
export function isDomainCure({ state }: Turn, leaf: LeafOf<'certificate.reinstated'>): boolean {
  const certificate = state.certificates.get(leaf.certificate);
  const isLost = certificate?.state === 'suspended' && certificate.reason === 'domain_lost';
  return isLost && leaf.reason === 'cured';
}

/** A domain proved again cures once it has been sound this long (methodology 3). */
const CLEAN_MS = 14 * 86_400_000;

function checkDomainCure(turn: Turn, leaf: LeafOf<'certificate.reinstated'>, { domains }: ReplayedParty): string {
  const latest = turn.at.getTime() - CLEAN_MS;
  const isSound = domains.some(
    ({ proved, provedAt }) => proved && provedAt !== undefined && provedAt.getTime() <= latest,
  );
  if (!isSound) report(turn, 'unjustified', 'no domain of the holder has been proved for 14 days');
  expectEqual(turn, 'grounds_differ', 'in', leaf.in, []);
  return leaf.reason;
}

function reissue(turn: Turn, leaf: LeafOf<'certificate.reissued'>, certificate: ReplayedCertificate): void {
  if (!isStanding(certificate.state)) report(turn, 'rule_broken', `the certificate is ${certificate.state}`);
  if (leaf.d === undefined) report(turn, 'leaf_differs', 'a re-issue names no credential');
  expectEqual(turn, 'grounds_differ', 'in', leaf.in, []);
  expectEqual(turn, 'leaf_differs', 'reason', leaf.reason, certificate.reason);
  spendCredential(turn, leaf.d);
  certificate.hasCredential = true;
}

function expire(turn: Turn, leaf: LeafOf<'certificate.expired'>, certificate: ReplayedCertificate): void {
  const { state, validTo } = certificate;
  if (!turn.state.current.has(certificate)) report(turn, 'rule_broken', `the certificate is ${state}`);
  if (turn.at < validTo) report(turn, 'unjustified', `it is valid to ${formatUtcInstant(validTo)}`);
  expectEqual(turn, 'grounds_differ', 'in', leaf.in, []);
  expectEqual(turn, 'leaf_differs', 'reason', leaf.reason, 'expired');
  endCertificate(turn, certificate, 'expired', leaf.reason);
}
