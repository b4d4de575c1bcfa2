import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { RegistryError } from '../core/errors.ts';
import type { IntakeStore } from '../registry/ports/intake.ts';
import type { Ledger, Stores } from '../registry/ports.ts';
import { accumulators } from './accumulators.ts';
import { acts } from './acts.ts';
import { archive } from './archive.ts';
import { attestations } from './attestations.ts';
import { audits } from './audits.ts';
import type { Run } from './bulk.ts';
import { certificates } from './certificates.ts';
import { cases, history, refusals } from './chronicle.ts';
import { cosignatures } from './cosignatures.ts';
import { credentials } from './credentials.ts';
import { disputes } from './disputes.ts';
import { domainChecks, domains } from './domains.ts';
import { events } from './events.ts';
import { evidence } from './evidence.ts';
import { groupCommits } from './group-commit.ts';
import { hours } from './hours.ts';
import { intakeStore } from './intake.ts';
import { inventories } from './inventories.ts';
import { listing } from './listing.ts';
import { listingDirectory } from './listing-directory.ts';
import { listingRows } from './listing-rows.ts';
import { listingVersions } from './listing-versions.ts';
import { live } from './live.ts';
import { log } from './log.ts';
import { logOverview } from './log-overview.ts';
import { opinions } from './opinions.ts';
import { accreditations, keys, parties, register } from './parties.ts';
import { registryKeys } from './registry-keys.ts';
import { sequencer } from './sequencer.ts';
import { serviceHistory } from './service-history.ts';
import { snapshots } from './snapshots.ts';
import { statements } from './statements.ts';
import { statistics } from './statistics.ts';
import { statusLists } from './status-lists.ts';
import { tree } from './tree.ts';
import type { Database, Tx } from './tx.ts';
import { overloadedIfUnreachable } from './unreachable.ts';
import { webhooks } from './webhooks.ts';
import { windows } from './windows.ts';

export interface PostgresLedger extends Ledger {
  close(): Promise<void>;
}

const POOL_SIZE = 16;
/** More of them gain nothing: each takes whatever has come meanwhile. */
const INTAKE_CONNECTIONS = 2;
const ACQUIRE_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;

/** The ledger on PostgreSQL 15 or newer. `onLost` hears of idle connections that broke; the pool replaces them. */
export function openLedger(databaseUrl: string, onLost: (error: Error) => void): PostgresLedger {
  const openPool = (max: number): pg.Pool => {
    const opened = new pg.Pool({
      connectionString: databaseUrl,
      max,
      connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    });
    // One that breaks in use fails the transaction that has it; without a listener it would end the process.
    return opened.on('error', onLost).on('connect', (client) => void client.on('error', () => undefined));
  };
  const pool = openPool(POOL_SIZE);
  // The one writer and the one sequencer of a process never wait for a connection behind its readers.
  const serialPool = openPool(2);
  // Intake never waits behind readers either, nor they behind it.
  const intakePool = openPool(INTAKE_CONNECTIONS);
  const db: Database = drizzle(pool);
  const serialDb: Database = drizzle(serialPool);
  const write = groupCommits(serialDb, (tx) => tx.execute(sql`select from log_head where id = 1 for update`));
  return {
    write: (work) => overloadedIfUnreachable(write((tx) => work(stores(tx)))),
    read: (work) =>
      overloadedIfUnreachable(
        db.transaction((tx) => work(stores(tx)), { isolationLevel: 'repeatable read', accessMode: 'read only' }),
      ),
    notify: (work) => overloadedIfUnreachable(db.transaction((tx) => work(stores(tx)))),
    sequence: (work) => overloadedIfUnreachable(serialDb.transaction((tx) => work(sequencer(tx)))),
    intake: (work) => overloadedIfUnreachable(intakeTransaction(intakePool, work)),
    close: async () => {
      await Promise.all([pool.end(), serialPool.end(), intakePool.end()]);
    },
  };
}

/** Bulk statements go past the query builder, to the connection that the transaction is on. */
async function intakeTransaction<T>(pool: pg.Pool, work: (tx: IntakeStore) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: unknown;
  try {
    const run: Run = async (text, values) => (await client.query(text, [...values])).rows;
    return await drizzle(client).transaction((tx) => work(intakeStore(tx, run)));
  } catch (error) {
    broken = error;
    throw error;
  } finally {
    client.release(broken instanceof Error && !(broken instanceof RegistryError));
  }
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
  disputes: disputes(tx),
  acts: acts(tx),
  evidence: evidence(tx),
  attestations: attestations(tx),
  intake: intakeStore(tx),
  windows: windows(tx),
  archive: archive(tx),
  accumulators: accumulators(tx),
  hours: hours(tx),
  inventories: inventories(tx),
  live: live(tx),
  history: history(tx),
  events: events(tx),
  webhooks: webhooks(tx),
  listing: listing(tx),
  listingVersions: listingVersions(tx),
  listingDirectory: listingDirectory(tx),
  listingRows: listingRows(tx),
  serviceHistory: serviceHistory(tx),
  snapshots: snapshots(tx),
  statistics: statistics(tx),
});
