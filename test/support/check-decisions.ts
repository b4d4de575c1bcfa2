import { isDeepStrictEqual } from 'node:util';
import { addMonths } from '../../src/core/calendar.ts';
import { decideIssue } from '../../src/core/decision.ts';
import { type Audit, parseAudit } from '../../src/core/documents/audit.ts';
import { parseCountersignature } from '../../src/core/documents/countersignature.ts';
import { formatUtcInstant } from '../../src/core/instant.ts';
import type { JsonValue } from '../../src/core/json-value.ts';
import { checkClaim } from '../../src/core/methodology/claim.ts';
import { reduceAudit } from '../../src/core/methodology/reduce-audit.ts';
import { compositeSortKey, renderScore } from '../../src/core/methodology/render-score.ts';
import { scoreReduction } from '../../src/core/methodology/score.ts';
import type { EvaluatedAudit } from '../../src/registry/evaluation.ts';
import type { CheckedLeaf, CheckedStatement, Evidence } from './check-registry.ts';

/** Every stored score and every tier, worked out again from the signed documents alone. */

interface AuditRow {
  readonly digest: string;
  readonly accepted_seq: string;
  readonly held: boolean;
  readonly evaluation: string;
  readonly certificate_id: string | null;
}

const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(a, b);

export async function auditFaults({ registry, statements, leaves }: Evidence): Promise<string[]> {
  const { rows } = await registry.database.pool.query<AuditRow>('select * from audits');
  const faults: string[] = [];
  for (const row of rows) {
    const { audit, score, findings } = await recompute({ registry, statements, leaves }, row.digest);
    const stored: EvaluatedAudit = JSON.parse(row.evaluation);
    const claim = checkClaim(audit.claim?.composite_percent ?? undefined, score, null);
    const leaf = leaves[Number(row.accepted_seq)]?.body;
    const holds: [boolean, string][] = [
      [same(stored.score, renderScore(score)), 'score'],
      [stored.compositeKey === compositeSortKey(score), 'sort key'],
      [same(stored.claim, claim), 'claim'],
      [same(stored.findings.slice(0, findings.length), JSON.parse(JSON.stringify(findings))), 'findings'],
      [stored.findings.every((finding) => finding.severity !== 'REJECT'), 'a rejecting finding'],
      [leaf?.['t'] === (claim.verdict === 'held' ? 'audit.held' : 'audit.declared'), 'leaf type'],
      [leaf?.['composite_6'] === stored.score.composite_6, 'leaf composite'],
    ];
    for (const [, what] of holds.filter(([fine]) => !fine)) faults.push(`audit ${row.digest}: ${what}`);
  }
  return faults;
}

type Recomputed = ReturnType<typeof scoreReduction> & { readonly audit: Audit };
/** By the statement, whose bytes were verified, and the series in force when it was accepted. */
const recomputed = new Map<string, Recomputed>();

async function recompute({ registry, statements }: Evidence, digest: string): Promise<Recomputed> {
  const series = await seriesBefore(registry, statements.get(digest)?.seq ?? 0);
  const name = `${digest} ${JSON.stringify(series)}`;
  const known = recomputed.get(name);
  if (known !== undefined) return known;
  const audit = parseAudit(bodyOf(statements, digest));
  const result = { audit, ...scoreReduction(reduceAudit(audit, await registry.deps.gridFiles.open(series))) };
  recomputed.set(name, result);
  return result;
}

/** The series that acts had put into force before a leaf. */
async function seriesBefore(
  registry: Evidence['registry'],
  seq: number,
): Promise<readonly { zone: string; sha256: string }[]> {
  const { rows } = await registry.database.pool.query<{ zone: string; sha256: string }>(
    'select zone, sha256 from grid_series where effective_seq < $1 order by effective_seq',
    [seq],
  );
  return rows;
}

function bodyOf(statements: Evidence['statements'], digest: string): JsonValue {
  const body = statements.get(digest)?.payload['body'];
  if (body === undefined) throw new Error(`no statement ${digest}`);
  return body;
}

interface CertificateRow {
  readonly id: string;
  readonly party_id: string;
  readonly audit: string;
  readonly leaf: string;
  readonly record: string;
  readonly evaluation: string;
}

