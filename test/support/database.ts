import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { asAdministrator } from './administrator.ts';

export interface TestDatabase {
  readonly url: string;
  /** Connects on first use. */
  readonly pool: pg.Pool;
  /** Closes the pool, ends every other session and removes the database. */
  drop(): Promise<void>;
}

/**
 * A database of the calling test file's own: make it in `beforeAll`, drop it in `afterAll`.
 *
 * @param template name of the database it is a copy of; nobody may be connected to it. Default: migrated and empty
 */
export async function createTestDatabase(template = inject('templateDatabase')): Promise<TestDatabase> {
  const server = inject('serverUrl');
  const name = `cms_test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(server, `create database ${name} template ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 10 });
  pool.on('error', () => undefined);
  const drop = async () => {
    await pool.end();
    await asAdministrator(server, `drop database if exists ${name} with (force)`);
  };
  return { url: url.href, pool, drop };
}
