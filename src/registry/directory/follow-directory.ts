import { freshnessOf } from '../../core/freshness.ts';
import type { ListingDirectory } from '../ports/listing-directory.ts';
import type { Deps, Stores } from '../ports.ts';
import { type Directory, openDirectory } from './directory.ts';
import type { LiveOf } from './filters.ts';
import { Undecided } from './orders.ts';

/** Changes taken one by one; after more of them it is quicker to load everything again. */
const MAX_CHANGES = 2_000;
/** What one process accepted and committed after another looked is still found this long after. */
const MARGIN_MS = 60_000;

interface Loaded {
  readonly directory: Directory;
  /** The position its rows stand at. */
  seq: number;
}

/**
 * Keeps the current rows of the listing in memory. It loads in the background, then follows the log: before it answers it
 * takes in what was published since. Of the past, of searches, and of a position it has left behind it knows nothing.
 */
export function followDirectory(deps: Pick<Deps, 'ledger'>, report: (line: string) => void): ListingDirectory {
  let loaded: Loaded | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const one = <T>(work: () => Promise<T>): Promise<T> => {
    const next = running.then(work);
    running = next.catch(() => undefined);
    return next;
  };
  const reload = async (): Promise<void> => {
    loaded = undefined;
    loaded = await deps.ledger.read(load);
  };
  const restart = (): void =>
    void one(reload).catch((error: unknown) => report(`the directory could not be loaded: ${String(error)}`));
  const reach = async (seq: number): Promise<Directory | undefined> => {
    if (loaded !== undefined && loaded.seq < seq) await one(() => catchUp(seq));
    return loaded?.seq === seq ? loaded.directory : undefined;
  };
  const catchUp = async (seq: number): Promise<void> => {
    const at = loaded;
    if (at === undefined || at.seq >= seq) return;
    const changes = await deps.ledger.read((tx) => tx.listingDirectory.changed(at.seq, seq, MAX_CHANGES + 1));
    try {
      if (changes.length > MAX_CHANGES) throw new Undecided();
      for (const { party, version } of changes) at.directory.change(party, version);
      at.seq = seq;
    } catch (error) {
      loaded = undefined;
      restart();
      if (!(error instanceof Undecided)) throw error;
    }
  };
  const fresh = followEnds(deps);
  const ask = async <T>(
    seq: number,
    live: () => Promise<LiveOf>,
    answer: (directory: Directory, live: LiveOf) => T | undefined,
  ): Promise<T | undefined> => {
    const of = await live();
    const directory = await reach(seq);
    try {
      return directory === undefined ? undefined : answer(directory, of);
    } catch (error) {
      if (error instanceof Undecided) return undefined;
      throw error;
    }
  };
  const ready = one(reload).catch((error: unknown) => report(`the directory could not be loaded: ${String(error)}`));
  return {
    ready,
    page: async (query, seq, now) =>
      query.q !== undefined || query.at !== undefined
        ? undefined
        : ask(seq, query.live === undefined ? noLive : () => fresh(now), (directory, live) =>
            directory.page(query, live),
          ),
    facets: async (query, seq, now) =>
      query.q !== undefined || query.at !== undefined
        ? undefined
        : ask(
            seq,
            () => fresh(now),
            (directory, live) => directory.facets(query, live),
          ),
  };
}

const noLive = async (): Promise<LiveOf> => undefined;

/** Everything that is committed, in one snapshot. */
async function load(tx: Stores): Promise<Loaded> {
  const directory = openDirectory();
  const seq = (await tx.log.head())?.seq ?? -1;
  for await (const versions of tx.listingDirectory.all()) for (const version of versions) directory.load(version);
  for (const order of ['name', 'certified_at', 'valid_to'] as const) {
    for await (const parties of tx.listingDirectory.order(order))
      for (const party of parties) directory.loadOrder(order, party);
  }
  return { directory, seq };
}

/** Newest ends of whoever measures, all read once and then those that are heard of since. */
function followEnds(deps: Pick<Deps, 'ledger'>): (now: Date | undefined) => Promise<LiveOf> {
  const ends = new Map<string, Date>();
  let since = new Date(0);
  return async (now) => {
    if (now === undefined) return undefined;
    const from = new Date(Math.max(0, since.getTime() - MARGIN_MS));
    for (const { partyId, end, acceptedAt } of await deps.ledger.read((tx) => tx.events.measuredSince(from))) {
      ends.set(partyId, end);
      if (acceptedAt > since) since = acceptedAt;
    }
    return (party) => freshnessOf(ends.get(party), now);
  };
}
