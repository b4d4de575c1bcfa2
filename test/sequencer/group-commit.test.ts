import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stores } from '../../src/registry/ports.ts';
import { openLedger, type PostgresLedger } from '../../src/store/ledger.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/* Writes of one process that come at once share a commit. None of them may notice. */

const NOW = new Date('2026-11-25T12:00:00Z');

let database: TestDatabase;
let ledger: PostgresLedger;
beforeAll(async () => {
  database = await createTestDatabase();
  ledger = openLedger(database.url, () => undefined);
});
afterAll(async () => {
  await ledger.close();
  await database.drop();
});

const append = async (tx: Stores, id: string): Promise<number> =>
  (await tx.log.append({ t: 'incident.opened', id, url: '/', n: 1 }, NOW)).seq;
const write = (id: string): Promise<number> => ledger.write((tx) => append(tx, id));

async function ids(): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    "select leaf::json ->> 'id' as id from log_pending order by seq",
  );
  return rows.map(({ id }) => id);
}

/** Something that opens when the test says so. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Lets so many writes gather behind one that is in work, so that they share the next commit. */
async function together<T>(works: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
  const { opened, open } = gate();
  const first = ledger.write(() => opened);
  const all = Promise.allSettled(works.map((work) => work()));
  open();
  await first;
  return all;
}

test('all come in the order of asking, with indexes that leave no gap', async () => {
  const before = (await ids()).length;
  const names = Array.from({ length: 100 }, (_, n) => `ordered-${n}`);
  const results = await together(names.map((name) => () => write(name)));
  expect(results).toEqual(names.map((_, n) => ({ status: 'fulfilled', value: before + n })));
  expect((await ids()).slice(before)).toEqual(names);
});

test('one that throws is undone alone, and its index goes to the next', async () => {
  const before = (await ids()).length;
  const refused = async (): Promise<number> =>
    ledger.write(async (tx) => {
      await append(tx, 'refused');
      throw new Error('refused');
    });
  const results = await together([() => write('a'), refused, () => write('b')]);
  expect(results).toEqual([
    { status: 'fulfilled', value: before },
    { status: 'rejected', reason: new Error('refused') },
    { status: 'fulfilled', value: before + 1 },
  ]);
  expect((await ids()).slice(before)).toEqual(['a', 'b']);
});

test('one that the database refuses is undone alone', async () => {
  const before = (await ids()).length;
  const row = { seq: 0, digest: 'd', shownSeq: 0, rows: 1, at: NOW } as unknown as Parameters<
    Stores['snapshots']['insert']
  >[0];
  const taken = async (): Promise<number> =>
    ledger.write(async (tx) => {
      await append(tx, 'taken');
      await tx.snapshots.insert(row);
      await tx.snapshots.insert(row);
      return 0;
    });
  const results = await together([() => write('c'), taken, () => write('d')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await ids()).slice(before)).toEqual(['c', 'd']);
  expect((await database.pool.query('select from snapshots')).rowCount).toBe(0);
});

test('nobody is told before the commit, which comes after the last of the group', async () => {
  const { opened, open } = gate();
  const told: string[] = [];
  const results = together([
    () => write('early').then(() => told.push('early')),
    () =>
      ledger.write(async (tx) => {
        const seen = await database.pool.query("select from log_pending where leaf::json ->> 'id' = 'early'");
        expect([told, seen.rowCount]).toEqual([[], 0]);
        await opened;
        return append(tx, 'late');
      }),
  ]);
  open();
  expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  expect(told).toEqual(['early']);
});

test('a connection that breaks fails the whole group, of which nothing has happened; the next one works', async () => {
  const before = await ids();
  const broken = async (): Promise<number> =>
    ledger.write(async (tx) => {
      await append(tx, 'broken');
      const own = `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'`;
      await database.pool.query(own);
      return append(tx, 'never');
    });
  const results = await together([() => write('before'), broken, () => write('after')]);
  expect(results).toMatchObject(Array(3).fill({ status: 'rejected', reason: { code: 'overloaded' } }));
  expect(await ids()).toEqual(before);
  expect(await write('again')).toBe(before.length);
});
