import type { TreeHead } from '../../log/checkpoint.ts';
import { type Edge, EMPTY_EDGE, edgeRoot, type GrownTile, growTree } from '../../log/edge.ts';
import { HASH_BYTES, leafHash, sameBytes } from '../../log/hash.ts';
import { hashesOf, TILE_WIDTH, tilePath } from '../../log/tile.ts';
import { type Findings, type LogFindingCode, report } from './findings.ts';
import type { LogClient } from './log-client.ts';
import type { LogRead } from './read-file.ts';
import type { LogPart } from './read-parts.ts';

/*
 * The tree is derived anew from what the log serves: once from the leaves, once from the tiles of level 0. While the two
 * agree they are one. Where they part, the signed root says which of them is the log's own, and which was altered.
 */

interface Derived<T> {
  readonly byLeaves: T;
  readonly byTiles: T;
}

export interface TreeWalk {
  edges: Derived<Edge>;
  /** The first leaves that are not what their tile holds. */
  readonly suspects: number[];
  /** Heads the log signed earlier, by size, that the walk has not reached. */
  readonly ahead: TreeHead[];
  readonly passed: { readonly head: TreeHead; readonly roots: Derived<Uint8Array> }[];
  /** Leaves and tiles read so far. */
  leaves: number;
  tiles: number;
  /** Neither leaves nor tile of a part could be read: nothing after it can be derived. */
  isStuck: boolean;
  /** Why the log does not answer any more: what a log lacks is a finding, a log that does not answer is none. */
  unreachable: string | undefined;
}

const MAX_SUSPECTS = 1_000;

/** @param earlier verified heads, in any order; one that is larger than today's is a finding at once */
export function startWalk(head: TreeHead, earlier: readonly TreeHead[], findings: Findings): TreeWalk {
  for (const { size } of earlier.filter((old) => old.size > head.size)) {
    const detail = `the log signed a checkpoint of size ${size} earlier and has ${head.size} leaves now`;
    report(findings, 'log_shrunk', undefined, detail);
  }
  const ahead = earlier.filter(({ size }) => size > 0 && size <= head.size).sort((a, b) => a.size - b.size);
  const edges = { byLeaves: EMPTY_EDGE, byTiles: EMPTY_EDGE };
  return { edges, suspects: [], ahead, passed: [], leaves: 0, tiles: 0, isStuck: false, unreachable: undefined };
}

/** Leaves whose hashes the tree has by now. */
export const sizeOf = ({ edges }: TreeWalk): number => edges.byLeaves.size;

/** Grows the tree by a part. */
export async function walkPart(walk: TreeWalk, log: LogClient, part: LogPart, findings: Findings): Promise<void> {
  const hashes = hashesOfPart(walk, part, findings);
  if (hashes === undefined) return;
  passEarlier(walk, hashes);
  const { byLeaves, byTiles } = walk.edges;
  const leaves = growTree(byLeaves, hashes.byLeaves);
  const isOne = byLeaves === byTiles && hashes.byLeaves === hashes.byTiles;
  const tiles = isOne ? leaves : growTree(byTiles, hashes.byTiles);
  walk.edges = { byLeaves: leaves.edge, byTiles: tiles.edge };
  for (const [at, grown] of leaves.grown.entries()) {
    const isFull = grown.hashes.length === TILE_WIDTH * HASH_BYTES;
    if (grown.level > 0 && isFull) await compareTile(walk, log, grown, tiles.grown[at] ?? grown, findings);
  }
}

/** Compares the partial tiles above level 0: the walk is at its end. */
export async function walkEdge(walk: TreeWalk, log: LogClient, findings: Findings): Promise<void> {
  const { byLeaves, byTiles } = walk.edges;
  for (const [level, hashes] of byLeaves.tiles.entries()) {
    if (level === 0 || hashes.length === 0) continue;
    const index = Math.floor(byLeaves.size / TILE_WIDTH ** (level + 1));
    const other = { level, index, hashes: byTiles.tiles[level] ?? hashes };
    await compareTile(walk, log, { level, index, hashes }, other, findings);
  }
}

