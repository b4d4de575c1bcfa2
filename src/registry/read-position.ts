import { assertThat } from '../core/errors.ts';
import { formatUtcInstant, parseUtcInstant } from '../core/instant.ts';
import type { Position } from '../core/views.ts';
import type { Deps, Stores } from './ports.ts';

const DAY_MS = 86_400_000;
const SEQ = /^[0-9]+$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/**
 * The position an answer shows: the last published leaf, or the one `?at=` names. A number is a `seq`; a day means its last
 * leaf; an instant the last leaf not after it (api, "Conventions"). A leaf is published once a checkpoint covers it.
 *
 * @throws RegistryError request_invalid, at_future, not_found (before the first leaf)
 */
export async function readPosition(deps: Deps, at?: string): Promise<Position> {
  const known = at === undefined ? deps.head?.known() : undefined;
  if (known !== undefined) return known;
  const now = deps.now();
  const leaf = await deps.ledger.read((tx) => (at === undefined ? publishedLeaf(tx) : locate(tx, at, now)));
  assertThat(leaf !== undefined, 'not_found', 'the log has no leaf at that time');
  return positionOf(leaf);
}

/**
 * Where answers stand that show the present rather than a version: the last committed leaf, and whether it is published
 * already. Such an answer may be given once it is.
 *
 * @throws RegistryError not_found before the first leaf
 */
export async function presentPosition(deps: Deps): Promise<{ position: Position; isPublished: boolean }> {
  return deps.ledger.read(async (tx) => {
    const leaf = await tx.log.head();
    assertThat(leaf !== undefined, 'not_found', 'the log has no leaf yet');
    const size = (await tx.tree.head())?.size ?? 0;
    return { position: positionOf(leaf), isPublished: leaf.seq < size };
  });
}

interface Leaf {
  readonly seq: number;
  readonly at: Date;
}

const positionOf = ({ seq, at }: Leaf): Position => ({ seq, as_of: formatUtcInstant(at) });

/** The last leaf that a checkpoint covers. */
async function publishedLeaf(tx: Stores): Promise<Leaf | undefined> {
  const head = await tx.tree.head();
  return head === undefined ? undefined : tx.log.at(head.size - 1);
}

async function locate(tx: Stores, at: string, now: Date): Promise<Leaf | undefined> {
  const head = await publishedLeaf(tx);
  if (SEQ.test(at)) {
    assertThat(head !== undefined && Number(at) <= head.seq, 'at_future', `the log ends at ${head?.seq ?? 'nothing'}`);
    return tx.log.at(Number(at));
  }
  const start = DAY.test(at) ? parseUtcInstant(`${at}T00:00:00Z`) : parseRfc3339(at);
  assertThat(start !== undefined, 'request_invalid', 'at is a seq, a day YYYY-MM-DD or an RFC 3339 time', {
    issues: [{ pointer: '/query/at', code: 'wrong_format', detail: 'a seq, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ' }],
  });
  assertThat(start <= now, 'at_future', 'that time has not come yet');
  const last = await tx.log.lastUntil(DAY.test(at) ? new Date(start.getTime() + DAY_MS - 1000) : start);
  return last === undefined || head === undefined || last.seq <= head.seq ? last : head;
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
