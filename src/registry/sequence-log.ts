import { assertThat, RegistryError } from '../core/errors.ts';
import {
  failed,
  parseCheckpoint,
  passed,
  signCheckpoint,
  type TreeHead,
  type Verdict,
  verifyCheckpoint,
} from '../log/checkpoint.ts';
import { type Edge, edgeRoot, growTree } from '../log/edge.ts';
import { leafHash, sameBytes } from '../log/hash.ts';
import { edgeTiles, TILE_WIDTH } from '../log/tile.ts';
import { nodesFromTiles } from '../log/tile-nodes.ts';
import { treeRoot } from '../log/tree.ts';
import { soundLeaves } from './log-integrity.ts';
import type { Checkpoint, LogIdentity, SequencerStore, StoredHead } from './ports/log.ts';
import type { Deps } from './ports.ts';

/** What a sequencer needs of the use cases' dependencies. */
export type SequencerDeps = Pick<Deps, 'ledger' | 'log' | 'highWater'>;

/** How far a tick came. */
export interface Progress {
  /** The head that is published now; undefined while the log has no leaf. */
  readonly head: Checkpoint | undefined;
  /** Committed leaves that are left for the next tick. */
  readonly waiting: number;
}

/** Leaves one tick takes at most: some megabytes of text and a few milliseconds of hashing. */
export const MAX_BATCH = 4096;

/**
 * One tick of the sequencer: checks what was published, appends the leaves that were committed since, signs the new head and
 * commits it (log, "Sequencing"). Any instance may call it at any time; recovery after a crash is this and nothing else. Nothing
 * leaves the process before the commit: if it dies earlier nothing happened; if it dies between commit and mark, the mark is
 * older than the database, which the next tick makes good.
 *
 * @param patrol a full entry bundle, by index, that is checked beside the right edge; taken modulo their number
 * @returns a refusal with the fault in one sentence where what is stored is not what was published: nothing is signed then
 */
export async function sequenceLog(deps: SequencerDeps, patrol = 0): Promise<Verdict<Progress>> {
  const { ledger, log, highWater } = deps;
  try {
    // Read before the lock is taken: whatever was published by then is committed, so the mark can never rightly be ahead.
    const mark = await readMark(deps);
    const progress = await ledger.sequence(async (tx) => {
      const stored = await tx.lockHead();
      await checkGuards(tx);
      const head = await checkHead(stored, mark, log);
      await checkMark(tx, head, mark, log);
      const edge = await checkEdge(tx, head, patrol);
      const leaves = await nextLeaves(tx, stored);
      const next = leaves.length === 0 ? stored.checkpoint : await append(tx, edge, leaves, log);
      return { head: next, waiting: stored.end - edge.size - leaves.length };
    });
    const { head } = progress;
    if (head !== undefined && head.size > (mark?.size ?? 0)) await keepMark(highWater.write(head.note));
    return passed(progress);
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'log_damaged') return failed(error.message);
    throw error;
  }
}

const EMPTY: TreeHead = { size: 0, root: new Uint8Array() };

function assertSound(condition: boolean, fault: string): asserts condition {
  assertThat(condition, 'log_damaged', fault);
}

/** While a trigger is off, anybody may change what was published: nothing is added to such a log. */
async function checkGuards(tx: SequencerStore): Promise<void> {
  const [first] = await tx.disarmed();
  assertSound(first === undefined, `the trigger ${first}, which keeps the log append-only, is not in force`);
}

/** The rows that say where the tree ends agree with each other and with a note that was published from here. */
async function checkHead({ size, checkpoint, end }: StoredHead, mark: Checkpoint | undefined, log: LogIdentity) {
  assertSound(
    size === (checkpoint?.size ?? 0),
    `the published tree has size ${size}, but the newest checkpoint is of size ${checkpoint?.size ?? 0}`,
  );
  assertSound(end >= size, `the log ends at leaf ${end - 1}, but leaf ${size - 1} was published`);
  if (checkpoint === undefined) return EMPTY;
  const opened = await openNote(checkpoint, mark, log);
  assertSound(
    opened.ok,
    `the checkpoint of size ${size} in the database does not open: ${opened.ok ? '' : opened.reason}`,
  );
  assertSound(isSameHead(opened.value, checkpoint), `the checkpoint of size ${size} is stored beside another root`);
  return checkpoint;
}

/**
 * The very note that the mark holds, with cosignatures or without, needs no key of today: so a log outlives the loss of its
 * key, if not of both.
 */
