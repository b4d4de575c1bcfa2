import { assertThat } from '../core/errors.ts';
import { formatUtcInstant, parseUtcInstant } from '../core/instant.ts';
import type { Position } from '../core/views.ts';
import type { Deps, Stores } from './ports.ts';

const DAY_MS = 86_400_000;
const SEQ = /^[0-9]+$/;
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
  const start = DAY.test(at) ? parseUtcInstant(`${at}T00:00:00Z`) : parseRfc3339(at);
  assertThat(start !== undefined, 'request_invalid', 'at is a seq, a day YYYY-MM-DD or an RFC 3339 time', {
    issues: [{ pointer: '/query/at', code: 'wrong_format', detail: 'a seq, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ' }],
  });
  assertThat(start <= now, 'at_future', 'that time has not come yet');
  return tx.log.lastUntil(DAY.test(at) ? new Date(start.getTime() + DAY_MS - 1000) : start);
}

const RFC_3339 =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?(Z|([+-])([0-9]{2}):([0-9]{2}))$/;

/** An RFC 3339 time, upper case; fraction and offset are allowed, because a reader pastes what it has. */
function parseRfc3339(text: string): Date | undefined {
  const [, local = '', , , sign, hours = '0', minutes = '0'] = RFC_3339.exec(text) ?? [];
  const wall = parseUtcInstant(`${local}Z`);
  if (wall === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(wall.getTime() - (sign === '-' ? -offsetMs : offsetMs));
}
