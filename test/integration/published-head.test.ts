import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPosition } from '../../src/registry/read-position.ts';
import { type FollowedHead, followPublishedHead } from '../../src/store/published-head.ts';
import { createTestRegistry, registerProved, type TestRegistry } from '../support/registry.ts';

let registry: TestRegistry;
let head: FollowedHead;
beforeAll(async () => {
  registry = await createTestRegistry();
  head = followPublishedHead(registry.database.url);
});
afterAll(async () => {
  await head.close();
  await registry.close();
});

/** Resolves once the process knows a position that satisfies. */
const known = (satisfies: (seq: number) => boolean): Promise<number> =>
  new Promise((resolve) => {
    const now = head.known();
    if (now !== undefined && satisfies(now.seq)) resolve(now.seq);
    head.onMoved(({ seq }) => {
      if (satisfies(seq)) resolve(seq);
    });
  });

test('another process hears of every head, and knows what the ledger says', async () => {
  await known(() => true);
  for (const id of ['one', 'two', 'three']) {
    await registerProved(registry, id);
    const inLedger = await readPosition(registry.deps);
    await known((seq) => seq >= inLedger.seq);
    expect(head.known()).toEqual(inLedger);
  }
});

test('a read asks nobody while the head is known', async () => {
  await known(() => true);
  const ledger = { ...registry.deps.ledger, read: () => Promise.reject(new Error('asked')) };
  expect(await readPosition({ ...registry.deps, ledger, head })).toEqual(head.known());
  await expect(readPosition({ ...registry.deps, ledger, head }, '0')).rejects.toThrow('asked');
});

test('what the process published itself is never followed by an older position', async () => {
  await known(() => true);
  const before = await readPosition(registry.deps);
  head.raise(before.seq + 2);
  expect(head.known()).toBeUndefined();
  expect(await readPosition({ ...registry.deps, head })).toEqual(before);
  await registerProved(registry, 'four');
  const after = await readPosition(registry.deps);
  await known((seq) => seq >= after.seq);
  expect(head.known()).toEqual(after);
});

test('nothing is known while the connection is lost, and it comes back', async () => {
  await known(() => true);
  await registry.database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query ilike '%log_checkpoint order by size%' and pid <> pg_backend_pid() and datname = current_database()`,
  );
  await registerProved(registry, 'five');
  const { seq } = await readPosition({ ...registry.deps, head });
  expect(seq).toBe((await readPosition(registry.deps)).seq);
  await known((moved) => moved >= seq);
  expect(head.known()).toEqual(await readPosition(registry.deps));
});

test('once closed it knows nothing', async () => {
  const other = followPublishedHead(registry.database.url);
  await other.close();
  expect(other.known()).toBeUndefined();
});
