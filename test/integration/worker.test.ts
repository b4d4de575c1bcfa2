import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorker, type Tasks, type Worker } from '../../src/jobs/worker.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Tasks that note who did them. */
function noting(name: string, notes: string[], work: () => Promise<void> = async () => undefined): Tasks {
  const note = (task: string) => async () => {
    notes.push(`${name} ${task}`);
    await work();
  };
  return {
    close_days: note('close_days'),
    ensure_months: note('ensure_months'),
    archive_months: note('archive_months'),
  };
}

async function until(isDone: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const waiting = async (): Promise<number> =>
  (await database.pool.query('select from graphile_worker._private_jobs')).rowCount ?? 0;

async function start(tasks: Tasks, crontab?: string): Promise<{ worker: Worker; lines: string[] }> {
  const lines: string[] = [];
  const worker = startWorker(tasks, {
    databaseUrl: database.url,
    report: (line) => lines.push(line),
    ...(crontab === undefined ? {} : { crontab }),
  });
  await worker.started;
  return { worker, lines };
}

describe('workers on one database', () => {
  test('the first start looks for open days at once, and knows its times', async () => {
    const notes: string[] = [];
    const { worker, lines } = await start(noting('a', notes));
    await until(() => notes.length > 0);
    await worker.stop();
    expect([notes, lines]).toEqual([['a close_days'], []]);
    const { rows } = await database.pool.query(
      'select identifier from graphile_worker._private_known_crontabs order by 1',
    );
    expect(rows.map(({ identifier }) => identifier)).toEqual([
      'archive_months',
      'day_close',
      'day_close_again',
      'ensure_months',
    ]);
  });

  test('whatever falls due is done once, whichever of them is there', async () => {
    const minutely = '* * * * * ensure_months ?id=often&fill=30m';
    const { worker } = await start(noting('a', []), minutely);
    await worker.stop();
    const missed = `update graphile_worker._private_known_crontabs
      set known_since = date_trunc('minute', now()) - interval '20 minutes', last_execution = null where identifier = 'often'
      returning extract(epoch from known_since)::float8 as since`;
    const { rows } = await database.pool.query<{ since: number }>(missed);
    const notes: string[] = [];
    const two = await Promise.all(['a', 'b'].map((name) => start(noting(name, notes), minutely)));
    const done = (): number => notes.filter((note) => note.endsWith('ensure_months')).length;
    await until(async () => done() >= 20 && (await waiting()) === 0);
    await Promise.all(two.map((one) => one.worker.stop()));
    const { rows: known } = await database.pool.query<{ last: number }>(
      `select extract(epoch from last_execution)::float8 as last
       from graphile_worker._private_known_crontabs where identifier = 'often'`,
    );
    const due = Math.round(((known[0]?.last ?? 0) - (rows[0]?.since ?? 0)) / 60) + 1;
    expect(due).toBeGreaterThanOrEqual(20);
    expect(done()).toBe(due);
    expect(two.flatMap((one) => one.lines)).toEqual([]);
  });

  test('a stop waits for the job in work, and leaves no connection', async () => {
    const state = { isDone: false };
    const notes: string[] = [];
    const slow = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      state.isDone = true;
    };
    const { worker } = await start(noting('a', notes, slow));
    await until(() => notes.length > 0);
    await worker.stop();
    expect(state.isDone).toBe(true);
    const others = `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and query like '%graphile_worker%'`;
    await until(async () => (await database.pool.query(others)).rowCount === 0);
  });

  test('what throws is one line, and is tried again', async () => {
    const notes: string[] = [];
    const failing = async (): Promise<void> => {
      throw new Error('the disk is full');
    };
    const { worker, lines } = await start(noting('a', notes, failing));
    await until(() => lines.length > 0);
    await worker.stop();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^jobs: .*close_days.*the disk is full/);
    expect(await waiting()).toBe(1);
  });

  test('a database that is away is an alarm, not an end', async () => {
    const lines: string[] = [];
    const worker = startWorker(noting('a', []), {
      databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
      report: (line) => lines.push(line),
    });
    await worker.started;
    await worker.stop();
    expect(lines.at(-1)).toMatch(/^ALARM no jobs are done here/);
  });
});