async function openNote(
  { note }: Checkpoint,
  mark: Checkpoint | undefined,
  log: LogIdentity,
): Promise<Verdict<TreeHead>> {
  const known = mark?.note.startsWith(note) === true ? parseCheckpoint(note) : undefined;
  if (known !== undefined) return passed(known);
  const keys = log.signers.map((signer) => signer.key);
  return verifyCheckpoint(note, log.origin, keys);
}

const isSameHead = (a: TreeHead, b: TreeHead): boolean => a.size === b.size && sameBytes(a.root, b.root);

/** Its signature is not looked at: whoever can write this file can read the key beside it. */
async function readMark({ highWater, log }: SequencerDeps): Promise<Checkpoint | undefined> {
  const note = await keepMark(highWater.read());
  if (note === undefined) return undefined;
  const mark = parseCheckpoint(note);
  assertSound(mark !== undefined, 'the high-water mark is not a checkpoint');
  assertSound(mark.origin === log.origin, `the high-water mark is of the log ${mark.origin}, not ${log.origin}`);
  return { size: mark.size, root: mark.root, note };
}

/** Without its mark a log must not be signed: a database restored from yesterday would go unnoticed. */
async function keepMark<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new RegistryError('log_damaged', `the high-water mark cannot be kept: ${String(error)}`);
  }
}

/** The tree goes on from the head that was last published from here. */
async function checkMark(tx: SequencerStore, head: TreeHead, mark: TreeHead | undefined, log: LogIdentity) {
  if (mark === undefined) return;
  assertSound(
    mark.size <= head.size,
    `the database ends at size ${head.size}, but size ${mark.size} of ${log.origin} was published: it is older than its high-water mark`,
  );
  const stored = await tx.ofSize(mark.size);
  assertSound(stored !== undefined, `the checkpoint of size ${mark.size} was published and is missing`);
  assertSound(sameBytes(stored.root, mark.root), `there are two checkpoints of size ${mark.size}`);
  if (mark.size === head.size) return;
  const root = await treeRoot(mark.size, nodesFromTiles(head.size, tx.tiles));
  assertSound(
    sameBytes(root, mark.root),
    `the tree of size ${head.size} does not extend the published one of size ${mark.size}`,
  );
}

/** The leaves of the last entry bundle, and of one more, hash to what the tree holds; the tiles that grow next make up its root. */
async function checkEdge(tx: SequencerStore, head: TreeHead, patrol: number): Promise<Edge> {
  if (head.size === 0) return { size: 0, tiles: [] };
  const full = Math.floor(head.size / TILE_WIDTH);
  const last = Math.floor((head.size - 1) / TILE_WIDTH);
  await soundLeaves(tx, head, last);
  if (full > 0 && patrol % full !== last) await soundLeaves(tx, head, patrol % full);
  const edge = await readEdge(tx, head.size);
  assertSound(sameBytes(edgeRoot(edge), head.root), `the edge tiles do not make up the root of size ${head.size}`);
  return edge;
}

async function readEdge(tx: SequencerStore, size: number): Promise<Edge> {
  const ids = edgeTiles(size);
  const read = await tx.tiles(ids);
  const tiles: Uint8Array[] = [];
  for (const [at, { level }] of ids.entries()) {
    while (tiles.length < level) tiles.push(new Uint8Array());
    tiles.push(read[at] ?? new Uint8Array());
  }
  return { size, tiles };
}

/** Writers give indexes without gaps and commit them in order, so a leaf that is not there was taken away. */
async function nextLeaves(tx: SequencerStore, { size, end }: StoredHead): Promise<readonly string[]> {
  const due = Math.min(end - size, MAX_BATCH);
  const leaves = due === 0 ? [] : await tx.leaves(size, due);
  assertSound(leaves.length === due, `leaf ${size + leaves.length} of the log is missing`);
  return leaves;
}

async function append(
  tx: SequencerStore,
  edge: Edge,
  leaves: readonly string[],
  log: LogIdentity,
): Promise<Checkpoint> {
  const grown = growTree(
    edge,
    leaves.map((leaf) => leafHash(Buffer.from(leaf, 'utf8'))),
  );
  const head = { size: grown.edge.size, root: edgeRoot(grown.edge) };
  const checkpoint = { ...head, note: await signCheckpoint(log.origin, head, log.signers) };
  await tx.advance(edge.size, { grown: grown.grown, checkpoint });
  return checkpoint;
}
