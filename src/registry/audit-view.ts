import { isCurrent } from '../core/certificate-state.ts';
import type { IssueDecision } from '../core/decision.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { RegistryFacts } from '../core/methodology/tiers.ts';
import { formatExactDecimal, formatRational, type Rational } from '../core/rational.ts';
import type { AuditStatus, AuditView, DecisionView, FactsView, OpinionView } from '../core/views.ts';
import { judge, readDecisionInputs } from './decide-audit.ts';
import { opinionsBehind } from './grounds.ts';
import type { AuditRow, CertificateRow, OpinionRow } from './ports/audits.ts';
import type { Party } from './ports/parties.ts';
import type { Stores } from './ports.ts';

/** Where an audit stands (api, "Enumerations"). */
export async function auditStatus(tx: Stores, audit: AuditRow): Promise<AuditStatus> {
  if (audit.superseded) return 'superseded';
  const certificate = audit.certificateId === null ? undefined : await tx.certificates.find(audit.certificateId);
  if (certificate !== undefined && isCurrent(certificate.state)) return 'certified';
  if (audit.held) return 'held';
  const opinions = await tx.opinions.of(audit.digest);
  return opinions.some((opinion) => opinion.standing && opinion.opinion.result === 'accept')
    ? 'countersigned'
    : 'declared';
}

/** The audit as everybody may see it. One that has issued keeps the facts of that decision: later opinions change none. */
export async function renderAudit(tx: Stores, party: Party, audit: AuditRow): Promise<AuditView> {
  const inputs = await readDecisionInputs(tx, party, audit);
  const issued = audit.certificateId === null ? undefined : await tx.certificates.find(audit.certificateId);
  const standing = issued === undefined ? inputs.standing : await opinionsBehind(tx, issued);
  const decision = judge({ ...inputs, standing });
  const { evaluation } = audit;
  return {
    digest: audit.digest,
    organisation: { party_id: party.partyId, name: party.legalName },
    status: await auditStatus(tx, audit),
    level: audit.level,
    window: evaluation.window,
    sites: evaluation.sites,
    accepted_at: formatUtcInstant(audit.acceptedAt),
    accepted_seq: audit.acceptedSeq,
    score: evaluation.score,
    claim: evaluation.claim,
    findings: evaluation.findings,
    failing: decision.failing,
    facts: factsView(decision.facts),
    decision: decisionView(decision, issued),
    invisible_workloads: evaluation.invisible,
    opinions: (await tx.opinions.of(audit.digest)).map(opinionView),
    certificate_id: audit.certificateId,
  };
}

/** What stands: the tier of the current certificate, or what would be issued now and why not. */
function decisionView({ tier, reasons }: IssueDecision, issued: CertificateRow | undefined): DecisionView {
  if (issued === undefined) return { tier, reasons };
  if (!isCurrent(issued.state)) return { tier: null, reasons: [issued.state] };
  return { tier: issued.record.tier, reasons: reasons.filter((reason) => reason.startsWith('live evaluation')) };
}

function factsView(facts: RegistryFacts): FactsView {
  const delta = facts.surveillanceDelta;
  return {
    assurance_level: facts.auditLevel,
    countersigned: facts.countersigned,
    scope_share: facts.countersigned ? shareText(facts.scopeShare) : null,
    telemetry_days: facts.telemetryDays,
    telemetry_coverage: shareText(facts.telemetryCoverage),
    surveillance_delta_points: delta === null ? null : shareText(delta),
  };
}

/** A decimal where it ends, otherwise the fraction. */
const shareText = (share: Rational): string => formatExactDecimal(share) ?? formatRational(share);

/** An opinion as everybody may see it. */
export const opinionView = (row: OpinionRow): OpinionView => ({
  digest: row.digest,
  auditor: row.auditor,
  result: row.opinion.result,
  level: row.opinion.level,
  scope_share: row.opinion.scope_share,
  accepted_at: formatUtcInstant(row.acceptedAt),
  accepted_seq: row.acceptedSeq,
  standing: row.standing,
});
