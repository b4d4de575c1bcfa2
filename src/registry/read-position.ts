import { assertThat } from '../core/errors.ts';
import { formatUtcInstant, parseUtcInstant } from '../core/instant.ts';
import type { Position } from '../core/views.ts';
import type { Deps, Stores } from './ports.ts';

const DAY_MS = 86_400_000;
const SEQ = /^[0-9]{1,15}$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/**
 * The position an answer shows: the newest leaf, or the one `?at=` names. A number is a `seq`; a day means its last leaf;
 * an instant the last leaf not after it (api, "Conventions").
 *
 * @throws RegistryError request_invalid, at_future, not_found (before the first leaf)
 */
export async function readPosition(deps: Deps, at?: string): Promise<Position> {
  const now = deps.now();
  const leaf = await deps.ledger.read((tx) => (at === undefined ? tx.log.head() : locate(tx, at, now)));
  assertThat(leaf !== undefined, 'not_found', 'the log has no leaf at that time');
  return { seq: leaf.seq, as_of: formatUtcInstant(leaf.at) };
}

async function locate(tx: Stores, at: string, now: Date): Promise<{ seq: number; at: Date } | undefined> {
  if (SEQ.test(at)) {
    const head = await tx.log.head();
    assertThat(head !== undefined && Number(at) <= head.seq, 'at_future', `the log ends at ${head?.seq ?? 'nothing'}`);
    return tx.log.at(Number(at));
  }
  const start = parseUtcInstant(DAY.test(at) ? `${at}T00:00:00Z` : at);
  assertThat(start !== undefined, 'request_invalid', 'at is a seq, a day YYYY-MM-DD or a UTC instant', {
    issues: [{ pointer: '/query/at', code: 'wrong_format', detail: 'a seq, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ' }],
  });
  assertThat(start <= now, 'at_future', 'that time has not come yet');
  return tx.log.lastUntil(DAY.test(at) ? new Date(start.getTime() + DAY_MS - 1000) : start);
}
