import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkRegistry } from './check-registry.ts';
import { createTestRegistry, registerOnly, type TestRegistry } from './registry.ts';

let registry: TestRegistry;
beforeEach(async () => {
  registry = await createTestRegistry();
  await registerOnly(registry, 'aurora');
});
afterEach(() => registry.close());

const spoil = async (table: string, sql: string): Promise<void> => {
  await registry.database.pool.query(`alter table ${table} disable trigger all`);
  await registry.database.pool.query(sql);
};

test('a sound log passes, again and as it grows', async () => {
  await checkRegistry(registry);
  await checkRegistry(registry);
  await registerOnly(registry, 'borealis');
  await checkRegistry(registry);
});

test.each([
  ['a tile', 'log_tile', "update log_tile set hashes = overlay(hashes placing '\\x00ff'::bytea from 5)"],
  [
    'the root beside a checkpoint',
    'log_checkpoint',
    "update log_checkpoint set root = overlay(root placing '\\x00ff'::bytea from 5) where size = 1",
  ],
  [
    'a checkpoint taken away',
    'log_checkpoint',
    'delete from log_checkpoint where size = (select max(size) from log_checkpoint)',
  ],
  ['the size of the tree', 'log_tree', 'update log_tree set size = size - 1'],
  [
    'a signature',
    'log_checkpoint',
    "update log_checkpoint set note = overlay(note placing 'AAAA' from length(note) - 12) where size = 1",
  ],
])('%s that was changed does not', async (_what, table, sql) => {
  await spoil(table, sql);
  await expect(checkRegistry(registry)).rejects.toThrow();
});
