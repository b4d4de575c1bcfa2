import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCheckpoint } from '../../src/log/checkpoint.ts';
import { generateSigningKey, newClaims, signStatement } from '../../src/sdk/sign.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { partyBody } from '../support/party-body.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ORIGIN = 'http://localhost:3999';
const READY = /^Carbon Mirror Registry \(\w+\) ready at (.+)$/;

let folder: string;
let database: TestDatabase;
let wiped: TestDatabase;
const started: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cms-boot-'));
  database = await createTestDatabase();
  wiped = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(started.map(stop));
  await database.drop();
  await wiped.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Registry {
  readonly address: string;
  /** What it said while it started. */
  readonly lines: readonly string[];
  readonly child: ChildProcess;
}

/** The real program on a database, with the one data folder of this test. */
async function boot(url: string, mode: string): Promise<Registry> {
  const args = ['--import', 'tsx', 'src/main.ts', '--mode', mode, '--port', '0', '--data-dir', folder];
  const env = { ...process.env, DATABASE_URL: url, REGISTRY_ORIGIN: ORIGIN, LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] });
  started.push(child);
  const lines: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    lines.push(line);
    const [, address] = READY.exec(line) ?? [];
    if (address !== undefined) return { address, lines, child };
  }
  throw new Error(`it did not start: ${lines.join('\n')}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

const readyOf = async ({ address }: Registry): Promise<unknown> => (await fetch(`${address}/health/ready`)).json();
const markOf = async () => parseCheckpoint(await readFile(path.join(folder, 'log', 'checkpoint'), 'utf8'));

test('a start on a wiped database seeds nothing, writes nothing, and says where to look', async () => {
  const first = await boot(database.url, 'sandbox');
  const opened = await readyOf(first);
  await stop(first.child);
  const mark = await markOf();
  const size = Number(mark?.size);
  expect(mark?.origin).toBe('localhost:3999/log');
  expect(opened).toMatchObject({ ready: true, seq: size - 1, log: 'ok', high_water_mark: size });

  const empty = await boot(wiped.url, 'demo');
  const fault = `the database ends at size 0, but size ${size} of localhost:3999/log was published: it is older than its high-water mark`;
  expect(empty.lines.slice(0, -1)).toEqual([
    `the log is not signed: ${fault}`,
    'read-only: see "When the log refuses to sign" in README.md',
  ]);
  expect(await readyOf(empty)).toEqual({ ready: false, database: true, seq: null, log: fault, high_water_mark: size });
  const key = await generateSigningKey();
  const claims = { iss: 'acme', aud: ORIGIN, ...newClaims(new Date(), randomBytes(16)) };
  const body = await signStatement({ typ: 'cms-party+jwt', privateJwk: key, body: partyBody('acme', key), ...claims });
  const headers = { 'content-type': 'application/jose' };
  const posted = await fetch(`${empty.address}/v1/parties`, { method: 'POST', headers, body });
  expect([posted.status, await posted.json()]).toMatchObject([503, { code: 'read_only' }]);
  await stop(empty.child);
  for (const table of ['log_pending', 'log_checkpoint', 'parties', 'keys'])
    expect((await wiped.pool.query(`select from ${table}`)).rowCount).toBe(0);
  expect(await markOf()).toEqual(mark);

  const again = await boot(database.url, 'sandbox');
  expect(await readyOf(again)).toMatchObject({ ready: true, seq: size - 1, log: 'ok' });
  await stop(again.child);
}, 120_000);
