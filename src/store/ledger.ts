import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Ledger, Stores } from '../registry/ports.ts';
import { acts } from './acts.ts';
import { audits } from './audits.ts';
import { certificates } from './certificates.ts';
import { cases, history, refusals } from './chronicle.ts';
import { listing } from './listing.ts';
import { log } from './log.ts';
import { opinions } from './opinions.ts';
import { accreditations, domains, keys, parties, register } from './parties.ts';
import { statements } from './statements.ts';
import type { Database, Tx } from './tx.ts';
import { overloadedIfUnreachable } from './unreachable.ts';

export interface PostgresLedger extends Ledger {
  close(): Promise<void>;
}

const POOL_SIZE = 16;
const ACQUIRE_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;

/** The ledger on PostgreSQL 15 or newer. `onLost` hears of idle connections that broke; the pool replaces them. */
export function openLedger(databaseUrl: string, onLost: (error: Error) => void): PostgresLedger {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  });
  pool.on('error', onLost);
  const db: Database = drizzle(pool);
  return {
    write: (work) =>
      overloadedIfUnreachable(
        db.transaction(async (tx) => {
          await tx.execute(sql`select from log_head where id = 1 for update`);
          return work(stores(tx));
        }),
      ),
    read: (work) =>
      overloadedIfUnreachable(
        db.transaction((tx) => work(stores(tx)), { isolationLevel: 'repeatable read', accessMode: 'read only' }),
      ),
    close: () => pool.end(),
  };
}

const stores = (tx: Tx): Stores => ({
  log: log(tx),
  statements: statements(tx),
  refusals: refusals(tx),
  parties: parties(tx),
  domains: domains(tx),
  keys: keys(tx),
  accreditations: accreditations(tx),
  register: register(tx),
  audits: audits(tx),
  opinions: opinions(tx),
  certificates: certificates(tx),
  cases: cases(tx),
  acts: acts(tx),
  history: history(tx),
  listing: listing(tx),
});
