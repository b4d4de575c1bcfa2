import { spawn } from 'node:child_process';
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/embedded-postgres.ts';
import { ensureMonths } from '../src/jobs/partitions.ts';
import { type Arrival, admitArrival, parseArrival } from '../src/registry/intake/arrival.ts';
import { deskOf } from '../src/registry/intake/desk.ts';
import type { Deps } from '../src/registry/ports.ts';
import { openLedger } from '../src/store/ledger.ts';
import { migrate } from '../src/store/migrate.ts';
import { type BenchSite, registerSites, signNext } from './attestations.ts';
import { benchDeps } from './bench-deps.ts';
import type { BenchRow } from './score.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = 3;
const SITES = 100;
/** Sites that send together: as many requests are on the way at once as there are such groups, or sites that send alone. */
const GROUP = 10;
/** Intervals of each site in a round of batches, and of single requests. */
const EACH = { batch: 60, single: 20 };
const BATCH = 100;
const VERIFICATIONS_AT_ONCE = 64;

/** How fast attestations become durable, beside verifying them, and beside copying their rows. */
export async function benchTelemetry(): Promise<readonly BenchRow[]> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'cms-bench-'));
  await chmod(home, 0o711); // as root, PostgreSQL runs under another account, which must reach its data below
  const postgres = await startEmbeddedPostgres(home, () => undefined);
  const ledger = openLedger(postgres.url, () => undefined);
  const server = spawn(process.execPath, ['--import', 'tsx', 'bench/attestation-server.ts', postgres.url], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await migrate(postgres.url);
    const deps = benchDeps(ledger);
    await ensureMonths(deps);
    const [address] = await once(createInterface(server.stdout), 'line');
    return await measure(deps, String(address), postgres.url);
  } finally {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    await ledger.close();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function measure(deps: Deps, address: string, url: string): Promise<readonly BenchRow[]> {
  const best = new Map<string, number>();
  const time = async (name: string, count: number, work: () => Promise<unknown>): Promise<void> => {
    const started = performance.now();
    await work();
    best.set(name, Math.max(best.get(name) ?? 0, (count * 1000) / (performance.now() - started)));
  };
  for (let round = 0; round < ROUNDS; round++) {
    const sites = await registerSites(deps, `round-${round}`, SITES);
    const texts = await signNext(deps, sites, EACH.batch);
    const batches = batchQueues(texts).map((queue) => queue.map(batchBody));
    await time('raw', texts.length, () => verifyRaw(texts, sites));
    await time('verified batches', texts.length, () => sendAll(`${address}/verify`, batches));
    await time('batches', texts.length, () => sendAll(`${address}/v1/attestations`, batches));
    const singles = cut(await signNext(deps, sites, EACH.single), EACH.single).map((queue) => queue.map(singleBody));
    await time('verified singles', SITES * EACH.single, () => sendAll(`${address}/verify`, singles));
    await time('singles', SITES * EACH.single, () => sendAll(`${address}/v1/attestations`, singles));
    const more = await signNext(deps, sites, EACH.batch);
    await storeAlone(deps, more, (work) => time('stored', more.length, work));
  }
  await copyRows(url, (count, work) => time('copied', count, work));
  const row = (name: string, of: string, beside: string): BenchRow => {
    const [value = Number.NaN, yardstick = Number.NaN] = [best.get(of), best.get(beside)];
    return { name, value, yardstick, ratio: value / yardstick };
  };
  return [
    row(`attestations over HTTP, ${BATCH} a request v Ed25519 verification alone`, 'batches', 'raw'),
    row('the same v the same path with verification only', 'batches', 'verified batches'),
    row('attestations over HTTP, one a request v the same path with verification only', 'singles', 'verified singles'),
    row('attestations made durable, verified before v COPY of the same rows', 'stored', 'copied'),
  ];
}

interface Body {
  readonly type: string;
  readonly text: string;
}

const batchBody = (attestations: readonly string[]): Body => ({
  type: 'application/json',
  text: JSON.stringify({ attestations }),
});

const singleBody = (text: string): Body => ({ type: 'application/jose', text });

const cut = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

/** Batches of some sites' next intervals, one queue for each group of sites: those of one site must come in order. */
function batchQueues(texts: readonly string[]): string[][][] {
  const each = BATCH / GROUP;
  return cut(cut(texts, EACH.batch), GROUP).map((sites) =>
    Array.from({ length: EACH.batch / each }, (_, n) => sites.flatMap((site) => site.slice(n * each, (n + 1) * each))),
  );
}

/** Node's own verification on its thread pool, as many at once as keep it busy. */
async function verifyRaw(texts: readonly string[], sites: readonly BenchSite[]): Promise<void> {
  const keys = sites.map(({ key: { kty, crv, x } }) => createPublicKey({ key: { kty, crv, x }, format: 'jwk' }));
  const each = texts.length / sites.length;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < texts.length; at = next++) {
      const text = texts[at] ?? '';
      const key = keys[Math.floor(at / each)];
      if (key === undefined || !(await isSigned(text, key))) throw new Error('a token does not verify');
    }
  };
  await Promise.all(Array.from({ length: VERIFICATIONS_AT_ONCE }, lane));
}

