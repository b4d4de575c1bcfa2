import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/embedded-postgres.ts';
import { migrate } from '../src/store/migrate.ts';
import { BIG_HEAD, seedBigListing } from '../test/support/big-listing.ts';
import type { BenchRow } from './score.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ORGANISATIONS = 1_000_000;

/** What a large listing costs, beside answers a second. */
export interface ListingFigures {
  readonly organisations: number;
  /** Until the directory is in memory. */
  readonly loadMs: number;
  readonly rssMegabytes: number;
  readonly rssBeforeMegabytes: number;
  readonly facetMs: number;
  readonly facetLedgerMs: number;
  /** 1,000 name searches, one in four misspelt, offered at 100 a second: times of those that were answered. */
  readonly searchP50Ms: number;
  readonly searchP99Ms: number;
  /** Of them, those that waited too long for the database. Where there are any, times are those of an overloaded registry. */
  readonly searchesRefused: number;
}

type Measured = Omit<ListingFigures, 'organisations'> & { readonly rows: readonly Omit<BenchRow, 'ratio'>[] };

/**
 * The listing of a million organisations: pages from memory beside the same pages from PostgreSQL, on the same data.
 * PostGraphile, which the design names as the peer, is not among the dependencies; it stands on the same queries.
 */
export async function benchListing(): Promise<{ rows: readonly BenchRow[]; figures: ListingFigures }> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'cms-bench-'));
  await chmod(home, 0o711); // as root, PostgreSQL runs under another account, which must reach its data below
  const postgres = await startEmbeddedPostgres(home, () => undefined);
  try {
    await migrate(postgres.url);
    await seed(postgres.url);
    return await measure(postgres.url);
  } finally {
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function seed(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url });
  await seedBigListing(pool, ORGANISATIONS);
  await pool.query(`insert into log_pending (seq, type, at, leaf) values ($1, 'genesis', now(), '{}')`, [BIG_HEAD]);
  await pool.end();
}

async function measure(url: string): Promise<{ rows: readonly BenchRow[]; figures: ListingFigures }> {
  const script = path.join(ROOT, 'bench', 'listing-reader.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, url], { cwd: ROOT });
  const { rows, ...measured }: Measured = JSON.parse(stdout);
  const figures = { organisations: ORGANISATIONS, ...measured };
  return {
    rows: rows.map(({ name, value, yardstick }) => ({
      name: `listing of ${ORGANISATIONS.toLocaleString('en')}, ${name}: memory v PostgreSQL`,
      value,
      yardstick,
      ratio: value / yardstick,
    })),
    figures,
  };
}
