import type { PartyId } from '../core/ids.ts';
import { isRepeatedCause } from '../core/live/causes.ts';
import type { LoggedLeaf } from '../log/leaf.ts';
import type { Stores } from './ports.ts';

/** Whether the suspension of a leaf is its party's second for that cause within twelve months, whatever it held then. */
export async function isRepeated(tx: Stores, party: PartyId, reason: string, leaf: LoggedLeaf): Promise<boolean> {
  const earlier = (await tx.history.ofType(party, 'certificate.suspended')).filter(({ seq }) => seq < leaf.seq);
  return isRepeatedCause(
    reason,
    leaf.at,
    earlier.map((one) => ({ reason: one.reason, at: new Date(one.at) })),
  );
}
