import { isStanding } from '../core/certificate-state.ts';
import { decideIssue, type IssueDecision } from '../core/decision.ts';
import type { PartyId } from '../core/ids.ts';
import { liveFacts } from '../core/live/live-facts.ts';
import { isLiveTier } from '../core/live/live-state.ts';
import type { LiveView } from '../core/live/live-view.ts';
import type { DecisionView } from '../core/views.ts';
import { currentCertificate, issueCertificate } from './certificates.ts';
import { decidedAudit } from './evaluation.ts';
import { isAccept, restsOnCompromise } from './grounds.ts';
import type { AuditRow, CertificateRow, OpinionRow } from './ports/audits.ts';
import type { CaseRow } from './ports/officers.ts';
import type { Party } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';

/** Everything a decision about an audit rests on, read inside one transaction. */
export interface DecisionInputs {
  readonly party: Party;
  readonly audit: AuditRow;
  readonly standing: readonly OpinionRow[];
  readonly cases: readonly CaseRow[];
  readonly domainProved: boolean;
  readonly keyCompromised: boolean;
  readonly current: CertificateRow | undefined;
  /** The newest daily evaluation. */
  readonly live: LiveView | null;
}

export async function readDecisionInputs(tx: Stores, party: Party, audit: AuditRow): Promise<DecisionInputs> {
  const standing = (await tx.opinions.of(audit.digest)).filter((opinion) => opinion.standing);
  const domains = await tx.domains.of(party.partyId);
  return {
    party,
    audit,
    standing,
    cases: (await tx.cases.of(party.partyId)).filter((one) => one.audit === audit.digest),
    domainProved: domains.some((domain) => domain.proved),
    keyCompromised: await restsOnCompromise(tx, audit, standing),
    current: await currentCertificate(tx, party),
    live: (await tx.live.newest(party.partyId))?.view ?? null,
  };
}

/** Pure: what would be issued now. */
export function judge(inputs: DecisionInputs): IssueDecision {
  const { party, audit, standing, cases, domainProved, keyCompromised, current, live } = inputs;
  return decideIssue(
    decidedAudit(audit),
    standing.map((opinion) => opinion.opinion),
    {
      claimHeld: audit.held,
      dissent: standing.some((opinion) => opinion.opinion.result === 'reject' && !isResolved(opinion, cases)),
      domainProved,
      keyCompromised,
      nameUnderReview: party.nameUnderReview,
      suspended: current?.state === 'suspended',
      withdrawnAt: party.withdrawnAt,
      liveCertificate: isLiveElsewhere(current, audit),
      ...(live === null ? {} : { live: liveFacts(live, audit.digest) }),
    },
  );
}

/** A standing live certificate on another audit: the next daily evaluation looks at this one. */
const isLiveElsewhere = (current: CertificateRow | undefined, { digest }: AuditRow): boolean =>
  current !== undefined && isStanding(current.state) && isLiveTier(current.record.tier) && current.audit !== digest;

/** An allowed dissent resolves the rejects that were there when its case was closed, and no later one. */
const isResolved = ({ acceptedSeq }: OpinionRow, cases: readonly CaseRow[]): boolean =>
  cases.some((one) => one.kind === 'dissent' && one.outcome === 'allow' && acceptedSeq < (one.closedSeq ?? 0));

export interface Decided {
  readonly decision: DecisionView;
  readonly certificate: CertificateRow | undefined;
}

/** Issues what the audit supports, unless it issued before or something stands in the way. An audit issues at most once. */
export async function decideAudit(tx: Stores, deps: Deps, party: Party, audit: AuditRow, now: Date): Promise<Decided> {
  const inputs = await readDecisionInputs(tx, party, audit);
  const decision = judge(inputs);
  const { tier, reasons } = decision;
  if (audit.certificateId !== null)
    return { decision: { tier: null, reasons: ['issued_before'] }, certificate: undefined };
  if (tier === null) return { decision: { tier, reasons }, certificate: undefined };
  const accepts = inputs.standing.filter(isAccept);
  const { facts } = decision;
  const { score } = audit.evaluation;
  const issue = { party, audit, accepts, tier, facts, score, reason: 'decision', days: [] } as const;
  const certificate = await issueCertificate(tx, deps, issue, now);
  return { decision: { tier, reasons }, certificate };
}

/** After something that stood in the way is gone: issues in the same transaction what is then due. */
export async function issueWhatIsDue(
  tx: Stores,
  deps: Deps,
  partyId: PartyId,
  now: Date,
): Promise<CertificateRow | undefined> {
  const party = await tx.parties.find(partyId);
  if (party === undefined) return undefined;
  const candidate = (await tx.audits.of(partyId)).find((audit) => audit.certificateId === null && !audit.superseded);
  if (candidate === undefined) return undefined;
  return (await decideAudit(tx, deps, party, candidate, now)).certificate;
}
