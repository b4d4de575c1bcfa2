import { createHash } from 'node:crypto';
import { assertThat } from '../core/errors.ts';
import { isDigest } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import { snapshotLine } from '../core/listing-lines.ts';
import type { Position } from '../core/views.ts';
import { nextLeafTime } from '../log/leaf.ts';
import type { SnapshotPlace, SnapshotRow, SnapshotStore } from './ports/credentials.ts';
import type { Deps, Stores } from './ports.ts';

/** Rows read at a time. */
const PAGE = 500;

/**
 * Digests the listing as it stands into a `listing.snapshot` leaf (log, "Leaves"). It holds the writers' lock, so the
 * position it shows is the leaf right before its own.
 *
 * @throws RegistryError not_found before the first leaf
 */
export const snapshotListing = (deps: Deps): Promise<SnapshotRow> =>
  deps.ledger.write((tx) => takeSnapshot(tx, deps.now()));

/** The day's snapshot, unless there is one; also where nobody is listed yet. Any number of instances may ask, as often as they like. */
export function snapshotDaily(deps: Deps): Promise<SnapshotRow | undefined> {
  return deps.ledger.write(async (tx) => {
    const now = deps.now();
    const head = await tx.log.head();
    if (head === undefined || (await tx.snapshots.newest(dayOf(nextLeafTime(now, head.at)))) !== undefined)
      return undefined;
    return takeSnapshot(tx, now);
  });
}

const dayOf = (instant: Date): string => formatUtcInstant(instant).slice(0, 10);

async function takeSnapshot(tx: Stores, now: Date): Promise<SnapshotRow> {
  const shown = await tx.log.head();
  assertThat(shown !== undefined, 'not_found', 'the log has no leaf yet');
  const hash = createHash('sha256');
  let rows = 0;
  for await (const lines of linesOf((after) => tx.snapshots.rows(shown.seq, after, PAGE))) {
    for (const line of lines) hash.update(line);
    rows += lines.length;
  }
  const digest = hash.digest('base64url');
  assertThat(isDigest(digest), 'internal', 'a SHA-256 digest is not 43 base64url characters');
  const { seq, at } = await tx.log.append({ t: 'listing.snapshot', d: digest, n: rows, seq: shown.seq }, now);
  const snapshot = { seq, digest, shownSeq: shown.seq, rows, at };
  await tx.snapshots.insert(snapshot);
  return snapshot;
}

type ReadRows = (after: SnapshotPlace | undefined) => ReturnType<SnapshotStore['rows']>;

/** The lines, page by page. */
async function* linesOf(read: ReadRows): AsyncGenerator<readonly string[]> {
  let after: SnapshotPlace | undefined;
  do {
    const page = await read(after);
    if (page.length > 0) yield page.map(({ row }) => snapshotLine(row));
    after = page.length < PAGE ? undefined : page.at(-1)?.place;
  } while (after !== undefined);
}

/** The published snapshot with these lines, or the newest of a UTC day. @throws RegistryError not_found */
export async function findSnapshot(
  deps: Deps,
  wanted: { readonly digest: string } | { readonly day: string },
  { seq }: Position,
): Promise<SnapshotRow> {
  const found = await deps.ledger.read((tx) =>
    'digest' in wanted ? tx.snapshots.byDigest(wanted.digest, seq) : tx.snapshots.newest(wanted.day, seq),
  );
  assertThat(found !== undefined, 'not_found', 'no such snapshot');
  return found;
}

/**
 * The lines of a snapshot, made again from the versions of the listing. Their digest is compared before the last of them
 * goes out: a database somebody wrote into yields a broken answer, never a whole wrong one.
 *
 * @throws Error where the lines are no longer those that were digested
 */
export async function* readSnapshot(deps: Deps, { digest, shownSeq }: SnapshotRow): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let held: string | undefined;
  for await (const lines of linesOf((after) => deps.ledger.read((tx) => tx.snapshots.rows(shownSeq, after, PAGE)))) {
    const text = lines.join('');
    hash.update(text);
    if (held !== undefined) yield held;
    held = text;
  }
  if (hash.digest('base64url') !== digest)
    throw new Error(`the listing at ${shownSeq} is not what ${digest} stands for`);
  if (held !== undefined) yield held;
}
