import pg from 'pg';

/** Runs one statement in a session of its own, e.g. `create database`, which allows no transaction. */
export async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
