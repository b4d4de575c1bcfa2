import { isStanding } from '../../../core/certificate-state.ts';
import { expectIssue, opinionsBehind } from '../decide.ts';
import { expectLeaf, settle } from '../due.ts';
import type { LeafOf } from '../leaves.ts';
import type { ReplayedParty } from '../state.ts';
import { report, requireParty, skip, type Turn } from '../turn.ts';

/* Effects of acts that are no certificate's: accreditations, cases, incidents. */

type Accreditation = LeafOf<'auditor.accredited'> | LeafOf<'auditor.suspended'> | LeafOf<'auditor.withdrawn'>;

/** An accreditation begins, pauses or ends. Its withdrawal suspends what rests on the auditor. */
export function changeAccreditation(turn: Turn, leaf: Accreditation): void {
  const auditor = requireParty(turn, leaf.party);
  if (settle(turn, leaf) === undefined) report(turn, 'unjustified', `no effective act asks for ${leaf.t}`);
  if (auditor === undefined) return;
  const state = {
    'auditor.accredited': 'accredited',
    'auditor.suspended': 'suspended',
    'auditor.withdrawn': 'withdrawn',
  } as const;
  auditor.accreditation = { state: state[leaf.t], levels: leaf.levels, validTo: leaf.valid_to };
  if (leaf.t === 'auditor.withdrawn') expectSuspensions(turn, auditor, leaf.d);
}

/** Certificates whose accepts include one of the auditor's. */
function expectSuspensions(turn: Turn, auditor: ReplayedParty, act: string): void {
  const resting = new Set(auditor.opinionsGiven.map(({ audit }) => audit.certificate));
  for (const certificate of resting) {
    if (certificate === undefined || !isStanding(certificate.state)) continue;
    if (!opinionsBehind(turn.state, certificate).some((opinion) => opinion.auditor === auditor.id)) continue;
    const rest = { reason: 'accreditation_withdrawn', in: [act] };
    expectLeaf(turn, { t: 'certificate.suspended', key: { certificate: certificate.id }, rest });
  }
}

/** A case for the officers. Anybody may bring a dispute, and an act admits it; the others have their cause in the log. */
export function openCase(turn: Turn, leaf: LeafOf<'case.opened'>): void {
  const { cases } = turn.state;
  const party = requireParty(turn, leaf.org);
  const isAsked = settle(turn, leaf) !== undefined;
  if (leaf.kind === 'dispute') skip(turn, 'what a dispute rests on is not in the log');
  else if (!isAsked) report(turn, 'unjustified', `nothing asks for a case of kind ${leaf.kind}`);
  if (cases.has(leaf.id)) report(turn, 'rule_broken', `there is a case ${leaf.id} already`);
  cases.set(leaf.id, { id: leaf.id, kind: leaf.kind, org: leaf.org, audit: leaf.d, closedAt: null, outcome: null });
  if (leaf.kind === 'name' && party !== undefined) party.nameUnderReview = true;
}

/** `allow` removes the one block the case stands for, and issues what is then due; `deny` keeps it. */
export function closeCase(turn: Turn, leaf: LeafOf<'case.closed'>): void {
  const { cases, audits } = turn.state;
  const party = requireParty(turn, leaf.org);
  if (settle(turn, leaf) === undefined) report(turn, 'unjustified', 'no effective act closes the case');
  const found = cases.get(leaf.id);
  if (found === undefined) {
    report(turn, 'rule_broken', `no case ${leaf.id} was opened`);
    return;
  }
  found.closedAt = turn.index;
  found.outcome = leaf.outcome;
  if (leaf.outcome === 'deny' || party === undefined) return;
  const audit = found.audit === undefined ? undefined : audits.get(found.audit);
  if (found.kind === 'claim_held' && audit !== undefined) audit.held = false;
  if (found.kind === 'name') party.nameUnderReview = false;
  expectIssue(turn, party);
}

export function openIncident(turn: Turn, leaf: LeafOf<'incident.opened'>): void {
  if (settle(turn, leaf) === undefined) report(turn, 'unjustified', 'no effective act publishes the incident');
}
