import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY = /ready (?:at (\S+)|as a worker)$/;

let database: TestDatabase;
let folder: string;
const nodes: ChildProcess[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'cms-roles-'));
});
afterAll(async () => {
  for (const node of nodes) if (node.exitCode === null) node.kill('SIGKILL');
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Starts a node on the one database and waits until it says that it is ready. */
async function start(role: string): Promise<{ node: ChildProcess; address: string | undefined; lines: string[] }> {
  const args = ['--import', 'tsx', 'src/main.ts', '--mode', 'sandbox', '--role', role, '--port', '0'];
  const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'silent' };
  const node = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...env, REGISTRY_ORIGIN: 'http://localhost:3999' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  nodes.push(node);
  const lines: string[] = [];
  const reader = createInterface(node.stderr);
  reader.on('line', (line) => lines.push(line));
  for (;;) {
    const ready = lines.map((line) => READY.exec(line)).find((match) => match !== null);
    if (ready) return { node, address: ready[1], lines };
    if (node.exitCode !== null) throw new Error(lines.join('\n'));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const crontabs = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ name: string | null }>(
    `select to_regclass('graphile_worker._private_known_crontabs')::text as name`,
  );
  if (rows[0]?.name == null) return 0;
  return (await database.pool.query('select from graphile_worker._private_known_crontabs')).rowCount ?? 0;
};

test('an API node answers and has no jobs; a worker has the jobs and answers nobody; both stop cleanly', async () => {
  const api = await start('api');
  expect((await fetch(`${api.address}/health/ready`)).status).toBe(200);
  expect(await crontabs()).toBe(0);
  const worker = await start('worker');
  expect(worker.address).toBeUndefined();
  while ((await crontabs()) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await crontabs()).toBe(4);
  for (const { node } of [api, worker]) {
    const ended = once(node, 'exit');
    node.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }
  expect([...api.lines, ...worker.lines].filter((line) => !READY.test(line))).toEqual([]);
  const others = 'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  while (((await database.pool.query(others)).rowCount ?? 0) > 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
}, 90_000);
