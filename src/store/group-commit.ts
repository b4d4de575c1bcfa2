import type { Database, Tx } from './tx.ts';

/** Callers whose work shares a commit at most: other instances wait that long, and PostgreSQL keeps 64 savepoints at hand. */
const MOST = 32;

/** Times a transaction is tried again that the server gave up for another. */
const RETRIES = 3;

type Write = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Runs one caller's work in a savepoint of its own; resolves to what tells the caller, once all is committed. */
interface Job {
  run(tx: Tx): Promise<() => void>;
  fail(error: unknown): void;
}

/**
 * Serial writes of one process that share commits. Whoever comes while a transaction is in work goes into the next one with all
 * who came meanwhile, in the order of coming: the lock is taken, and the disk waited for, once for all of them.
 *
 * Each keeps what it had alone: it runs after the others, never beside them; if it throws, its own changes are undone and
 * nobody else's; nobody is told before the commit. Where the commit itself fails nothing of the group has happened.
 *
 * @param begin takes the writers' lock, first of all
 */
export function groupCommits(db: Database, begin: (tx: Tx) => Promise<unknown>): Write {
  const queue: Job[] = [];
  let isBusy = false;
  const drain = async (): Promise<void> => {
    isBusy = true;
    while (queue.length > 0) await commitTogether(db, begin, queue.splice(0, MOST), RETRIES);
    isBusy = false;
  };
  return (work) =>
    new Promise((resolve, reject) => {
      queue.push({ run: (tx) => runAlone(tx, work, resolve, reject), fail: reject });
      if (!isBusy) void drain();
    });
}

async function commitTogether(
  db: Database,
  begin: (tx: Tx) => Promise<unknown>,
  jobs: readonly Job[],
  retries: number,
): Promise<void> {
  const tell: (() => void)[] = [];
  try {
    await db.transaction(async (tx) => {
      await begin(tx);
      for (const job of jobs) tell.push(await job.run(tx));
    });
  } catch (error) {
    if (retries > 0 && isDeadlock(error)) return commitTogether(db, begin, jobs, retries - 1);
    for (const job of jobs) job.fail(error);
    return;
  }
  for (const one of tell) one();
}

/** With a transaction of intake, which holds rows of its own in its own order; nothing of this one has happened. */
function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === '40P01') || isDeadlock(error.cause);
}

async function runAlone<T>(
  tx: Tx,
  work: (tx: Tx) => Promise<T>,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): Promise<() => void> {
  try {
    const value = await tx.transaction(work);
    return () => resolve(value);
  } catch (error) {
    // Locks of the jobs before it may be part of it.
    if (isDeadlock(error)) throw error;
    return () => reject(error);
  }
}
