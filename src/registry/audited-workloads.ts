import { readWorkloads } from '../core/documents/audit.ts';
import { groupBy } from '../core/group-by.ts';
import type { Digest, PartyId } from '../core/ids.ts';
import {
  type AuditWorkloads,
  auditedWorkloads,
  type CountersignedAudit,
  newestCountersigned,
  standingSpans,
} from '../core/telemetry/register.ts';
import { keptDocuments } from './kept-documents.ts';
import type { Stores } from './ports.ts';

type AuditStores = Pick<Stores, 'opinions' | 'statements'>;

/** An audit that was countersigned at some time, by its digest. */
export interface CountersignedDigest extends CountersignedAudit {
  readonly digest: Digest;
}

/** Every audit of an organisation that ever had a standing accept, in order of acceptance. */
export async function countersignedAudits(
  tx: Pick<AuditStores, 'opinions'>,
  party: PartyId,
): Promise<readonly CountersignedDigest[]> {
  return [...groupBy(await tx.opinions.about(party), ({ audit }) => audit)]
    .map(([digest, on]) => ({ digest, acceptedSeq: on[0]?.auditSeq ?? 0, spans: standingSpans(on) }))
    .filter(({ spans }) => spans.length > 0)
    .sort((a, b) => a.acceptedSeq - b.acceptedSeq);
}

/**
 * The audits whose word counts for intervals that begin from one instant to another, both included, with their workload
 * tables (statements section 6). Audits that newer ones hide all that time are not read.
 */
export async function loadAuditWorkloads(
  tx: AuditStores,
  party: PartyId,
  from: Date,
  to: Date,
): Promise<readonly AuditWorkloads[]> {
  const audits = await countersignedAudits(tx, party);
  const changes = audits.flatMap(({ spans }) => spans.flatMap(({ from: begin, until }) => [begin, until ?? begin]));
  const instants = [from, ...changes.filter((at) => from < at && at <= to)];
  const heard = new Set(instants.map((at) => newestCountersigned(audits, at)).filter((audit) => audit !== undefined));
  return Promise.all([...heard].map(async (audit) => ({ ...audit, workloads: await tableOf(tx, audit.digest) })));
}

/** The workload table of an accepted audit. */
const tableOf = keptDocuments(1_000, (body): AuditWorkloads['workloads'] => auditedWorkloads(readWorkloads(body)));
