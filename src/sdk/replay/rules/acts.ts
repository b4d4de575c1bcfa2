import { isStanding } from '../../../core/certificate-state.ts';
import { type Act, CONFIRM_WITHIN_MS } from '../../../core/documents/act.ts';
import type { Admitted } from '../admit.ts';
import { expectLeaf, findDue, settle } from '../due.ts';
import type { LeafOf, ReplayedType } from '../leaves.ts';
import type { ReplayedAct, ReplayedCertificate } from '../state.ts';
import { expectEqual, report, requireParty, skip, type Turn } from '../turn.ts';

/** An officer signs an act, or confirms one. With the last required distinct key it takes effect. */
export function signAct(turn: Turn, leaf: LeafOf<'act.signed'>, admitted: Admitted | undefined): void {
  if (admitted?.typ !== 'cms-act+jwt') return;
  const { content: act, digest, key } = admitted;
  const { state, at } = turn;
  expectEqual(turn, 'leaf_differs', 'action', leaf.action, act.action);
  expectEqual(turn, 'leaf_differs', 'subject', leaf.subject, act.subject);
  if (act.action !== 'confirm') {
    const first = { digest, act, signedAt: at, officers: new Set([key.kid]), isEffective: false };
    state.acts.set(digest, first);
    expectEffective(turn, first);
    return;
  }
  const first = state.acts.get(act.act);
  if (first === undefined) {
    report(turn, 'rule_broken', `no act ${act.act} was signed`);
    return;
  }
  expectEqual(turn, 'rule_broken', 'subject', act.subject, first.act.subject);
  if (first.isEffective) report(turn, 'rule_broken', 'the act is effective already');
  if (at.getTime() - first.signedAt.getTime() > CONFIRM_WITHIN_MS)
    report(turn, 'rule_broken', 'the act was not confirmed within 7 days');
  if (first.officers.has(key.kid)) report(turn, 'rule_broken', `officer ${key.kid} signed the act before`);
  first.officers.add(key.kid);
  if (!first.isEffective) expectEffective(turn, first);
}

function expectEffective(turn: Turn, { digest, officers }: ReplayedAct): void {
  if (officers.size < turn.state.officersRequired) return;
  expectLeaf(turn, { t: 'act.effective', key: { d: digest }, rest: { confirmations: officers.size } });
}

/** An act takes effect: whatever it changes follows. */
export function takeEffect(turn: Turn, leaf: LeafOf<'act.effective'>): void {
  const act = turn.state.acts.get(leaf.d);
  const isDue = findDue(turn, leaf) !== undefined;
  settle(turn, leaf);
  if (act === undefined) {
    report(turn, 'unjustified', `no act ${leaf.d} was signed`);
    return;
  }
  const { officersRequired } = turn.state;
  if (!isDue) report(turn, 'officers_missing', `${act.officers.size} of ${officersRequired} officers signed the act`);
  if (act.isEffective) {
    report(turn, 'rule_broken', 'the act is effective already');
    return;
  }
  act.isEffective = true;
  expectEffect(turn, act.act, leaf.d);
}

function expectEffect(turn: Turn, act: Act, digest: string): void {
  switch (act.action) {
    case 'accredit':
      expectAccreditation(turn, 'auditor.accredited', act.subject, digest, {
        levels: [...act.levels].sort(),
        valid_to: act.valid_to,
      });
      return;
    case 'suspend_accreditation':
      endAccreditation(turn, 'auditor.suspended', act.subject, digest);
      return;
    case 'withdraw_accreditation':
      endAccreditation(turn, 'auditor.withdrawn', act.subject, digest);
      return;
    case 'suspend':
      expectChange(turn, 'certificate.suspended', act, digest, ({ state }) => isStanding(state));
      return;
    case 'reinstate':
      expectChange(turn, 'certificate.reinstated', act, digest, ({ state }) => state === 'suspended');
      return;
    case 'withdraw':
      expectChange(turn, 'certificate.withdrawn', act, digest, (one) => turn.state.current.has(one));
      return;
    case 'resolve':
      expectClosing(turn, act);
      return;
    case 'grid_series':
      void turn.state.series.push({ zone: act.zone, sha256: act.sha256 });
      return;
    case 'incident':
      expectLeaf(turn, { t: 'incident.opened', key: { url: act.url }, rest: { n: turn.index } });
      return;
    case 'publish_methodology':
      skip(turn, 'a methodology was published; replay knows its own version only');
      return;
    case 'confirm':
      return;
  }
}

function expectChange(
  turn: Turn,
  t: ReplayedType,
  act: { readonly certificate: string; readonly subject: string },
  digest: string,
  isPossible: (certificate: ReplayedCertificate) => boolean,
): void {
  const certificate = turn.state.certificates.get(act.certificate);
  if (certificate === undefined || certificate.org !== act.subject) {
    report(turn, 'rule_broken', `${act.subject} holds no certificate ${act.certificate}`);
    return;
  }
  if (!isPossible(certificate)) report(turn, 'rule_broken', `the certificate is ${certificate.state}`);
  expectLeaf(turn, { t, key: { certificate: certificate.id }, rest: { reason: 'act', in: [digest] } });
}

function expectClosing(
  turn: Turn,
  act: { readonly case: string; readonly subject: string; readonly outcome: 'allow' | 'deny' },
): void {
  const found = turn.state.cases.get(act.case);
  if (found === undefined) {
    expectAdmission(turn, act);
    return;
  }
  if (found.org !== act.subject) {
    report(turn, 'rule_broken', `${act.subject} has no case ${act.case}`);
    return;
  }
  if (found.closedAt !== null) {
    report(turn, 'rule_broken', `the case was closed by leaf ${found.closedAt}`);
    return;
  }
  const { kind, org, audit, id } = found;
  expectLeaf(turn, { t: 'case.closed', key: { id }, rest: { kind, org, d: audit, outcome: act.outcome } });
}

/** A case the log does not know can only be a dispute that awaits its admission; one that is refused leaves no leaf. */
function expectAdmission(
  turn: Turn,
  act: { readonly case: string; readonly subject: string; readonly outcome: 'allow' | 'deny' },
): void {
  if (act.outcome === 'deny') return;
  expectLeaf(turn, { t: 'case.opened', key: { id: act.case }, rest: { kind: 'dispute', org: act.subject } });
}

function expectAccreditation(
  turn: Turn,
  t: 'auditor.accredited' | 'auditor.suspended' | 'auditor.withdrawn',
  subject: string,
  digest: string,
  terms: { readonly levels: readonly number[]; readonly valid_to: string },
): void {
  const auditor = requireParty(turn, subject);
  if (auditor !== undefined && auditor.kind !== 'auditor') report(turn, 'rule_broken', `${subject} is no auditor`);
  expectLeaf(turn, { t, key: { party: subject }, rest: { ...terms, d: digest } });
}

function endAccreditation(
  turn: Turn,
  t: 'auditor.suspended' | 'auditor.withdrawn',
  subject: string,
  digest: string,
): void {
  const accreditation = turn.state.parties.get(subject)?.accreditation;
  const isPossible =
    accreditation !== undefined && accreditation.state !== 'withdrawn' && t !== `auditor.${accreditation.state}`;
  if (!isPossible) {
    report(turn, 'rule_broken', `${subject} is ${accreditation?.state ?? 'an applicant'}`);
    return;
  }
  const { levels, validTo } = accreditation;
  expectAccreditation(turn, t, subject, digest, { levels, valid_to: validTo });
}
