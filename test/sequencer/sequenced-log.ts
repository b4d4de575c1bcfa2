import type { Verdict } from '../../src/log/checkpoint.ts';
import { encodeLeaf } from '../../src/log/leaf.ts';
import type { Ledger } from '../../src/registry/ports.ts';
import { type Progress, type SequencerDeps, sequenceLog } from '../../src/registry/sequence-log.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type MemoryMark, memoryMark } from '../support/registry.ts';
import { LOG } from './test-log.ts';

const AT = new Date('2026-11-25T12:00:00Z');

/** A log and nothing else: real PostgreSQL, a real sequencer, leaves that mean nothing. */
export interface SequencedLog {
  readonly database: TestDatabase;
  readonly ledger: Ledger;
  readonly mark: MemoryMark;
  readonly deps: SequencerDeps;
  /** Commits leaves as writers do: rows and head in one transaction. */
  append(count: number): Promise<void>;
  tick(patrol?: number): Promise<Verdict<Progress>>;
  /** Ticks until nothing waits; resolves to the size. @throws Error where the log is not signed */
  publish(): Promise<number>;
  close(): Promise<void>;
}

export async function openSequencedLog(): Promise<SequencedLog> {
  const database = await createTestDatabase();
  const ledger = openLedger(database.url, () => undefined);
  const mark = memoryMark();
  const deps = { ledger, log: LOG, highWater: mark };
  return {
    database,
    ledger,
    mark,
    deps,
    append: (count) => appendLeaves(database, count),
    tick: (patrol) => sequenceLog(deps, patrol),
    publish: async () => {
      for (;;) {
        const verdict = await sequenceLog(deps);
        if (!verdict.ok) throw new Error(verdict.reason);
        if (verdict.value.waiting === 0) return verdict.value.head?.size ?? 0;
      }
    },
    close: async () => {
      await ledger.close();
      await database.drop();
    },
  };
}

/** The n-th made-up leaf. Its length varies, as that of leaves does. */
export const madeUpLeaf = (n: number): string =>
  encodeLeaf({ t: 'case.opened', id: `case-${n}`, kind: 'review', org: 'o'.repeat(1 + (n % 97)) }, AT);

/** In bulk, past the store's own one-by-one append. */
export async function appendLeaves({ pool }: TestDatabase, count: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const head = await client.query<{ next_seq: string }>('select next_seq from log_head for update');
    const start = Number(head.rows[0]?.next_seq);
    const seqs = Array.from({ length: count }, (_, n) => start + n);
    await client.query(
      `insert into log_pending (seq, type, at, leaf)
         select seq, 'case.opened', $3, leaf from unnest($1::bigint[], $2::text[]) as l (seq, leaf)`,
      [seqs, seqs.map(madeUpLeaf), AT],
    );
    await client.query('update log_head set next_seq = $1, last_at = greatest(last_at, $2)', [start + count, AT]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** What an administrator can do, past every trigger. */
export async function damage({ pool }: TestDatabase, ...statements: readonly string[]): Promise<void> {
  const all = ['begin', 'set local session_replication_role = replica', ...statements, 'commit'];
  await pool.query(all.join('; '));
}
