import { formatUtcInstant } from '../core/instant.ts';
import { enqueue } from './derive-notices.ts';
import type { Refusal } from './ports/records.ts';
import type { Deps, Stores } from './ports.ts';

/**
 * Tells a party that one of its statements was refused, in the transaction that keeps the refusal: for one class and cause once
 * an hour, however often its machines repeat it.
 */
export function tellRefusal(tx: Stores, deps: Deps, refusal: Omit<Refusal, 'issues'>): Promise<void> {
  const { party, typ, digest, code, detail, at } = refusal;
  const key = `refused:${typ}:${code}:${formatUtcInstant(at).slice(0, 13)}`;
  const data = { party_id: party, typ, digest, code, detail };
  return enqueue(tx, deps, { key, type: 'submission.refused', at, party, data });
}
