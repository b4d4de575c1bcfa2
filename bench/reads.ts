import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchRow } from './score.ts';

const ORIGIN = 'http://localhost:3999';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const AUTOCANNON = path.join(ROOT, 'node_modules', '.bin', 'autocannon');
const SECONDS = 4;
const CONNECTIONS = 32;
const ROUNDS = 2;

/** What is read, how it is asked for, and whether the client has the answer already. */
const READS = [
  { name: 'badge svg', path: '/badges/velocitytech.svg' },
  { name: 'badge svg, 304', path: '/badges/velocitytech.svg', isKnown: true },
  { name: 'organisation JSON', path: '/v1/organisations/velocitytech.json' },
  { name: 'listing JSON, first page', path: '/v1/organisations.json' },
  { name: 'listing JSON, 304', path: '/v1/organisations.json', isKnown: true },
  { name: 'listing page, compressed', path: '/' },
  { name: 'organisation page, compressed', path: '/organisations/velocitytech' },
] as const;

/** Hot reads of the demo registry, started as `npm start` does, beside a bare handler that sends the same bytes and headers. */
export async function benchReads(): Promise<readonly BenchRow[]> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'cms-bench-'));
  await chmod(home, 0o711); // as root, PostgreSQL runs under another account, which must reach its data below
  const registry = await start(
    ['src/main.ts', '--mode', 'demo', '--port', '0', '--data-dir', home],
    / ready at (\S+)$/,
  );
  try {
    const file = path.join(home, 'answers.json');
    await writeFile(file, JSON.stringify(await answersOf(registry.address)));
    const bare = await start(['bench/bare-server.ts', file], /^(http:\S+)$/);
    try {
      const rows: BenchRow[] = [];
      for (const read of READS) rows.push(await measure(read, registry.address, bare.address));
      return rows;
    } finally {
      await stop(bare.child);
    }
  } finally {
    await stop(registry.child);
    await rm(home, { recursive: true, force: true });
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
}

/** Starts a script; its address is in the first line, of either output, that the form fits. */
async function start(args: readonly string[], form: RegExp): Promise<Started> {
  const env = { ...process.env, LOG_LEVEL: 'silent', REGISTRY_ORIGIN: ORIGIN, DATABASE_URL: undefined };
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = (stream: Readable): Promise<string> =>
    new Promise((resolve) => {
      createInterface(stream).on('line', (line) => {
        const [, address] = form.exec(line) ?? [];
        if (address !== undefined) resolve(address);
      });
    });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${args[0]} ended with ${code} before it was ready`);
  });
  return { child, address: await Promise.race([lines(child.stdout), lines(child.stderr), ended]) };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Bytes and headers of each answer, as a client takes them that accepts gzip. */
async function answersOf(address: string): Promise<Record<string, { headers: Record<string, string>; body: string }>> {
  const answers: Record<string, { headers: Record<string, string>; body: string }> = {};
  for (const { path: url } of READS) answers[url] = await answerOf(`${address}${url}`);
  return answers;
}

async function answerOf(url: string): Promise<{ headers: Record<string, string>; body: string }> {
  const { stdout } = await promisify(execFile)('node', ['-e', RAW_GET, url], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

/** `fetch` would undo the compression. */
const RAW_GET = `require('node:http').get(process.argv[1], { headers: { 'accept-encoding': 'gzip' } }, (response) => {
  const parts = [];
  response.on('data', (part) => parts.push(part)).on('end', () => {
    const { date, connection, 'keep-alive': keep, ...headers } = response.headers;
    for (const name of Object.keys(headers)) if (name.startsWith('ratelimit')) delete headers[name];
    process.stdout.write(JSON.stringify({ headers, body: Buffer.concat(parts).toString('base64') }));
  });
})`;

async function measure(read: (typeof READS)[number], registry: string, bare: string): Promise<BenchRow> {
  let best = { value: 0, yardstick: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const { headers } = await answerOf(`${registry}${read.path}`);
    const condition = 'isKnown' in read ? headers['etag'] : undefined;
    const known = 'isKnown' in read ? (await answerOf(`${bare}${read.path}`)).headers['etag'] : undefined;
    const value = await requestsPerSecond(`${registry}${read.path}`, condition);
    const yardstick = await requestsPerSecond(`${bare}${read.path}`, known);
    best = { value: Math.max(best.value, value), yardstick: Math.max(best.yardstick, yardstick) };
  }
  return { name: `${read.name} v bare node:http`, ...best, ratio: best.value / best.yardstick };
}

async function requestsPerSecond(url: string, etag: string | undefined): Promise<number> {
  const known = etag === undefined ? [] : ['-H', `if-none-match=${etag}`];
  const options = [
    '-j',
    '-n',
    '-d',
    String(SECONDS),
    '-c',
    String(CONNECTIONS),
    '-H',
    'accept-encoding=gzip',
    ...known,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [AUTOCANNON, ...options, url], {
    maxBuffer: 8 * 1024 * 1024,
  });
  const result: { requests: { average: number }; errors: number; '4xx': number; '5xx': number } = JSON.parse(stdout);
  if (result.errors + result['4xx'] + result['5xx'] > 0) throw new Error(`${url} was refused: ${stdout.slice(0, 400)}`);
  return result.requests.average;
}
