import { formatBundle } from '../../src/log/bundle.ts';
import { type NoteSigner, signCheckpoint } from '../../src/log/checkpoint.ts';
import { EMPTY_EDGE, edgeRoot, growTree } from '../../src/log/edge.ts';
import { HASH_BYTES, leafHash } from '../../src/log/hash.ts';
import { encodeLeaf, type LeafBody } from '../../src/log/leaf.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { allTiles, TILE_WIDTH, tilePath } from '../../src/log/tile.ts';
import type { Fetch } from '../../src/sdk/client.ts';
import { noteSigner } from './log-fixtures.ts';

export const LOG_ORIGIN = 'registry.example/log';
export const LOG_SIGNER = noteSigner(LOG_ORIGIN);
const START = Date.parse('2026-03-10T12:00:00Z');

/** Leaf n of a made-up registry: its genesis, then audits, one every second second. */
export function madeUpLeaf(n: number): string {
  const at = new Date(START + Math.floor(n / 2) * 1_000);
  const genesis: LeafBody = {
    t: 'registry.genesis',
    origin: 'https://registry.example',
    vkeys: [formatVerifierKey(LOG_SIGNER.key)],
    officers_required: 1,
  };
  const audit: LeafBody = { t: 'audit.declared', org: `org-${n}`, composite_6: '92.400000' };
  return encodeLeaf(n === 0 ? genesis : audit, at);
}

/** Exact texts of the first `size` leaves of the made-up registry. */
export const madeUpLeaves = (size: number): string[] => Array.from({ length: size }, (_, n) => madeUpLeaf(n));

/** A log as it is published, by path below its prefix: `checkpoint`, `vkey`, `tile/…`. */
export type PublishedLog = Map<string, Uint8Array>;

/** Publishes these leaves as a log that holds the tiles of its newest size only. */
export async function publishLog(
  leaves: readonly string[],
  signers: readonly NoteSigner[] = [LOG_SIGNER],
  origin = LOG_ORIGIN,
): Promise<PublishedLog> {
  const bytes = leaves.map((leaf) => Buffer.from(leaf, 'utf8'));
  const { edge, grown } = growTree(EMPTY_EDGE, bytes.map(leafHash));
  const tiles = new Map(grown.map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
  const note = await signCheckpoint(origin, { size: leaves.length, root: edgeRoot(edge) }, signers);
  const files: PublishedLog = new Map([['checkpoint', Buffer.from(note, 'utf8')]]);
  for (const { key } of signers.slice(0, 1)) files.set('vkey', Buffer.from(`${formatVerifierKey(key)}\n`));
  for (const id of allTiles(leaves.length)) {
    const hashes = tiles.get(`${id.level}/${id.index}`) ?? new Uint8Array();
    files.set(tilePath(id), hashes.subarray(0, id.width * HASH_BYTES));
    if (id.level > 0) continue;
    const start = id.index * TILE_WIDTH;
    files.set(tilePath({ ...id, level: 'entries' }), formatBundle(bytes.slice(start, start + id.width)));
  }
  return files;
}

/** Its checkpoint, a signed note. */
export const checkpointOf = (log: PublishedLog): string => Buffer.from(log.get('checkpoint') ?? []).toString('utf8');

/** The state file of somebody who found these logs sound, one after the other. */
export const stateOf = (...logs: readonly PublishedLog[]): string =>
  JSON.stringify({
    format: 'carbon-mirror-log-state/1',
    vkey: formatVerifierKey(LOG_SIGNER.key),
    checkpoints: logs.map(checkpointOf),
  });

/** The log behind `fetch`: 404 for what it does not hold. */
export const serveLog =
  (log: PublishedLog, prefix = `https://${LOG_ORIGIN}`): Fetch =>
  async (url) => {
    const bytes = url.startsWith(`${prefix}/`) ? log.get(url.slice(prefix.length + 1)) : undefined;
    return bytes === undefined ? new Response('nothing here', { status: 404 }) : new Response(Uint8Array.from(bytes));
  };
