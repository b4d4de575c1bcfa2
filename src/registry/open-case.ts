import type { CaseRow } from './ports/officers.ts';
import type { Deps, Stores } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';

/** Opens a case for the officers, with its leaf. What it stands for is already open: nothing happens. */
export async function openCase(
  tx: Stores,
  deps: Deps,
  subject: Pick<CaseRow, 'kind' | 'partyId' | 'audit'>,
  now: Date,
): Promise<void> {
  const { kind, partyId, audit } = subject;
  const known = await tx.cases.of(partyId);
  if (known.some((one) => one.audit === audit && one.kind === kind && one.closedSeq === null)) return;
  const id = deps.newId();
  const about = audit === null ? {} : { d: audit };
  const leaf = await recordLeaf(tx, now, { t: 'case.opened', id, kind, org: partyId, ...about }, partyId);
  await tx.cases.open({ id, ...subject, openedSeq: leaf.seq, closedSeq: null, outcome: null });
}
