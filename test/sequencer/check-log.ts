import { expect } from 'vitest';
import { parseCheckpoint, verifyCheckpoint } from '../../src/log/checkpoint.ts';
import { leafHash, sameBytes } from '../../src/log/hash.ts';
import { allTiles, type ReadTiles } from '../../src/log/tile.ts';
import { nodesFromTiles } from '../../src/log/tile-nodes.ts';
import { proveConsistency, verifyConsistency } from '../../src/log/tree.ts';
import type { LogIdentity } from '../../src/registry/ports/log.ts';
import type { TestDatabase } from '../support/database.ts';
import { referenceRoots, storeTiles } from '../support/log-fixtures.ts';

interface CheckpointRow {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

/** What the log says of itself, read by SQL alone. */
export interface LogRows {
  readonly leaves: readonly string[];
  readonly checkpoints: readonly CheckpointRow[];
  readonly treeSize: number;
}

/**
 * Checks a whole log from outside: indexes without gaps, checkpoints that verify and whose roots are those of the recursive
 * definition over the leaves, every tile, each checkpoint consistent with the next and with the newest, and the mark.
 */
export async function checkLog(database: TestDatabase, log: LogIdentity, mark: string | undefined): Promise<LogRows> {
  const rows = await readLog(database);
  const hashes = rows.leaves.map((leaf) => leafHash(Buffer.from(leaf)));
  const head = rows.checkpoints.at(-1);
  expect(rows.treeSize).toBe(head?.size ?? 0);
  expect(await checkpointFaults(rows, hashes, log)).toEqual([]);
  expect(await tileFaults(database, hashes.slice(0, rows.treeSize))).toEqual([]);
  expect(await consistencyFaults(rows.checkpoints, storeTiles(hashes.slice(0, rows.treeSize)))).toEqual([]);
  const kept = mark === undefined ? undefined : parseCheckpoint(mark);
  expect(mark === undefined || kept !== undefined).toBe(true);
  if (kept !== undefined) expect(rows.checkpoints.find(({ size }) => size === kept.size)?.note).toBe(mark);
  return rows;
}

async function readLog({ pool }: TestDatabase): Promise<LogRows> {
  const leaves = await pool.query<{ seq: string; leaf: string }>('select seq, leaf from log_pending order by seq');
  expect(leaves.rows.findIndex(({ seq }, at) => Number(seq) !== at)).toBe(-1);
  const head = await pool.query<{ next_seq: string }>('select next_seq from log_head');
  expect(Number(head.rows[0]?.next_seq)).toBe(leaves.rows.length);
  const tree = await pool.query<{ size: string }>('select size from log_tree');
  const checkpoints = await pool.query<{ size: string; root: Buffer; note: string }>(
    'select size, root, note from log_checkpoint order by size',
  );
  return {
    leaves: leaves.rows.map(({ leaf }) => leaf),
    checkpoints: checkpoints.rows.map(({ size, root, note }) => ({ size: Number(size), root, note })),
    treeSize: Number(tree.rows[0]?.size),
  };
}

async function checkpointFaults(rows: LogRows, hashes: readonly Uint8Array[], log: LogIdentity): Promise<string[]> {
  const faults: string[] = [];
  const rootOf = referenceRoots(hashes);
  const keys = log.signers.map((signer) => signer.key);
  for (const { size, root, note } of rows.checkpoints) {
    const opened = await verifyCheckpoint(note, log.origin, keys);
    const agrees = opened.ok && opened.value.size === size && sameBytes(opened.value.root, root);
    if (!agrees) faults.push(`checkpoint ${size} does not open`);
    if (size > hashes.length || !sameBytes(rootOf(size), root)) faults.push(`checkpoint ${size} has another root`);
  }
  return faults;
}

async function tileFaults({ pool }: TestDatabase, hashes: readonly Uint8Array[]): Promise<string[]> {
  const { rows } = await pool.query<{ level: number; index: string; hashes: Buffer }>('select * from log_tile');
  const stored = new Map(rows.map((row) => [`${row.level}/${row.index}`, row.hashes]));
  const ids = allTiles(hashes.length);
  const expected = await storeTiles(hashes)(ids);
  const faults = ids.filter(({ level, index }, at) => {
    const tile = stored.get(`${level}/${index}`);
    return tile === undefined || !sameBytes(tile, expected[at] ?? new Uint8Array());
  });
  return [
    ...faults.map(({ level, index }) => `tile ${level}/${index}`),
    ...(stored.size === ids.length ? [] : ['there are other tiles']),
  ];
}

/** Consistency is transitive: with the next one and, for good measure, with the newest. */
async function consistencyFaults(checkpoints: readonly CheckpointRow[], tiles: ReadTiles): Promise<string[]> {
  const faults: string[] = [];
  const newest = checkpoints.at(-1);
  for (const [at, older] of checkpoints.entries()) {
    for (const newer of [checkpoints[at + 1], newest]) {
      if (newer === undefined || newer.size === older.size) continue;
      const proof = await proveConsistency(older.size, newer.size, nodesFromTiles(newer.size, tiles));
      if (!verifyConsistency(older, newer, proof)) faults.push(`${newer.size} does not extend ${older.size}`);
    }
  }
  return faults;
}
