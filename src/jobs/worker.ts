import { Logger, type Runner, run } from 'graphile-worker';
import pg from 'pg';

/** What the worker does, each idempotent: it looks for what is due and does it. Whatever it throws is tried again later. */
export interface Tasks {
  close_days(): Promise<void>;
  ensure_months(): Promise<void>;
  archive_months(): Promise<void>;
}

/*
 * No queue: a worker that is killed would hold it for hours. A job of the same key that comes meanwhile is done beside it, which
 * each of them bears.
 */
/**
 * UTC. Each line fires once for all workers on one database; `fill` makes up for what fell due while none ran. An hourly look for
 * days that are still open makes up for a worker that died over one. An archive begins when nothing more can come into its month.
 */
const CRONTAB = `
30 0 * * * close_days ?id=day_close&fill=7d&jobKey=close_days
35 1-23 * * * close_days ?id=day_close_again&jobKey=close_days
15 3 * * * ensure_months ?fill=7d&jobKey=ensure_months
45 3 9 * * archive_months ?fill=31d&jobKey=archive_months
`;

/** Its LISTEN, its jobs, and whatever they have to note in between. */
const CONNECTIONS = 3;
/** How often to look for jobs that are to be tried again; new ones announce themselves. */
const POLL_MS = 10_000;

export interface WorkerOptions {
  /** Past a transaction-mode pooler: it listens. */
  readonly databaseUrl: string;
  /** Hears single lines; those that begin with ALARM are for people. */
  report(line: string): void;
  readonly crontab?: string;
}

/** Jobs at their times, once per database whatever the number of workers. */
export interface Worker {
  /** Resolves once it takes jobs. Never fails: what keeps it from working is reported. */
  readonly started: Promise<void>;
  /** Resolves when the job in work has ended. */
  stop(): Promise<void>;
}

/** Starts a worker; nobody waits for it. What fell due before any worker knew of it is done first. */
export function startWorker(tasks: Tasks, options: WorkerOptions): Worker {
  const { report, databaseUrl } = options;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  // Whoever uses one that breaks hears of it; without listeners it would end the process.
  pool.on('error', () => undefined).on('connect', (client) => void client.on('error', () => undefined));
  const running = open(pool, tasks, options).catch((error: unknown) => {
    report(`ALARM no jobs are done here: ${String(error)}`);
    return undefined;
  });
  return {
    started: running.then(() => undefined),
    stop: async () => {
      await (await running)?.stop();
      await pool.end();
    },
  };
}

async function open(pool: pg.Pool, tasks: Tasks, { report, crontab = CRONTAB }: WorkerOptions): Promise<Runner> {
  const runner = await run({
    pgPool: pool,
    concurrency: 1,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    // Only what is noted in batches is waited for when the runner stops; else a job that was done looks as if it were in work.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    crontab,
    taskList: {
      close_days: () => tasks.close_days(),
      ensure_months: () => tasks.ensure_months(),
      archive_months: () => tasks.archive_months(),
    },
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') report(`jobs: ${message.split('\n')[0]}`);
    }),
  });
  runner.promise.catch((error: unknown) => report(`ALARM jobs are no longer done here: ${String(error)}`));
  await runner
    .addJob('close_days', {}, { jobKey: 'close_days' })
    .catch((error: unknown) => report(`jobs: ${String(error)}`));
  return runner;
}
