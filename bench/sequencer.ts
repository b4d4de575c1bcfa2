import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/embedded-postgres.ts';
import { openHighWaterMark } from '../src/high-water-mark.ts';
import { createSequencerLoop } from '../src/jobs/sequencer-loop.ts';
import { leafHash } from '../src/log/hash.ts';
import { encodeLeaf } from '../src/log/leaf.ts';
import { MAX_BATCH } from '../src/registry/sequence-log.ts';
import { openLedger } from '../src/store/ledger.ts';
import { migrate } from '../src/store/migrate.ts';
import { noteSigner } from '../test/support/log-fixtures.ts';
import type { BenchRow } from './score.ts';

const ORIGIN = 'localhost:3000/log';
/** Of each round; the first level of tiles above the entries fills, as in a log that is some time old. */
const LEAVES = 20 * MAX_BATCH;
const ROUNDS = 3;
const AT = new Date('2026-11-25T12:00:00Z');

/** A leaf of the size and kind that is most frequent. */
const leafOf = (n: number): string =>
  encodeLeaf({ t: 'audit.declared', org: `organisation-${n % 5000}`, d: digestOf(n), composite_6: '92.412345' }, AT);
const digestOf = (n: number): string => Buffer.from(leafHash(Buffer.from(String(n)))).toString('base64url');

/** How fast leaves that wait are published, beside hashing them once and beside inserting their bytes, in the same database. */
export async function benchSequencer(): Promise<readonly BenchRow[]> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'cms-bench-'));
  await chmod(home, 0o711); // as root, PostgreSQL runs under another account, which must reach its data below
  const postgres = await startEmbeddedPostgres(home, () => undefined);
  try {
    await migrate(postgres.url);
    return await measure(postgres.url, home);
  } finally {
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function measure(url: string, home: string): Promise<readonly BenchRow[]> {
  const client = new pg.Client(url);
  await client.connect();
  const ledger = openLedger(url, () => undefined);
  const log = { origin: ORIGIN, signers: [noteSigner(ORIGIN)] };
  const sequencer = createSequencerLoop({ ledger, log, highWater: openHighWaterMark(home) }, { report: console.error });
  await client.query('create table plain (seq bigint primary key, leaf text not null)');
  const best = { sequence: 0, hash: 0, insert: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const seqs = Array.from({ length: LEAVES }, (_, n) => round * LEAVES + n);
    const leaves = seqs.map(leafOf);
    best.insert = Math.max(best.insert, await perSecond(() => insertBatches(client, seqs, leaves)));
    best.hash = Math.max(best.hash, await perSecond(() => hashAll(leaves)));
    await commitLeaves(client, seqs, leaves);
    best.sequence = Math.max(best.sequence, await perSecond(() => sequencer.drain()));
  }
  await ledger.close();
  await client.end();
  const row = (name: string, yardstick: number): BenchRow => ({
    name,
    value: best.sequence,
    yardstick,
    ratio: best.sequence / yardstick,
  });
  return [
    row('sequencer, leaves v SHA-256 of the same leaves', best.hash),
    row(`sequencer, leaves v INSERT of the same bytes, ${MAX_BATCH} a transaction`, best.insert),
  ];
}

async function perSecond(work: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await work();
  return (LEAVES * 1000) / (performance.now() - started);
}

function hashAll(leaves: readonly string[]): void {
  for (const leaf of leaves) leafHash(Buffer.from(leaf, 'utf8'));
}

/** What it costs to bring the bytes into the database at all: as large as a tick's batches, each committed. */
async function insertBatches(client: pg.Client, seqs: readonly number[], leaves: readonly string[]): Promise<void> {
  for (let at = 0; at < seqs.length; at += MAX_BATCH)
    await client.query('insert into plain select * from unnest($1::bigint[], $2::text[])', [
      seqs.slice(at, at + MAX_BATCH),
      leaves.slice(at, at + MAX_BATCH),
    ]);
}

async function commitLeaves(client: pg.Client, seqs: readonly number[], leaves: readonly string[]): Promise<void> {
  await client.query('begin');
  await client.query(
    `insert into log_pending (seq, type, at, leaf)
       select seq, 'audit.declared', $3, leaf from unnest($1::bigint[], $2::text[]) as l (seq, leaf)`,
    [seqs, leaves, AT],
  );
  await client.query('update log_head set next_seq = next_seq + $1, last_at = $2', [seqs.length, AT]);
  await client.query('commit');
}
