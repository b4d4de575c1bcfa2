import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Ledger, Stores } from '../registry/ports.ts';
import { acts } from './acts.ts';
import { audits } from './audits.ts';
import { certificates } from './certificates.ts';
import { cases, history, refusals } from './chronicle.ts';
import { cosignatures } from './cosignatures.ts';
import { credentials } from './credentials.ts';
import { domainChecks, domains } from './domains.ts';
import { listing } from './listing.ts';
import { log } from './log.ts';
import { logOverview } from './log-overview.ts';
import { opinions } from './opinions.ts';
import { accreditations, keys, parties, register } from './parties.ts';
import { registryKeys } from './registry-keys.ts';
import { sequencer } from './sequencer.ts';
import { snapshots } from './snapshots.ts';
import { statements } from './statements.ts';
import { statusLists } from './status-lists.ts';
import { tree } from './tree.ts';
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
  const openPool = (max: number): pg.Pool =>
    new pg.Pool({
      connectionString: databaseUrl,
      max,
      connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    }).on('error', onLost);
  const pool = openPool(POOL_SIZE);
  // Writers that queue for their lock hold all connections of their pool; what publishes their leaves must not wait for one.
  const sequencerPool = openPool(1);
  const db: Database = drizzle(pool);
  const sequencerDb: Database = drizzle(sequencerPool);
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
    sequence: (work) => overloadedIfUnreachable(sequencerDb.transaction((tx) => work(sequencer(tx)))),
    close: async () => {
      await Promise.all([pool.end(), sequencerPool.end()]);
    },
  };
}

const stores = (tx: Tx): Stores => ({
  log: log(tx),
  tree: tree(tx),
  logOverview: logOverview(tx),
  cosignatures: cosignatures(tx),
  statements: statements(tx),
  refusals: refusals(tx),
  parties: parties(tx),
  domains: domains(tx),
  domainChecks: domainChecks(tx),
  keys: keys(tx),
  accreditations: accreditations(tx),
  register: register(tx),
  audits: audits(tx),
  opinions: opinions(tx),
  certificates: certificates(tx),
  credentials: credentials(tx),
  statusLists: statusLists(tx),
  registryKeys: registryKeys(tx),
  cases: cases(tx),
  acts: acts(tx),
  history: history(tx),
  listing: listing(tx),
  snapshots: snapshots(tx),
});
