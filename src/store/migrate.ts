import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

/** Any number that no other program uses as an advisory lock in this database. */
const MIGRATION_LOCK = 7_266_001;
const LOCK_TIMEOUT_MS = 60_000;

/** `migrations/` stands beside both `src/` and `dist/`. */
const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Brings the schema up to date, forward only. Nodes that start together take turns on one session lock, which is why this
 * needs a direct connection, never a transaction-mode pooler. A run killed between two files goes on with the next one.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, statement_timeout: LOCK_TIMEOUT_MS });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runMigrations(drizzle(client), { migrationsFolder: FOLDER });
  } finally {
    await client.end();
  }
}
