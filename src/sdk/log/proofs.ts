import type { TreeHead } from '../../log/checkpoint.ts';
import type { ReadTiles, TileId } from '../../log/tile.ts';
import { nodesFromTiles, tilesOf } from '../../log/tile-nodes.ts';
import {
  consistencyRanges,
  inclusionRanges,
  proveConsistency,
  proveInclusion,
  subtrees,
  verifyConsistency,
  verifyInclusion,
} from '../../log/tree.ts';
import type { LogClient } from './log-client.ts';
import type { LogRead } from './read-file.ts';

type Ranges = readonly (readonly [number, number])[];

/**
 * Whether the log, under a head the caller has verified, extends an earlier head of it: `value` is the answer. The proof is
 * made from the log's tiles and then verified, so that what tiles say is worth nothing by itself.
 */
export async function isExtended(log: LogClient, old: TreeHead, head: TreeHead): Promise<LogRead<boolean>> {
  if (old.size > head.size) return { ok: true, value: false };
  // Everything extends the empty tree; there is nothing to prove.
  if (old.size === 0) return { ok: true, value: true };
  const tiles = await readTilesFor(log, consistencyRanges(old.size, head.size), head.size);
  if (!tiles.ok) return tiles;
  const proof = await proveConsistency(old.size, head.size, nodesFromTiles(head.size, tiles.value));
  return { ok: true, value: verifyConsistency(old, head, proof) };
}

/** Whether a leaf hash stands at an index below a head the caller has verified. The proof is made from tiles, then verified. */
export async function isIncluded(
  log: LogClient,
  leaf: { readonly index: number; readonly hash: Uint8Array },
  head: TreeHead,
): Promise<LogRead<boolean>> {
  if (leaf.index >= head.size) return { ok: true, value: false };
  const tiles = await readTilesFor(log, inclusionRanges(leaf.index, head.size), head.size);
  if (!tiles.ok) return tiles;
  const path = await proveInclusion(leaf.index, head.size, nodesFromTiles(head.size, tiles.value));
  return { ok: true, value: verifyInclusion(leaf, head, path) };
}

/** The tiles that hold the nodes of these ranges, read one after the other: a proof needs a handful. */
async function readTilesFor(log: LogClient, ranges: Ranges, size: number): Promise<LogRead<ReadTiles>> {
  const nodes = ranges.flatMap(([start, end]) => subtrees(start, end));
  const found = new Map<string, Uint8Array>();
  for (const id of tilesOf(nodes, size)) {
    const tile = await log.tile(id);
    if (!tile.ok) return tile;
    found.set(nameOf(id), tile.value);
  }
  return { ok: true, value: async (ids) => ids.map((id) => found.get(nameOf(id)) ?? new Uint8Array()) };
}

const nameOf = ({ level, index }: TileId): string => `${level}/${index}`;
