import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});

afterAll(async () => {
  await Promise.all([first.drop(), second.drop()]);
});

test('two test databases see nothing of each other', async () => {
  await first.pool.query('create table only_here (n integer)');
  const { rows } = await second.pool.query("select to_regclass('only_here') as found");
  expect(rows).toEqual([{ found: null }]);
});

test('text is compared byte by byte in UTF-8, whatever the system locale', async () => {
  const { rows } = await first.pool.query(
    "select datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database() and datlocprovider = 'b'",
  );
  if (process.env['TEST_DATABASE_URL'] === undefined) {
    expect(rows).toEqual([{ provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' }]);
  }
});
