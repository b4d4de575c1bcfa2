import { spawn } from 'node:child_process';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { hasCode } from '../private-file.ts';
import { idsOf, runAs } from './account.ts';
import { type Cluster, NAME } from './cluster.ts';

/** Launches and adoptions tried before giving up: the children of a killed postmaster hold its shared memory for a moment. */
const ATTEMPTS = 10;
const PAUSE_MS = 500;
const POLL_MS = 25;
/** Crash recovery after a kill replays the write-ahead log and can take long. */
const READY_MS = 120_000;
const STOP_SECONDS = 10;
/** Advisory lock held for as long as a registry process owns the server; it ends with the process, however that dies. */
const OWNERSHIP = 0x434d53;

/** A PostgreSQL that this process alone owns. */
export interface Server {
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
  readonly owner: Session;
}

/** The session that holds the ownership lock, with its socket: referenced, it keeps this process running. */
export interface Session {
  readonly client: pg.Client;
  readonly socket: Socket;
}

interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** Takes over a server that outlived its process, else launches one. Throws when another living process owns it. */
export async function takeServer(
  cluster: Cluster,
  bin: string,
  password: string,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const server = (await adopt(cluster, password)) ?? (await launch(cluster, bin, password, settings));
    if (server !== undefined) return server;
    await sleep(PAUSE_MS);
  }
  throw new Error(await whyNotStarted(path.join(cluster.folder, 'pg.log')));
}

/** Stops the server this process owns: fast shutdown (SIGINT), after ten seconds immediate shutdown (SIGQUIT). */
export async function stopServer(cluster: Cluster, bin: string, pid: number): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if ((await livingPostmaster(cluster.data))?.pid !== pid) return;
    const args = ['stop', '-D', cluster.data, '-m', mode, '-w', '-t', String(STOP_SECONDS)];
    await runAs(cluster.account, path.join(bin, 'pg_ctl'), args).catch(() => undefined);
  }
  if ((await livingPostmaster(cluster.data))?.pid === pid) throw new Error(`PostgreSQL (pid ${pid}) does not stop`);
}

async function adopt(cluster: Cluster, password: string): Promise<Server | undefined> {
  const postmaster = await livingPostmaster(cluster.data);
  if (postmaster === undefined) return undefined;
  const owner = await connect(postmaster.port, password, (error) => hasCode(error, '57P03'));
  if (owner === undefined) return undefined;
  await claim(owner, cluster);
  return { ...postmaster, adopted: true, owner };
}

async function launch(
  cluster: Cluster,
  bin: string,
  password: string,
  settings: Readonly<Record<string, string>>,
): Promise<Server | undefined> {
  const port = await freePort();
  const log = await open(path.join(cluster.folder, 'pg.log'), 'a', 0o600);
  const child = spawnPostmaster(cluster, bin, { ...settings, port: String(port) }, log);
  try {
    const owner = await connect(port, password, () => child.alive());
    if (owner === undefined || child.pid === undefined) return undefined;
    await claim(owner, cluster);
    return { pid: child.pid, port, adopted: false, owner };
  } finally {
    await log.close();
  }
}

function spawnPostmaster(cluster: Cluster, bin: string, settings: Readonly<Record<string, string>>, log: FileHandle) {
  const options = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  };
  const args = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: in a session of its own a terminal's Ctrl-C reaches the registry only, which drains before it stops the database.
  const child = spawn(path.join(bin, 'postgres'), ['-D', cluster.data, ...args], {
    ...idsOf(cluster.account),
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  let alive = true;
  child.once('exit', () => (alive = false));
  child.once('error', () => (alive = false));
  child.unref();
  return { pid: child.pid, alive: () => alive };
}

/** Connects to the maintenance database, trying again as long as `keepTrying` says so; `undefined` when it does not. */
async function connect(
  port: number,
  password: string,
  keepTrying: (error: unknown) => boolean,
): Promise<Session | undefined> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const socket = new Socket();
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: NAME,
      password,
      database: 'postgres',
      connectionTimeoutMillis: 5000,
      stream: () => socket,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return { client, socket };
    } catch (error) {
      await client.end().catch(() => undefined);
      if (!keepTrying(error) || performance.now() > deadline) return undefined;
    }
    await sleep(POLL_MS);
  }
}

/** Waits a moment for the lock, because the session of an owner that was just killed ends a little later than its process. */
async function claim({ client }: Session, cluster: Cluster): Promise<void> {
  try {
    await client.query("set lock_timeout = '3s'");
    await client.query('select pg_advisory_lock($1)', [OWNERSHIP]);
  } catch (error) {
    await client.end().catch(() => undefined);
    if (!hasCode(error, '55P03')) throw error;
    throw new Error(`${cluster.folder} is in use by another registry process: stop it, or choose another DATA_DIR`);
  }
}

/** What `postmaster.pid` says (line 1: pid, line 4: port), if that process lives. A stale file must not make us talk to a stranger. */
async function livingPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 && isAlive(pid) ? { pid, port } : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

async function whyNotStarted(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n');
  const reason = lines.findLast((line) => line.includes('FATAL:'))?.replace(/^.*FATAL:\s*/, '');
  return `it did not start (${reason ?? 'no reason given'}); see ${log}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
