import { sha256Base64url } from '../../core/base64url.ts';
import { parseAudit } from '../../core/documents/audit.ts';
import { parseKeyOperation } from '../../core/documents/key.ts';
import { parseWorkloads } from '../../core/documents/workloads.ts';
import type { PartyId } from '../../core/ids.ts';
import { parseUtcInstant } from '../../core/instant.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { type PublicKey, parsePublicJwk } from '../../core/keys.ts';
import {
  type AuditWorkloads,
  auditedWorkloads,
  type DatedOpinion,
  type Register,
  type RegisterVersion,
  registerOf,
  standingSpans,
} from '../../core/telemetry/register.ts';
import type { ParsedLeaf } from '../../log/leaf.ts';
import { payloadOf } from '../verify/keys.ts';
import { statementOf } from './leaves-about.ts';

/** A leaf of the file that was proved, with its place. */
export interface PlacedLeaf {
  readonly index: number;
  readonly leaf: ParsedLeaf;
}

/** A telemetry key of a site, and the leaves that brought and ended it. */
export interface SiteKey {
  readonly key: PublicKey;
  readonly siteId: string;
  readonly addedAt: number;
  readonly revokedAt: number;
}

/** What the public statements say: who signs for which site, and what is registered and audited. */
export interface PublicFacts {
  readonly keys: ReadonlyMap<string, SiteKey>;
  readonly register: Register;
  readonly audits: readonly AuditWorkloads[];
  /** Statements that leaves name and that are not at hand. */
  readonly missing: readonly PlacedLeaf[];
}

/**
 * Reads the statements of proved leaves. A statement is what its leaf names because its digest is; that its signature counted
 * then, replay says.
 */
export async function readFacts(leaves: readonly PlacedLeaf[], statements: readonly string[]): Promise<PublicFacts> {
  const byDigest = new Map(statements.map((jws) => [sha256Base64url(jws.slice(0, jws.lastIndexOf('.'))), jws]));
  const bodyOf = ({ leaf }: PlacedLeaf): JsonObject | undefined => {
    const jws = byDigest.get(statementOf(leaf) ?? '');
    const body = jws === undefined ? undefined : payloadOf(jws)['body'];
    return isJsonObject(body) ? body : undefined;
  };
  const versions: RegisterVersion[] = [];
  const missing: PlacedLeaf[] = [];
  const keys = new Map<string, SiteKey>();
  const audits = new Map<
    string,
    { readonly at: PlacedLeaf; readonly body: JsonObject; readonly opinions: DatedOpinion[] }
  >();
  for (const one of leaves) {
    const { leaf, index } = one;
    const body = bodyOf(one);
    if (body === undefined && NEEDED.includes(leaf.t)) missing.push(one);
    if (leaf.t === 'audit.countersigned') audits.get(String(leaf['d']))?.opinions.push(toOpinion(leaf));
    if (leaf.t === 'key.revoked') revoke(keys, String(leaf['kid']), index);
    if (body === undefined) continue;
    if (leaf.t === 'key.added') await addKey(keys, body, index);
    if (leaf.t === 'workloads.registered')
      for (const entry of parseWorkloads(body).entries) versions.push({ acceptedAt: timeOf(leaf), entry });
    if (leaf.t === 'audit.declared' || leaf.t === 'audit.held')
      audits.set(String(leaf['d']), { at: one, body, opinions: [] });
  }
  const read = [...audits.values()].filter(({ opinions }) => opinions.some(({ result }) => result === 'accept'));
  return {
    keys,
    register: registerOf(versions),
    audits: read.map(({ at, body, opinions }) => ({
      acceptedSeq: at.index,
      spans: standingSpans(opinions),
      workloads: auditedWorkloads(parseAudit(body).workloads),
    })),
    missing,
  };
}

const NEEDED: readonly string[] = ['key.added', 'workloads.registered', 'audit.declared', 'audit.held'];

export const timeOf = ({ at }: ParsedLeaf): Date => parseUtcInstant(at) ?? new Date(0);

function toOpinion(leaf: ParsedLeaf): DatedOpinion {
  const { auditor, result } = leaf;
  return {
    auditor: String(auditor) as PartyId,
    result: result === 'accept' || result === 'reject' ? result : 'more_information',
    at: timeOf(leaf),
  };
}

async function addKey(keys: Map<string, SiteKey>, body: JsonObject, index: number): Promise<void> {
  const operation = parseKeyOperation(body);
  if (operation.op !== 'add' || operation.use !== 'telemetry' || operation.site_id === undefined) return;
  const key = await parsePublicJwk({ ...operation.jwk }, '/jwk');
  keys.set(key.kid, { key, siteId: operation.site_id, addedAt: index, revokedAt: Number.POSITIVE_INFINITY });
}

function revoke(keys: Map<string, SiteKey>, kid: string, index: number): void {
  const known = keys.get(kid);
  if (known !== undefined) keys.set(kid, { ...known, revokedAt: Math.min(known.revokedAt, index) });
}
