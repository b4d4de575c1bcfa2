import { execFile } from 'node:child_process';
import { access, chmod, lstat, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { canEnter, databaseAccount, idsOf } from '../../src/embedded-postgres/account.ts';
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts';
import {
  binariesWithoutLinks,
  killAndWait,
  postmasterPid,
  query,
  start,
  startChild,
  temporaryFolder,
} from './harness.ts';

const quiet = () => undefined;
const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('SKIPPED: launcher tests that need root (closed home, other account): this run is not root');

describe('first start', () => {
  test('makes a server of fixed shape: loopback only, builtin locale, checksums, UTC', async () => {
    const { url, adopted } = await start(await temporaryFolder());
    expect(adopted).toBe(false);
    const shown = ['listen_addresses', 'unix_socket_directories', 'data_checksums', 'timezone', 'password_encryption'];
    const values = await Promise.all(shown.map((name) => query(url, `show ${name}`)));
    expect(values.flat()).toEqual(['127.0.0.1', '', 'on', 'UTC', 'scram-sha-256']);
    expect(
      await query(url, 'select datlocprovider, datlocale from pg_database where datname = current_database()'),
    ).toEqual(['b', 'C.UTF-8']);
  });

  test('keeps the password in a file of mode 0600 and lets nobody in without it', async () => {
    const home = await temporaryFolder();
    const { url } = await start(home);
    const file = path.join(home, 'pg', 'pg.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const stored: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { password, port } = new URL(url);
    expect(stored).toMatchObject({ password, port: Number(port) });
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  test('ignores what a start that was cut short has left', async () => {
    const home = await temporaryFolder();
    await mkdir(path.join(home, 'pg-cut', 'data'), { recursive: true });
    await writeFile(path.join(home, 'pg-cut', 'data', 'PG_VERSION'), '18\n');
    expect(await query((await start(home)).url, 'select 1')).toEqual([1]);
  });

  test('runs as an unprivileged account when this process is root', async () => {
    const home = await temporaryFolder();
    await start(home);
    const owner = (await stat(path.join(home, 'pg', 'data'))).uid;
    expect(owner).toBe(isRoot ? (await databaseAccount(undefined))?.uid : process.getuid?.());
  });
});

describe('later starts', () => {
  test('a stopped server starts again with its data', async () => {
    const home = await temporaryFolder();
    const first = await startEmbeddedPostgres(home, quiet);
    await query(first.url, 'create table kept as select 42 as n');
    await Promise.all([first.stop(), first.stop()]);
    await expect(query(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    const second = await start(home);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select n from kept')).toEqual([42]);
  });

  test('a server whose process was killed is adopted, and can be stopped', async () => {
    const home = await temporaryFolder();
    const { child, url } = await startChild(home);
    await query(url, 'create table kept as select 42 as n');
    const pid = await postmasterPid(home);
    await killAndWait(child);
    const second = await start(home);
    expect(second.adopted).toBe(true);
    expect(await postmasterPid(home)).toBe(pid);
    expect(await query(second.url, 'select n from kept')).toEqual([42]);
    await second.stop();
    await expect(query(second.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await expect(postmasterPid(home)).rejects.toThrow('ENOENT');
  });

  test('a database that its killed process had not created yet is created by the adopter', async () => {
    const home = await temporaryFolder();
    const { child, url } = await startChild(home);
    const maintenance = new URL(url);
    maintenance.pathname = '/postgres';
    await query(maintenance.href, 'drop database cms');
    await killAndWait(child);
    expect(await query((await start(home)).url, 'select 1')).toEqual([1]);
  });

  test('a killed postmaster is followed by recovery, and its end is reported', async () => {
    const home = await temporaryFolder();
    const lines: string[] = [];
    const first = await start(home, {}, lines);
    await query(first.url, 'create table kept as select 42 as n');
    process.kill(await postmasterPid(home), 'SIGKILL');
    const second = await start(home);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select n from kept')).toEqual([42]);
    expect(lines.at(-1)).toMatch(/stopped unexpectedly/);
    await first.stop();
    expect(await query(second.url, 'select n from kept'), 'the old handle stops only its own server').toEqual([42]);
  });
});

describe('two starts on one folder', () => {
  test('the second is refused while the first lives, which goes on undisturbed', async () => {
    const home = await temporaryFolder();
    const { url } = await startChild(home);
    await expect(startEmbeddedPostgres(home, quiet)).rejects.toThrow(/in use by another registry process/);
    expect(await query(url, 'select 1')).toEqual([1]);
  });

  test('of two first starts at the same moment one wins and one is refused', async () => {
    const home = await temporaryFolder();
    const both = await Promise.allSettled([start(home), start(home)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = both.filter((result) => result.status === 'rejected');
    expect(String(lost?.reason)).toMatch(/in use by another registry process/);
    const [won] = both.filter((result) => result.status === 'fulfilled');
    expect(await query(won?.value.url ?? '', 'select 1')).toEqual([1]);
  });
});

describe('binaries', () => {
  test('run from a staged copy when install scripts were off', async () => {
    const folder = await temporaryFolder();
    const { native } = await binariesWithoutLinks(folder);
    const home = path.join(folder, 'home');
    const lines: string[] = [];
    expect(await query((await start(home, { native }, lines)).url, 'select 1')).toEqual([1]);
    expect(lines[0]).toMatch(/staged at/);
  });

  test('are not taken from a staged folder that others can write', async () => {
    const folder = await temporaryFolder();
    const { native, version } = await binariesWithoutLinks(folder);
    const home = path.join(folder, 'home');
    const planted = path.join(home, `postgres-${version}`);
    await mkdir(planted, { recursive: true });
    await chmod(planted, 0o777);
    await expect(startEmbeddedPostgres(home, quiet, { native })).rejects.toThrow(/only this account can write/);
  });

  test('that cannot run end in one line that names the way out', async () => {
    const folder = await temporaryFolder();
    const { native } = await binariesWithoutLinks(folder);
    await rm(path.join(native, 'lib'), { recursive: true });
    const failure = await startEmbeddedPostgres(path.join(folder, 'home'), quiet, { native }).catch(String);
    expect(failure).toMatch(/^Error: embedded PostgreSQL: [^\n]+ Or set DATABASE_URL [^\n]+$/);
  });

  test('that refuses its data end in one line with the reason', async () => {
    const home = await temporaryFolder();
    await (await startEmbeddedPostgres(home, quiet)).stop();
    await writeFile(path.join(home, 'pg', 'data', 'PG_VERSION'), '17\n');
    const failure = await startEmbeddedPostgres(home, quiet).catch(String);
    expect(failure).toMatch(/^Error: embedded PostgreSQL: [^\n]*database files are incompatible with server[^\n]*$/);
  });
});

describe.skipIf(!isRoot)('as root', () => {
  test('a home and programs in a closed folder work, and the data are found again', async () => {
    const closed = await temporaryFolder(0o700);
    const { native } = await binariesWithoutLinks(closed);
    const home = path.join(closed, 'data');
    const first = await startEmbeddedPostgres(home, quiet, { native });
    await query(first.url, 'create table kept as select 42 as n');
    await first.stop();
    expect((await lstat(path.join(home, 'pg'))).isSymbolicLink()).toBe(true);
    expect(await realpath(path.join(home, 'pg'))).toMatch(/^\/var\/lib\/cms-registry\//);
    await chmod(closed, 0o755);
    const second = await start(home, { native });
    expect(await query(second.url, 'select n from kept'), 'also after the folder was opened').toEqual([42]);
  });

  test('an ordinary user starts, is killed, and adopts', async ({ skip }) => {
    const account = await databaseAccount(undefined);
    if (account === undefined || !(await canEnter(account, process.cwd())) || !(await canRunNode(account))) {
      console.warn('SKIPPED: launcher as an ordinary user: no account here can read this project and run node');
      return skip();
    }
    const home = await temporaryFolder(0o777);
    const first = await startChild(home, account);
    expect((await stat(path.join(home, 'pg', 'pg.json'))).uid).toBe(account.uid);
    await query(first.url, 'create table kept as select 42 as n');
    await killAndWait(first.child);
    const second = await startChild(home, account);
    expect(second.adopted).toBe(true);
    expect(await query(second.url, 'select n from kept')).toEqual([42]);
  });
});

async function canRunNode(account: NonNullable<Awaited<ReturnType<typeof databaseAccount>>>): Promise<boolean> {
  await access(process.execPath);
  const run = promisify(execFile);
  return run(process.execPath, ['--version'], { ...idsOf(account), cwd: '/' }).then(
    () => true,
    () => false,
  );
}
