import { certificateEnd } from '../../../core/calendar.ts';
import type { IssueDecision } from '../../../core/decision.ts';
import { formatUtcInstant } from '../../../core/instant.ts';
import { isLiveTier } from '../../../core/live/live-state.ts';
import { METHODOLOGY } from '../../../core/methodology/cms-1.ts';
import { formatExactDecimal, formatRational } from '../../../core/rational.ts';
import { decide, standingAccepts } from '../decide.ts';
import { settle } from '../due.ts';
import type { LeafOf } from '../leaves.ts';
import {
  currentOf,
  type LiveIssue,
  type ReplayedAudit,
  type ReplayedCertificate,
  type ReplayedParty,
} from '../state.ts';
import { expectEqual, report, requireParty, skip, type Turn } from '../turn.ts';
import { endCertificate, spendCredential } from './change-certificate.ts';

/** A certificate is issued: because its audit and the standing accepts, or the daily evaluation, support exactly that. */
export function issueCertificate(turn: Turn, leaf: LeafOf<'certificate.issued'>): void {
  const { state, index, at } = turn;
  const party = requireParty(turn, leaf.org);
  if (party === undefined) return;
  const [grounds] = leaf.in;
  const audit = grounds === undefined ? undefined : state.audits.get(grounds);
  const decision = audit && decide(state, party, audit);
  const due = settle(turn, leaf);
  if (due === undefined) reportUnjustified(turn, leaf, party, audit, decision);
  endPrevious(turn, party);
  const validTo = certificateEnd(at);
  const dates = { valid_from: formatUtcInstant(at), valid_to: formatUtcInstant(validTo) };
  expectEqual(turn, 'validity_differs', 'valid_from', leaf.valid_from, dates.valid_from);
  expectEqual(turn, 'validity_differs', 'valid_to', leaf.valid_to, dates.valid_to);
  if (state.certificates.has(leaf.certificate)) {
    report(turn, 'rule_broken', `there is a certificate ${leaf.certificate} already`);
    return;
  }
  spendCredential(turn, leaf.d);
  const issued = contentOf(leaf, audit, decision, due?.live);
  const tier = issued?.tier ?? leaf.tier;
  const composite_6 = issued?.score?.composite_6 ?? leaf.composite_6;
  const certificate: ReplayedCertificate = {
    id: leaf.certificate,
    org: party.id,
    audit,
    index,
    touchedAt: index,
    state: 'active',
    reason: due === undefined ? 'decision' : String(due.rest['reason'] ?? leaf.reason),
    validTo,
    tier,
    suspendedAt: null,
    record: audit && issued && recordOf(turn, leaf.certificate, party, audit, issued, dates),
    repeated: { tier, composite_6, ...dates, methodology: METHODOLOGY },
    hasCredential: leaf.d !== undefined,
    expiryReported: false,
  };
  party.certificates.push(certificate);
  state.certificates.set(certificate.id, certificate);
  state.current.add(certificate);
  state.soonestExpiry = Math.min(state.soonestExpiry, validTo.getTime());
  if (audit === undefined) return;
  audit.certificate = certificate;
  for (const older of party.audits) if (older.index < audit.index) older.superseded = true;
}

/** What is certified; undefined where it rests on what could not be looked at. */
function contentOf(
  leaf: LeafOf<'certificate.issued'>,
  audit: ReplayedAudit | undefined,
  decision: IssueDecision | undefined,
  live: LiveIssue | undefined,
): LiveIssue | undefined {
  if (live !== undefined) return live;
  if (isLive(leaf) || decision === undefined) return undefined;
  return { tier: decision.tier ?? leaf.tier, facts: decision.facts, score: audit?.evaluated?.json };
}

/** What only the daily evaluation issues. */
const isLive = ({ reason, tier }: LeafOf<'certificate.issued'>): boolean => reason !== 'decision' || isLiveTier(tier);

function reportUnjustified(
  turn: Turn,
  leaf: LeafOf<'certificate.issued'>,
  party: ReplayedParty,
  audit: ReplayedAudit | undefined,
  decision: IssueDecision | undefined,
): void {
  const say = (text: string): void => report(turn, 'unjustified', text);
  if (audit === undefined || audit.org !== party.id) {
    say(`it rests on no audit of ${party.id}`);
    return;
  }
  if (isLive(leaf)) {
    if (party.isLiveHidden) skip(turn, 'what the live tier rests on is not public');
    else say(`no daily evaluation issues ${leaf.tier} now`);
    return;
  }
  if (audit.certificate !== undefined) {
    say(`its audit issued ${audit.certificate.id} before`);
    return;
  }
  if (decision === undefined) {
    skip(turn, 'what the certificate rests on is not public');
    return;
  }
  if (decision.tier === null) {
    say(`it was not to be issued: ${decision.reasons.join(', ')}`);
    return;
  }
  say('nothing happened that would issue it now');
}

/** One current certificate per organisation: the one before it ended by a leaf of its own. */
function endPrevious(turn: Turn, party: ReplayedParty): void {
  const { state } = turn;
  const previous = currentOf(party);
  if (previous === undefined) return;
  state.due = state.due.filter((due) => due.t !== 'certificate.superseded' || due.key['certificate'] !== previous.id);
  report(turn, 'effect_missing', `certificate ${previous.id} is still current: its certificate.superseded is missing`);
  endCertificate(turn, previous, 'superseded', 'successor_issued');
}

function recordOf(
  { state, index }: Turn,
  id: string,
  party: ReplayedParty,
  audit: ReplayedAudit,
  { tier, facts, score }: LiveIssue,
  dates: { readonly valid_from: string; readonly valid_to: string },
): ReplayedCertificate['record'] {
  const { evaluated, digest } = audit;
  if (evaluated === undefined || score === undefined || party.document === undefined) return undefined;
  const { scopeShare, auditLevel } = facts;
  const auditors = new Set(standingAccepts(audit).map(({ auditor }) => auditor));
  return {
    id,
    organisation: { party_id: party.id, name: party.document.legal_name },
    scope: { sites: evaluated.sites, share: formatExactDecimal(scopeShare) ?? formatRational(scopeShare) },
    tier,
    score,
    audit_composite: evaluated.json.composite_6,
    assurance_level: auditLevel,
    auditors: [...auditors],
    audits: [digest],
    methodology: METHODOLOGY,
    methodology_sha256: state.methodologySha256,
    ...dates,
    leaf: index,
  };
}
