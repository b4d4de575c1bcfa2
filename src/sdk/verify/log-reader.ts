import { parseBundle } from '../../log/bundle.ts';
import { type TreeHead, type VerifiedCheckpoint, verifyCheckpoint } from '../../log/checkpoint.ts';
import { HASH_BYTES, leafHash } from '../../log/hash.ts';
import { parseLeaf } from '../../log/leaf.ts';
import { type ReadTiles, TILE_WIDTH, tilePath } from '../../log/tile.ts';
import { nodesFromTiles } from '../../log/tile-nodes.ts';
import { proveConsistency, proveInclusion, treeRoot, verifyConsistency, verifyInclusion } from '../../log/tree.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { cosignersOf } from './proof-check.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/* The log read by its tiles, for what no receipt leads to. Nothing is believed that does not hash to a signed root. */

interface OpenLog {
  readonly checkpoint: VerifiedCheckpoint;
  readonly cosigners: readonly string[];
}

/** The newest checkpoint the evidence holds, opened. */
export async function openLog(x: Examination): Promise<Answer<OpenLog>> {
  const note = await x.source.readText('/log/checkpoint');
  if (note === undefined) return missing('the log itself is not at hand');
  const { logOrigin, keys } = x.trust;
  if (keys.length === 0) return missing('no verifier key of the log is given');
  const opened = await verifyCheckpoint(note, logOrigin, keys);
  if (!opened.ok) return refuted(opened.reason);
  const cosigners = await cosignersOf(x, opened.value, note);
  return cosigners.word === 'ok' ? found({ checkpoint: opened.value, cosigners: cosigners.value }) : cosigners;
}

/** A tile that is not to be had. Never leaves this file. */
class Absent extends Error {}

const readTiles =
  ({ source }: Examination): ReadTiles =>
  async (ids) => {
    const tiles: Uint8Array[] = [];
    for (const id of ids) {
      const tile = await source.readBytes(`/log/${tilePath(id)}`);
      if (tile?.length !== id.width * HASH_BYTES) throw new Absent();
      tiles.push(tile);
    }
    return tiles;
  };

async function withTiles<T>(work: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Absent) return missing('tiles of the log are not at hand');
    throw error;
  }
}

/** Texts of the leaves below a tile of level 0, as the evidence gives them; `undefined` where it does not. */
export async function readLeaves(x: Examination, tile: number, size: number): Promise<readonly string[] | undefined> {
  const width = Math.min(TILE_WIDTH, size - tile * TILE_WIDTH);
  if (width <= 0) return undefined;
  const bytes = await x.source.readBytes(`/log/${tilePath({ level: 'entries', index: tile, width })}`);
  const leaves = bytes && parseBundle(bytes);
  return leaves?.length === width ? leaves.map((leaf) => Buffer.from(leaf).toString('utf8')) : undefined;
}

/** Reads a leaf by its index and proves that it lies there. */
export async function proveIndex(x: Examination, index: number): Promise<Answer<ProvenLeaf>> {
  const log = await openLog(x);
  if (log.word !== 'ok') return log;
  const { checkpoint, cosigners } = log.value;
  if (!Number.isSafeInteger(index) || index < 0 || index >= checkpoint.size)
    return missing(`the log at hand ends before leaf ${index}`);
  const leaves = await readLeaves(x, Math.floor(index / TILE_WIDTH), checkpoint.size);
  const text = leaves?.[index % TILE_WIDTH];
  const leaf = text === undefined ? undefined : parseLeaf(text);
  if (text === undefined) return missing(`leaf ${index} is not at hand`);
  if (leaf === undefined) return refuted(`leaf ${index} is not one this registry writes`);
  return withTiles(async () => {
    const path = await proveInclusion(index, checkpoint.size, nodesFromTiles(checkpoint.size, readTiles(x)));
    const isIn = verifyInclusion({ index, hash: leafHash(Buffer.from(text, 'utf8')) }, checkpoint, path);
    return isIn
      ? found({ leaf, text, index, window: undefined, checkpoint, cosigners })
      : refuted(`leaf ${index} as given is not the one in the log`);
  });
}

/** Whether the newest head extends an earlier one, or is itself the earlier of the two. */
export async function proveExtension(x: Examination, earlier: TreeHead): Promise<Answer<VerifiedCheckpoint>> {
  const log = await openLog(x);
  if (log.word !== 'ok') return log;
  const { checkpoint } = log.value;
  if (checkpoint.size < earlier.size) return missing(`the log at hand ends at size ${checkpoint.size}`);
  return withTiles(async () => {
    const read = nodesFromTiles(checkpoint.size, readTiles(x));
    const proof = await proveConsistency(earlier.size, checkpoint.size, read);
    return verifyConsistency(earlier, checkpoint, proof)
      ? found(checkpoint)
      : refuted(`the log of size ${checkpoint.size} does not extend this head of size ${earlier.size}`);
  });
}

/** The root of the first `size` leaves, as the tiles have it. Nothing but `proveExtension` makes it the log's. */
export function rootOfSize(x: Examination, size: number): Promise<Answer<Uint8Array>> {
  return withTiles(async () => {
    const log = await openLog(x);
    if (log.word !== 'ok') return log;
    if (log.value.checkpoint.size < size) return missing(`the log at hand ends at size ${log.value.checkpoint.size}`);
    return found(await treeRoot(size, nodesFromTiles(log.value.checkpoint.size, readTiles(x))));
  });
}
