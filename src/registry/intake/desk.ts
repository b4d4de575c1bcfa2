import { RegistryError } from '../../core/errors.ts';
import type { Outcome } from '../accept.ts';
import { siteKey } from '../ports/intake.ts';
import type { Deps, Ledger } from '../ports.ts';
import type { Arrival } from './arrival.ts';
import type { FactCache } from './facts.ts';
import { type KnownKeys, knownKeys } from './known-keys.ts';
import type { Settled } from './session.ts';
import { settle } from './settle.ts';
import { isOpen, settleWithLeaves } from './write-leaves.ts';

/** Transactions of intake under way at once, one a connection. */
const AT_ONCE = 2;
/** Attestations of one transaction. */
const MOST_TOGETHER = 1_000;
/** Attestations in work in this process; more would wait longer than their senders do. */
const MOST_IN_WORK = 10_000;

interface Job {
  readonly deps: Deps;
  readonly arrival: Arrival;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/** Where the attestations of one process wait for a connection. */
export interface Desk {
  readonly keys: KnownKeys;
  /**
   * Takes arrivals in. Whenever a connection is free it takes along everything that waits, so nobody waits for a timer; of one
   * site at most one transaction runs at once. Resolves after the commit.
   *
   * @throws RegistryError through each promise
   */
  submit(deps: Deps, arrival: Arrival): Promise<Outcome>;
  /** Room for so many more, until `leave`. @throws RegistryError overloaded */
  enter(count: number): void;
  leave(count: number): void;
}

const desks = new WeakMap<Ledger, Desk>();

/** The one desk of a ledger. */
export function deskOf({ ledger }: Deps): Desk {
  const known = desks.get(ledger);
  if (known !== undefined) return known;
  const desk = openDesk();
  desks.set(ledger, desk);
  return desk;
}

function openDesk(): Desk {
  const waiting = new Map<string, Job[]>();
  const ready = new Set<string>();
  const busy = new Set<string>();
  const facts: FactCache = new Map();
  let running = 0;
  let isScheduled = false;
  let inWork = 0;

  const release = (site: string): void => {
    busy.delete(site);
    if ((waiting.get(site)?.length ?? 0) > 0) ready.add(site);
    else waiting.delete(site);
  };
  const take = (): Job[] => {
    const batch: Job[] = [];
    for (const site of ready) {
      if (batch.length >= MOST_TOGETHER) break;
      batch.push(...(waiting.get(site)?.splice(0, MOST_TOGETHER - batch.length) ?? []));
      ready.delete(site);
      busy.add(site);
    }
    return batch;
  };
  const pump = (): void => {
    isScheduled = false;
    while (running < AT_ONCE && ready.size > 0) void run(take());
  };
  const run = async (batch: readonly Job[]): Promise<void> => {
    running += 1;
    const open = await settleTogether(batch, facts);
    running -= 1;
    const held = sitesOf(open);
    for (const site of sitesOf(batch)) if (!held.has(site)) release(site);
    pump();
    await writeTogether(open);
    for (const site of held) release(site);
    pump();
  };
  return {
    keys: knownKeys(),
    submit: (deps, arrival) =>
      new Promise((resolve, reject) => {
        const site = siteKey(arrival);
        const queue = waiting.get(site);
        if (queue === undefined) waiting.set(site, [{ deps, arrival, resolve, reject }]);
        else queue.push({ deps, arrival, resolve, reject });
        if (!busy.has(site)) ready.add(site);
        // Whoever is handed in together travels together.
        if (!isScheduled) queueMicrotask(pump);
        isScheduled = true;
      }),
    enter: (count) => {
      if (inWork + count > MOST_IN_WORK)
        throw new RegistryError('overloaded', 'more attestations are on their way in than can be taken');
      inWork += count;
    },
    leave: (count) => {
      inWork -= count;
    },
  };
}

const sitesOf = (jobs: readonly Job[]): Set<string> => new Set(jobs.map(({ arrival }) => siteKey(arrival)));

/** Settles jobs in one transaction; yields those that need a leaf. Never fails: whoever cannot be settled is told. */
async function settleTogether(batch: readonly Job[], facts: FactCache, isRetry = false): Promise<readonly Job[]> {
  const [first] = batch;
  if (first === undefined) return [];
  const { deps } = first;
  const arrivals = batch.map(({ arrival }) => arrival);
  try {
    const settling = { deps, facts, cleared: new Set<never>() };
    const results = await deps.ledger.intake((tx) => settle(tx, settling, arrivals));
    return tell(batch, results);
  } catch (error) {
    if (error instanceof RegistryError || (isRetry && batch.length === 1)) {
      for (const job of batch) job.reject(error);
      return [];
    }
    // A deadlock or a race does not come twice; whatever else broke the transaction breaks, alone, only its own.
    if (!isRetry) return settleTogether(batch, facts, true);
    const open: Job[] = [];
    for (const job of batch) open.push(...(await settleTogether([job], facts, true)));
    return open;
  }
}

async function writeTogether(open: readonly Job[]): Promise<void> {
  const [first] = open;
  if (first === undefined) return;
  const { deps } = first;
  const arrivals = open.map(({ arrival }) => arrival);
  try {
    tell(open, await deps.ledger.write((tx) => settleWithLeaves(tx, deps, arrivals)));
  } catch (error) {
    for (const job of open) job.reject(error);
  }
}

/** Tells everybody what was committed; yields those about whom nothing was. */
function tell(jobs: readonly Job[], results: readonly Settled[]): readonly Job[] {
  return jobs.filter((job, at) => {
    const settled = results[at];
    if (settled?.kind === 'done') job.resolve(settled.outcome);
    else if (settled?.kind === 'refused') job.reject(settled.error);
    else if (settled === undefined) job.reject(new Error('an arrival was left without a result'));
    return isOpen(settled);
  });
}
