import { addMonths } from '../core/calendar.ts';
import type { PartyId } from '../core/ids.ts';
import { isCounted } from '../core/live/causes.ts';
import type { LoggedLeaf } from '../log/leaf.ts';
import type { Stores } from './ports.ts';

/** Within this many months a second suspension for one cause withdraws (methodology 3, "revoke"). */
const REPEAT_MONTHS = 12;

/**
 * Whether the party was suspended for this cause before, in the twelve calendar months up to this suspension's leaf, whichever
 * certificate it held then.
 */
export async function isRepeated(tx: Stores, party: PartyId, reason: string, leaf: LoggedLeaf): Promise<boolean> {
  if (!isCounted(reason)) return false;
  const before = (await tx.history.suspensions(party)).filter((one) => one.reason === reason && one.seq < leaf.seq);
  return before.some(({ at }) => addMonths(new Date(at), REPEAT_MONTHS) > leaf.at);
}
