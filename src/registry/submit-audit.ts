import { reachedLevel } from '../core/decision.ts';
import { type Audit, parseAudit } from '../core/documents/audit.ts';
import { assertThat, type Issue, RegistryError } from '../core/errors.ts';
import type { PartyId } from '../core/ids.ts';
import type { JsonValue } from '../core/json-value.ts';
import type { Finding } from '../core/methodology/findings.ts';
import { registryChecks } from '../core/methodology/registry-checks.ts';
import { decideTier, type RegistryFacts, type TierDecision } from '../core/methodology/tiers.ts';
import { ONE, ZERO } from '../core/rational.ts';
import { type Accepted, type Admitted, accept, type Outcome } from './accept.ts';
import { currentCertificate } from './certificates.ts';
import { type Evaluation, evaluateAudit, withFindings } from './evaluation.ts';
import { openCase } from './open-case.ts';
import type { AuditRow } from './ports/audits.ts';
import type { Party } from './ports/parties.ts';
import type { Deps, Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { recordLeaf } from './record-leaf.ts';
import { requireParty } from './require-party.ts';
import { toJson } from './to-json.ts';

/**
 * `POST /v1/audits`: a signed audit in, its exact score out (statements section 5).
 *
 * @throws RegistryError any code of the gate, document_invalid, 422 audit_rejected with all findings
 */
export function submitAudit(deps: Deps, body: Uint8Array): Promise<Outcome> {
  return accept(deps, body, 'cms-audit+jwt', async (admitted) => {
    const audit = parseAudit(admitted.claims.body);
    assertOwn(audit, admitted.claims.iss);
    const series = await deps.ledger.read((tx) => tx.acts.grid.all());
    const evaluation = evaluateAudit(audit, await deps.gridFiles.open(series));
    return async (tx) => {
      const party = await requireParty(tx, admitted.claims.iss);
      assertThat(party.kind === 'organisation', 'key_role', 'only an organisation submits audits');
      // An act may have put a series into force since the evaluation: then it is made again, under the lock.
      const inForce = await tx.acts.grid.all();
      const current =
        inForce.length === series.length ? evaluation : evaluateAudit(audit, await deps.gridFiles.open(inForce));
      const checked = withFindings(current, await contextFindings(tx, audit, current, admitted));
      assertNotRejected(checked);
      return storeAudit(tx, deps, party, audit, checked, admitted);
    };
  });
}

function assertOwn(audit: Audit, issuer: PartyId): void {
  const issues: Issue[] = [
    { pointer: '/organisation/id', code: 'wrong_value', detail: `must be the issuer, ${issuer}` },
  ];
  assertThat(audit.organisation.id === issuer, 'document_invalid', 'the audit is about another organisation', {
    issues,
  });
}

/** The checks only the registry can make (methodology 1.5, marked *). */
async function contextFindings(
  tx: Stores,
  audit: Audit,
  evaluation: Evaluation,
  admitted: Admitted,
): Promise<readonly Finding[]> {
  const { first, byWorkload } = await tx.register.firstAccepted(admitted.claims.iss);
  const refs = audit.sites.flatMap((site) => site.cfe_evidence.map((evidence) => evidence.ref));
  return registryChecks(audit, {
    acceptedAt: admitted.now,
    firstRegisteredAt: first !== null && first < audit.window.start ? byWorkload : null,
    evidenceUses: (await tx.audits.cfeUses(refs, admitted.claims.iss)).map((use) => ({
      organisation: use.partyId,
      window: { start: use.windowStart, end: use.windowEnd },
      ref: use.ref,
      kwh: use.kwh,
    })),
    senderGridIntervals: evaluation.reduction.senderGridIntervals,
  });
}

function assertNotRejected({ rejected, evaluated }: Evaluation): void {
  if (!rejected) return;
  const issues: Issue[] = evaluated.findings
    .filter((finding) => finding.severity === 'REJECT')
    .map(({ pointer, code, message, hint }) => ({
      pointer,
      code,
      detail: message,
      ...(hint === undefined ? {} : { hint }),
    }));
  throw new RegistryError('audit_rejected', 'the audit has findings that exclude certification', {
    issues,
    members: { findings: evaluated.findings },
  });
}

async function storeAudit(
  tx: Stores,
  deps: Deps,
  party: Party,
  audit: Audit,
  evaluation: Evaluation,
  admitted: Admitted,
): Promise<Accepted> {
  const { evaluated, score } = evaluation;
  const { digest } = admitted.statement;
  const held = evaluated.claim.verdict === 'held';
  const leaf = await recordLeaf(
    tx,
    admitted.now,
    {
      t: held ? 'audit.held' : 'audit.declared',
      org: party.partyId,
      d: digest,
      composite_6: evaluated.score.composite_6,
    },
    party.partyId,
  );
  await supersedeOlder(tx, party);
  const row: AuditRow = {
    digest,
    partyId: party.partyId,
    acceptedSeq: leaf.seq,
    acceptedAt: leaf.at,
    windowStart: audit.window.start,
    windowEnd: audit.window.end,
    level: audit.level,
    superseded: false,
    held,
    evaluation: evaluated,
    certificateId: null,
  };
  const cfe = audit.sites.flatMap((site) => site.cfe_evidence.map(({ ref, kwh }) => ({ ref, kwh })));
  await tx.audits.insert(row, cfe);
  if (held) await openCase(tx, deps, { kind: 'claim_held', partyId: party.partyId, audit: digest }, admitted.now);
  await publishOrganisation(tx, party.partyId);
  const { failing } = decideTier(score, DECLARED, false);
  return { leaf, members: auditMembers(held ? 'held' : 'declared', evaluation, failing) };
}

/** A newer audit supersedes an older one that has no current certificate. */
async function supersedeOlder(tx: Stores, party: Party): Promise<void> {
  const current = await currentCertificate(tx, party);
  for (const older of await tx.audits.of(party.partyId)) {
    if (older.digest !== current?.audit && !older.superseded)
      await tx.audits.update(older.digest, { superseded: true });
  }
}

/** What an audit has before any auditor spoke: its scope is not known yet and is not held against it. */
const DECLARED: RegistryFacts = {
  auditLevel: 0,
  countersigned: false,
  scopeShare: ONE,
  telemetryDays: 0,
  telemetryCoverage: ZERO,
  surveillanceDelta: null,
  measuredShareConfirmed: true,
};

/** Facts a dry run assumes: the document's own level, countersigned, full scope, no telemetry. */
export const assumedFacts = (audit: Audit): RegistryFacts => ({
  ...DECLARED,
  auditLevel: reachedLevel({ windowStart: audit.window.start, windowEnd: audit.window.end }, audit.level),
  countersigned: true,
});

const auditMembers = (
  status: string,
  { evaluated }: Evaluation,
  failing: TierDecision['failing'],
): { [member: string]: JsonValue } => ({
  status,
  score: toJson(evaluated.score),
  claim: toJson(evaluated.claim),
  findings: toJson(evaluated.findings),
  failing: toJson(failing),
});
