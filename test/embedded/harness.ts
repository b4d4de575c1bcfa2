import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { type Account, idsOf } from '../../src/embedded-postgres/account.ts';
import { packagedBinaries } from '../../src/embedded-postgres/binaries.ts';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../src/embedded-postgres.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** A folder that vanishes after the test, with what was placed outside of it for its sake. */
export async function temporaryFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cms-embedded-'));
  await chmod(folder, mode);
  onTestFinished(async () => {
    for (const entry of await readdir(folder, { recursive: true })) {
      if (path.basename(entry) === 'pg') await rm(await realpath(path.join(folder, entry)), { recursive: true });
    }
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Starts in this process; stopped after the test. `lines` collects the launcher's log. */
export async function start(
  home: string,
  options?: EmbeddedPostgresOptions,
  lines: string[] = [],
): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(home, (line) => lines.push(line), options);
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** Starts in a process of its own, under another account when one is given. */
export async function startChild(
  home: string,
  account?: Account,
): Promise<{ child: ChildProcess; url: string; adopted: boolean }> {
  const script = path.join(REPOSITORY, 'test', 'embedded', 'child.ts');
  const env = { ...process.env, HOME: home, TMPDIR: os.tmpdir() };
  const child = spawn(process.execPath, ['--import', 'tsx', script, home], {
    cwd: REPOSITORY,
    env,
    stdio: 'pipe',
    ...idsOf(account),
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const line = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`child ended with ${code}: ${errors}`))),
  ]);
  const { url, adopted }: { url: string; adopted: boolean } = JSON.parse(line);
  return { child, url, adopted };
}

export async function killAndWait(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows }: { rows: unknown[] } = await client.query({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

export async function postmasterPid(home: string): Promise<number> {
  const text = await readFile(path.join(home, 'pg', 'data', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

/** The packaged programs as npm leaves them with install scripts off: without the library links. Their version is unique. */
export async function binariesWithoutLinks(folder: string): Promise<{ native: string; version: string }> {
  const native = path.join(folder, 'native');
  const version = `0.0.0-test.${randomUUID()}`;
  onTestFinished(() => rm(`/var/lib/cms-registry/postgres-${version}`, { recursive: true, force: true }));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ version }));
  await cp(packagedBinaries(), native, { recursive: true, verbatimSymlinks: true });
  for (const entry of await readdir(path.join(native, 'lib'), { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(path.join(native, 'lib', entry.name));
  }
  return { native, version };
}
