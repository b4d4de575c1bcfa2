import { parseAudit } from '../core/documents/audit.ts';
import { RegistryError } from '../core/errors.ts';
import { parseStrictJson } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import { registryChecks } from '../core/methodology/registry-checks.ts';
import { decideTier } from '../core/methodology/tiers.ts';
import { evaluateAudit, withFindings } from './evaluation.ts';
import type { Deps } from './ports.ts';
import { assumedFacts } from './submit-audit.ts';
import { toJson } from './to-json.ts';

/**
 * `POST /v1/score`: what the registry would find in an audit body, without storing anything. It assumes the document's own
 * level (1 under 182 days), a countersignature, full scope and no telemetry; `assumes` says so.
 *
 * @throws RegistryError document_invalid where the document cannot be read
 */
export async function scoreAudit(deps: Deps, body: Uint8Array): Promise<JsonObject> {
  const audit = parseAudit(readJson(body));
  const series = await deps.ledger.read((tx) => tx.acts.grid.all());
  const evaluation = evaluateAudit(audit, await deps.gridFiles.open(series));
  const context = {
    acceptedAt: deps.now(),
    firstRegisteredAt: null,
    evidenceUses: [],
    senderGridIntervals: evaluation.reduction.senderGridIntervals,
  };
  const { evaluated, score, rejected } = withFindings(evaluation, registryChecks(audit, context));
  const facts = assumedFacts(audit);
  const { tier, failing } = decideTier(score, facts, rejected);
  return {
    rejected,
    score: toJson(evaluated.score),
    findings: toJson(evaluated.findings),
    claim: toJson(evaluated.claim),
    failing: toJson(failing),
    tier,
    assumes: { level: facts.auditLevel, countersigned: true, scope_share: '1', telemetry_days: 0 },
  };
}

function readJson(body: Uint8Array): JsonValue {
  try {
    return parseStrictJson(body, 'payload_invalid');
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw new RegistryError('document_invalid', error.message, {
      issues: [{ pointer: '', code: 'json_invalid', detail: error.message }],
    });
  }
}
