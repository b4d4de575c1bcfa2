import type { NodePgDatabase } from 'drizzle-orm/node-postgres';

export type Database = NodePgDatabase<Record<string, never>>;

/** The handle of one open transaction. No store function has any other way to the database. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];