/** A certificate's tier is what the audit and the opinions its leaf names support, and its dates are the leaf's. */
export async function certificateFaults(evidence: Evidence): Promise<string[]> {
  const { rows } = await evidence.registry.database.pool.query<CertificateRow>(
    'select c.*, a.evaluation from certificates c join audits a on a.digest = c.audit',
  );
  const issued = evidence.leaves.filter((leaf) => leaf.body['t'] === 'certificate.issued');
  const faults = issued.length === rows.length ? [] : ['certificates and issuing leaves differ in number'];
  for (const row of rows) {
    const leaf = evidence.leaves[Number(row.leaf)];
    if (leaf === undefined || leaf.body['certificate'] !== row.id) faults.push(`certificate ${row.id}: no leaf`);
    else
      faults.push(...(await oneCertificateFaults(evidence, row, leaf)).map((what) => `certificate ${row.id}: ${what}`));
  }
  return faults;
}

async function oneCertificateFaults(evidence: Evidence, row: CertificateRow, leaf: CheckedLeaf): Promise<string[]> {
  const { statements } = evidence;
  const roots = new Set(
    evidence.leaves.filter(({ body }) => body['t'] === 'telemetry.day').map(({ body }) => body['root']),
  );
  const [auditDigest, ...opinionDigests] = grounds(leaf).filter((digest) => !roots.has(digest));
  // What a daily evaluation issues, replay works out from rows.
  const isLive = leaf.body['reason'] !== 'decision' || /^Obsidian/.test(String(leaf.body['tier']));
  const { audit, score } = await recompute(evidence, row.audit);
  const decision = decideIssue(
    decided(audit, row.evaluation, score),
    opinionDigests.map((digest) => parseCountersignature(bodyOf(statements, digest))),
    CLEAR,
  );
  const validTo = formatUtcInstant(addMonths(new Date(leaf.at), 12));
  const record = JSON.parse(row.record);
  const { valid_from, valid_to, tier, org } = leaf.body;
  const holds: [boolean, string][] = [
    [auditDigest === row.audit && org === row.party_id, 'names another audit or holder'],
    [same(opinionDigests, standingAccepts(statements, row.audit, leaf.seq)), 'does not rest on the standing accepts'],
    [(isLive || decision.tier === tier) && record.tier === tier, 'another tier'],
    [isLive || decision.facts.auditLevel === record.assurance_level, 'another assurance level'],
    [valid_from === leaf.at && valid_to === validTo, 'wrong validity in the leaf'],
    [record.valid_from === leaf.at && record.valid_to === validTo && record.leaf === leaf.seq, 'wrong validity'],
    [record.score.composite_6 === leaf.body['composite_6'], 'another composite'],
  ];
  return holds.filter(([fine]) => !fine).map(([, what]) => what);
}

const grounds = (leaf: CheckedLeaf): string[] => {
  const named = leaf.body['in'];
  return Array.isArray(named) ? named.map(String) : [];
};

const CLEAR = {
  claimHeld: false,
  dissent: false,
  domainProved: true,
  nameUnderReview: false,
  keyCompromised: false,
  suspended: false,
  withdrawnAt: null,
};

function decided(audit: Audit, evaluation: string, score: Parameters<typeof decideIssue>[0]['score']) {
  const { findings, notDeferrable }: EvaluatedAudit = JSON.parse(evaluation);
  const { start: windowStart, end: windowEnd } = audit.window;
  return { score, findings, notDeferrable, windowStart, windowEnd, superseded: false };
}

/** Of each auditor's last opinion before a leaf, those that accept, in log order. */
function standingAccepts(statements: Evidence['statements'], audit: string, before: number): string[] {
  const last = new Map<string, CheckedStatement>();
  const inOrder = [...statements.values()].sort((a, b) => a.seq - b.seq);
  for (const statement of inOrder) {
    if (statement.typ !== 'cms-countersignature+jwt' || statement.seq > before) continue;
    const opinion = parseCountersignature(bodyOf(statements, statement.digest));
    if (opinion.audit === audit) last.set(String(statement.payload['iss']), statement);
  }
  const accepts = [...last.values()].filter(
    ({ digest }) => parseCountersignature(bodyOf(statements, digest)).result === 'accept',
  );
  return accepts.sort((a, b) => a.seq - b.seq).map(({ digest }) => digest);
}