function isSigned(text: string, key: KeyObject): Promise<boolean> {
  const dot = text.lastIndexOf('.');
  const [data, signature] = [Buffer.from(text.slice(0, dot)), Buffer.from(text.slice(dot + 1), 'base64url')];
  return new Promise((resolve, reject) => {
    verify(null, data, key, signature, (error, isGood) => (error === null ? resolve(isGood) : reject(error)));
  });
}

/** Sends queues of bodies beside each other, each queue in order, on connections that stay. */
async function sendAll(url: string, queues: readonly (readonly Body[])[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: queues.length });
  const sendQueue = async (queue: readonly Body[]): Promise<void> => {
    for (const body of queue) {
      const answer = await post(agent, url, body);
      if (answer.includes('"code"') || !/^\{"(results|digest)"/.test(answer)) throw new Error(answer.slice(0, 500));
    }
  };
  await Promise.all(queues.map(sendQueue));
  agent.destroy();
}

function post(agent: Agent, url: string, { type, text }: Body): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'content-length': Buffer.byteLength(text) };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('latin1').on('data', (part: string) => {
        answer += part;
      });
      response.once('end', () => resolve(answer));
    });
    sent.once('error', reject);
    sent.end(text);
  });
}

/** What intake does after a signature was verified: judge, store, count, leave to a window. */
async function storeAlone(
  deps: Deps,
  texts: readonly string[],
  time: (work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const desk = deskOf(deps);
  const parsed = texts.map((text) => parseArrival(Buffer.from(text)));
  const keys = await desk.keys.find(
    deps,
    parsed.map(({ kid }) => kid),
  );
  const arrivals = await Promise.all(parsed.map((one) => admitArrival(deps, one, keys.get(one.kid))));
  const groups = cut(arrivals, EACH.batch * GROUP);
  const submitGroup = async (group: readonly Arrival[]): Promise<void> => {
    for (const batch of cut(group, BATCH)) await Promise.all(batch.map((arrival) => desk.submit(deps, arrival)));
  };
  await time(() => Promise.all(groups.map(submitGroup)));
}

/** The same rows into a table of the same form, by two connections, from files of the server's own. */
async function copyRows(
  url: string,
  time: (count: number, work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const { rows } = await pool.query<{ folder: string; n: number }>(
    `select current_setting('data_directory') as folder, (select count(*)::int from attestations) as n`,
  );
  const { folder = '', n = 0 } = rows[0] ?? {};
  const files = [0, 1].map((half) => `${folder}/bench-${half}.copy`);
  for (const [half, file] of files.entries())
    await pool.query(`copy (select * from attestations where id % 2 = ${half} order by id) to '${file}'`);
  for (let round = 0; round < ROUNDS; round++) {
    await pool.query('drop table if exists plain');
    await pool.query('create table plain (like attestations including all) partition by range (start)');
    await pool.query(`create table plain_all partition of plain for values from (minvalue) to (maxvalue)`);
    await time(n, () => Promise.all(files.map((file) => pool.query(`copy plain from '${file}'`))));
  }
  await pool.end();
}
