/**
 * Reads the listing of the database that the first argument names, from memory and from the ledger, and prints what it
 * measured as JSON. A process of its own, so that its memory is that of the directory.
 */
import { RegistryError } from '../src/core/errors.ts';
import type { ListingQuery } from '../src/core/views.ts';
import { followDirectory } from '../src/registry/directory/follow-directory.ts';
import { listOrganisations } from '../src/registry/list-organisations.ts';
import type { Deps } from '../src/registry/ports.ts';
import { readFacets } from '../src/registry/read-facets.ts';
import { openLedger } from '../src/store/ledger.ts';
import { BIG_HEAD } from '../test/support/big-listing.ts';
import { benchDeps } from './bench-deps.ts';

const [url = ''] = process.argv.slice(2);
const SECONDS = 3;
const AT_ONCE = 8;
const SEARCHES = 1_000;
const SEARCH_INTERVAL_MS = 10;
const QUERY: ListingQuery = { tier: [], state: ['active', 'watch'], sort: '-composite', limit: 50 };
const DEEP = JSON.stringify(['after', 'org-07a121']);
const QUERIES: readonly (readonly [string, ListingQuery])[] = [
  ['first page', QUERY],
  ['deep page', { ...QUERY, cursor: DEEP }],
  ['three filters', { ...QUERY, tier: ['Silver'], country: 'SE', sector: 'K' }],
  ['by name', { ...QUERY, sort: 'name' }],
];
const position = { seq: BIG_HEAD, as_of: '2026-11-25T12:00:00Z' };

const ledger = openLedger(url, () => undefined);
const fromLedger: Deps = benchDeps(ledger);
const before = process.memoryUsage.rss();
const started = performance.now();
const directory = followDirectory({ ledger }, console.error);
await directory.ready;
const loadMs = performance.now() - started;
const inMemory: Deps = { ...fromLedger, directory };

/** Answers as JSON a second. */
async function perSecond(deps: Deps, query: ListingQuery): Promise<number> {
  const until = performance.now() + SECONDS * 1000;
  const from = performance.now();
  let answers = 0;
  const reader = async (): Promise<void> => {
    while (performance.now() < until) {
      JSON.stringify(await listOrganisations(deps, query, position));
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return (answers * 1000) / (performance.now() - from);
}

const rows: { name: string; value: number; yardstick: number }[] = [];
for (const [name, query] of QUERIES)
  rows.push({ name, value: await perSecond(inMemory, query), yardstick: await perSecond(fromLedger, query) });
const facetMs = await timed(() => readFacets(inMemory, QUERY, position));
const facetLedgerMs = await timed(() => readFacets(fromLedger, QUERY, position));

/**
 * Searches of a name each, some of them misspelt, at a steady rate whether or not the earlier ones are answered. Those that
 * waited too long for the database are refused, as visitors would be: they are counted, and have no time.
 */
async function searchTimes(): Promise<{ times: readonly number[]; refused: number }> {
  const names = (await ledger.read((tx) => tx.listing.page({ ...QUERY, limit: 200 }, BIG_HEAD, undefined))).rows;
  const times: number[] = [];
  let refused = 0;
  const asked: Promise<void>[] = [];
  for (let n = 0; n < SEARCHES; n += 1) {
    const name = names[n % names.length]?.name ?? '';
    const q = n % 4 === 0 ? misspelt(name) : name;
    const due = performance.now();
    asked.push(
      listOrganisations(inMemory, { ...QUERY, q }, position).then(
        () => void times.push(performance.now() - due),
        (error: unknown) => {
          if (!(error instanceof RegistryError && error.code === 'overloaded')) throw error;
          refused += 1;
        },
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, SEARCH_INTERVAL_MS));
  }
  await Promise.all(asked);
  return { times: times.sort((a, b) => a - b), refused };
}

/** Two letters the wrong way round. */
const misspelt = (name: string): string => `${name.slice(0, 2)}${name[3]}${name[2]}${name.slice(4)}`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

const { times, refused } = await searchTimes();
const rank = (share: number): number => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);
process.stdout.write(
  JSON.stringify({
    rows,
    loadMs: Math.round(loadMs),
    rssMegabytes: megabytes(process.memoryUsage.rss()),
    rssBeforeMegabytes: megabytes(before),
    facetMs: Math.round(facetMs),
    facetLedgerMs: Math.round(facetLedgerMs),
    searchP50Ms: rank(0.5),
    searchP99Ms: rank(0.99),
    searchesRefused: refused,
  }),
);
await ledger.close();
