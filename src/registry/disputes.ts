import type { ActOf } from '../core/documents/act.ts';
import type { DisputeRow } from './ports/disputes.ts';
import type { CaseRow } from './ports/officers.ts';
import type { Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { recordLeaf } from './record-leaf.ts';

/**
 * Disputes. One that was filed is known to officers alone. An act `resolve` about it with `allow` admits it: from then on it
 * is a case of the log and shown; with `deny` it is refused and never was. The next act `resolve` decides it.
 */

/** A dispute that awaits its admission, if the id is one's. */
export async function findFiled(tx: Stores, act: ActOf<'resolve'>): Promise<DisputeRow | undefined> {
  const found = await tx.disputes.find(act.case);
  return found?.state === 'filed' && found.partyId === act.subject ? found : undefined;
}

/** What an act `resolve` does to a dispute that awaits its admission. */
export async function decideAdmission(
  tx: Stores,
  { id, partyId }: DisputeRow,
  { outcome, reason }: ActOf<'resolve'>,
  now: Date,
): Promise<void> {
  if (outcome === 'deny') {
    await tx.disputes.advance(id, { state: 'refused', contact: null, closedAt: now, decisionReason: reason });
    return;
  }
  const leaf = await recordLeaf(tx, now, { t: 'case.opened', id, kind: 'dispute', org: partyId }, partyId);
  const opened: CaseRow = {
    id,
    kind: 'dispute',
    partyId,
    audit: null,
    openedSeq: leaf.seq,
    closedSeq: null,
    outcome: null,
  };
  await tx.cases.open(opened);
  await tx.disputes.advance(id, { state: 'admitted', admittedAt: leaf.at, admissionReason: reason });
  await publishOrganisation(tx, partyId);
}

/** Its case was closed: the reason is kept, who brought it is forgotten. */
export async function closeDispute(tx: Stores, id: string, reason: string, at: Date): Promise<void> {
  await tx.disputes.advance(id, { state: 'closed', contact: null, closedAt: at, decisionReason: reason });
}
