import { assertThat } from '../core/errors.ts';
import { formatBundle } from '../log/bundle.ts';
import { HASH_BYTES } from '../log/hash.ts';
import { holdsTile, type TileId } from '../log/tile.ts';
import { soundLeaves, soundTile } from './log-integrity.ts';
import type { Checkpoint } from './ports/log.ts';
import type { Deps, Stores } from './ports.ts';

/* What anybody may read of the log (C2SP tlog-tiles). Nothing is served before it is found under the signed root. */

/** Cosignature lines that a served checkpoint carries at most: readers take a bounded number (signed-note). */
const MAX_LINES = 32;

/** A checkpoint with the lines of those who cosigned it. */
export async function withCosignatures(tx: Stores, { note, size }: Checkpoint): Promise<string> {
  const lines = (await tx.cosignatures.of(size, MAX_LINES)).map(({ line }) => `${line}\n`);
  return `${note}${lines.join('')}`;
}

/** The newest checkpoint with its cosignatures. @throws RegistryError not_found before the first */
export function readCheckpoint(deps: Deps): Promise<string> {
  return deps.ledger.read(async (tx) => withCosignatures(tx, await requireHead(tx)));
}

/**
 * A tile as wide as asked for.
 *
 * @throws RegistryError not_found where the published tree has no such tile, log_damaged
 */
export function readTile(deps: Deps, id: TileId): Promise<Uint8Array> {
  return deps.ledger.read(async (tx) => {
    const head = await requireHead(tx, id);
    const tile = await soundTile(tx.tree, head, id.level, id.index);
    return tile.subarray(0, id.width * HASH_BYTES);
  });
}

/**
 * The entries below a tile of level 0.
 *
 * @throws RegistryError not_found where the published tree has no such tile, log_damaged with the first damaged entry
 */
export function readEntries(deps: Deps, { index, width }: Omit<TileId, 'level'>): Promise<Uint8Array> {
  return deps.ledger.read(async (tx) => {
    const head = await requireHead(tx, { level: 0, index, width });
    const leaves = await soundLeaves(tx.tree, head, index);
    return formatBundle(leaves.slice(0, width).map((leaf) => Buffer.from(leaf, 'utf8')));
  });
}

async function requireHead(tx: Stores, id?: TileId): Promise<Checkpoint> {
  const head = await tx.tree.head();
  assertThat(head !== undefined, 'not_found', 'the log has no checkpoint yet');
  assertThat(
    id === undefined || holdsTile(id, head.size),
    'not_found',
    `the log of size ${head.size} has no such tile`,
  );
  return head;
}