/** Judges by the signed root what the walk found: who was altered, and whether earlier heads are prefixes of this one. */
export function judgeWalk(walk: TreeWalk, head: TreeHead, findings: Findings): void {
  const { byLeaves, byTiles } = walk.edges;
  const areTilesSigned = sameBytes(edgeRoot(byTiles), head.root);
  const areLeavesSigned = sameBytes(edgeRoot(byLeaves), head.root);
  for (const index of walk.suspects) {
    if (areTilesSigned) report(findings, 'leaf_altered', index, `leaf ${index} is not the one in the signed tree`);
    else if (areLeavesSigned) {
      const tile = tilePath({ level: 0, index: Math.floor(index / TILE_WIDTH), width: TILE_WIDTH });
      report(findings, 'tile_altered', index, `${tile} has another hash for leaf ${index} than the signed tree`);
    } else report(findings, 'leaf_mismatch', index, `leaf ${index} does not have the hash its tile holds`);
  }
  if (!areTilesSigned && !areLeavesSigned) {
    report(findings, 'root_mismatch', undefined, `the ${head.size} leaves do not give the signed root`);
  }
  for (const { head: old, roots } of walk.passed) {
    const root = areTilesSigned ? roots.byTiles : roots.byLeaves;
    if (sameBytes(root, old.root)) continue;
    const detail = `the checkpoint of size ${old.size} that the log signed earlier has another root than its first ${old.size} leaves now`;
    report(findings, 'history_rewritten', undefined, detail);
  }
}

/** The hashes of a part, by its leaves and by its tile; one stands in for the other that could not be read. */
function hashesOfPart(walk: TreeWalk, part: LogPart, findings: Findings): Derived<readonly Uint8Array[]> | undefined {
  const { tile, entries, index } = part;
  const first = index * TILE_WIDTH;
  const leaves = take(walk, entries, 'entries_unreadable', first, findings);
  const served = take(walk, tile, 'tile_unreadable', first, findings);
  walk.leaves += leaves?.length ?? 0;
  walk.tiles += served === undefined ? 0 : 1;
  const byLeaves = leaves?.map(leafHash);
  const byTile = served === undefined ? undefined : hashesOf(served);
  const either = byLeaves ?? byTile;
  walk.isStuck = either === undefined;
  if (either === undefined) return undefined;
  const wrong = either.flatMap((hash, at) => (sameBytes(hash, byTile?.[at] ?? hash) ? [] : [first + at]));
  walk.suspects.push(...wrong.slice(0, MAX_SUSPECTS - walk.suspects.length));
  return { byLeaves: either, byTiles: wrong.length > 0 ? (byTile ?? either) : either };
}

/** What was read; undefined, and a finding, where the log lacks it. */
function take<T>(
  walk: TreeWalk,
  read: LogRead<T>,
  code: LogFindingCode,
  first: number,
  findings: Findings,
): T | undefined {
  if (read.ok) return read.value;
  if (read.fault === 'unreachable') walk.unreachable = read.reason;
  else report(findings, code, first, read.reason);
  return undefined;
}

/** Derives the roots of earlier heads that lie within the next hashes. */
function passEarlier(walk: TreeWalk, hashes: Derived<readonly Uint8Array[]>): void {
  const { byLeaves, byTiles } = walk.edges;
  const end = byLeaves.size + hashes.byLeaves.length;
  for (let head = walk.ahead[0]; head !== undefined && head.size <= end; head = walk.ahead[0]) {
    const more = head.size - byLeaves.size;
    const root = (edge: Edge, added: readonly Uint8Array[]) => edgeRoot(growTree(edge, added.slice(0, more)).edge);
    walk.passed.push({
      head,
      roots: { byLeaves: root(byLeaves, hashes.byLeaves), byTiles: root(byTiles, hashes.byTiles) },
    });
    walk.ahead.shift();
  }
}

/** Compares a tile the log serves with both derivations: it is right where it is either. */
async function compareTile(
  walk: TreeWalk,
  log: LogClient,
  { level, index, hashes }: GrownTile,
  other: GrownTile,
  findings: Findings,
): Promise<void> {
  const id = { level, index, width: hashes.length / HASH_BYTES };
  const first = index * TILE_WIDTH ** (level + 1);
  const served = take(walk, await log.tile(id), 'tile_unreadable', first, findings);
  if (served === undefined) return;
  walk.tiles += 1;
  if (sameBytes(served, hashes) || sameBytes(served, other.hashes)) return;
  report(findings, 'tile_altered', first, `${tilePath(id)} does not hold the hashes of the tiles below it`);
}
