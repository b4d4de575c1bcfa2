import type { Outcome } from '../../src/registry/accept.ts';
import { countersign } from '../../src/registry/countersign.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { type SyntheticOptions, syntheticAudit } from '../methodology/synthetic-audit.ts';
import type { WireAudit } from '../methodology/wire-audit.ts';
import { opinionBody, type TestParty, type TestRegistry } from './registry.ts';

/** The steps most integration tests take: declare, give an opinion, certify. */

/** The day after the 56-day window of the synthetic audit ended. */
export const AFTER_56_DAYS = '2026-03-03T12:00:00Z';
/** The day after its 182-day window ended. */
export const AFTER_182_DAYS = '2026-07-07T12:00:00Z';

export interface AuditOptions extends Pick<SyntheticOptions, 'level' | 'start' | 'days' | 'services' | 'siteId'> {
  /** Changes the body before it is signed. */
  readonly alter?: (audit: WireAudit) => void;
  /** The only auditors who may countersign. */
  readonly auditors?: readonly string[];
}

/** The synthetic audit as this organisation's. Its certificate references are its own, so that R11 stays silent. */
export function auditBody(org: string, options: AuditOptions = {}): WireAudit & { auditors?: readonly string[] } {
  const { alter, auditors, ...synthetic } = options;
  const body = syntheticAudit({ siteId: `${org}-1`, ...synthetic, organisation: org, name: `Company ${org}` });
  alter?.(body);
  return auditors === undefined ? body : { ...body, auditors };
}

/** A string member of an answer. */
export function member(outcome: Outcome, name: string): string {
  const value = outcome.answer[name];
  if (typeof value !== 'string') throw new Error(`the answer has no text member ${name}`);
  return value;
}

export async function declare(registry: TestRegistry, org: TestParty, options: AuditOptions = {}): Promise<Outcome> {
  return submitAudit(registry.deps, await registry.sign(org, 'cms-audit+jwt', auditBody(org.id, options)));
}

export async function giveOpinion(
  registry: TestRegistry,
  auditor: TestParty,
  audit: string,
  members: { readonly [member: string]: unknown } = {},
): Promise<Outcome> {
  const body = await registry.sign(auditor, 'cms-countersignature+jwt', opinionBody(audit, members));
  return countersign(registry.deps, audit, body);
}

/** Declares and lets the auditor accept: the certificate is issued at once. */
export async function certify(
  registry: TestRegistry,
  org: TestParty,
  auditor: TestParty,
  options: AuditOptions = {},
): Promise<{ readonly audit: string; readonly certificate: string }> {
  const audit = member(await declare(registry, org, options), 'digest');
  return { audit, certificate: member(await giveOpinion(registry, auditor, audit), 'certificate_id') };
}

/** Types of the leaves after an index, in log order. */
export async function leavesAfter(registry: TestRegistry, seq: number): Promise<readonly Leaf[]> {
  const { rows } = await registry.database.pool.query<{ leaf: string }>(
    'select leaf from log_pending where seq > $1 order by seq',
    [seq],
  );
  return rows.map((row) => JSON.parse(row.leaf));
}

export interface Leaf {
  readonly t: string;
  readonly [member: string]: unknown;
}

export async function headSeq(registry: TestRegistry): Promise<number> {
  const head = await registry.deps.ledger.read((tx) => tx.log.head());
  return head?.seq ?? -1;
}

/** The types of the leaves that `work` appended. */
export async function leavesOf(registry: TestRegistry, work: () => Promise<unknown>): Promise<readonly Leaf[]> {
  const before = await headSeq(registry);
  await work();
  return leavesAfter(registry, before);
}

export const typesOf = (leaves: readonly Leaf[]): readonly string[] => leaves.map((leaf) => leaf.t);

/** The id of the party's newest case. */
export async function newestCase(registry: TestRegistry, party: string): Promise<string> {
  const { rows } = await registry.database.pool.query<{ id: string }>(
    'select id from cases where party_id = $1 order by opened_seq desc limit 1',
    [party],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`${party} has no case`);
  return row.id;
}
