import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSX = ['--import', 'tsx'];
const START_MS = 90_000;

/** A port nobody uses at this moment. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function isReady(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/health/ready`).catch(() => undefined);
  return answer?.ok ?? false;
}

/** Starts the demo as `npm start` does, from source, and waits until it is ready. */
async function startDemo(folder: string, port: number): Promise<ChildProcess> {
  const args = [...TSX, 'src/main.ts', '--mode', 'demo', '--port', String(port), '--data-dir', folder];
  const server = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, LOG_LEVEL: 'error' },
  });
  const deadline = Date.now() + START_MS;
  while (!(await isReady(`http://127.0.0.1:${port}`))) {
    if (Date.now() > deadline || server.exitCode !== null) throw new Error('the demo did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return server;
}

async function stop(server: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(server, 'exit');
  server.kill(signal);
  const [code] = await ended;
  return typeof code === 'number' ? code : null;
}

describe('the Blueglade walk, as the README tells it', () => {
  let folder: string;
  let origin: string;
  let port: number;
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cms-walk-'));
    // Open, so that the database stays inside it when the test runs as root.
    await chmod(folder, 0o755);
    port = await freePort();
    origin = `http://localhost:${port}`;
    server = await startDemo(folder, port);
  }, START_MS);
  afterAll(async () => {
    if (server?.exitCode === null) await stop(server, 'SIGTERM');
    await rm(folder, { recursive: true, force: true });
  });

  /** One command line of the README; `--json` for its answer. */
  async function cli(...argv: string[]): Promise<{ exit: number; out: string }> {
    const child = spawn(process.execPath, [...TSX, 'src/cli/main.ts', ...argv, '--registry', origin], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    const [exit] = await once(child, 'close');
    return { exit: Number(exit), out };
  }

  function running(): ChildProcess {
    if (server === undefined) throw new Error('the demo is not running');
    return server;
  }
  /** What follows from the log: freshness has the time of the answer in it. */
  const organisation = async () => {
    const { freshness, ...view } = await (await fetch(`${origin}/v1/organisations/blueglade`)).json();
    return view;
  };

  test('the demo has its population, with TEST on every badge', async () => {
    const all = await (await fetch(`${origin}/v1/organisations?state=all&limit=200`)).json();
    expect(all.total).toBeGreaterThanOrEqual(40);
    const tiers = new Set(all.items.map((row: { tier: string | null }) => row.tier));
    expect(tiers).toEqual(new Set(['Bronze', 'Silver', 'Obsidian', 'Obsidian Prime', null]));
    const states = new Set(all.items.map((row: { state: string | null }) => row.state));
    expect(states).toEqual(new Set(['active', 'watch', 'suspended', 'withdrawn', 'expired', null]));
    expect(await (await fetch(`${origin}/badges/velocitytech.svg`)).text()).toContain('TEST');
    expect((await fetch(`${origin}/v1/organisations/blueglade`)).status).toBe(404);
  });

  test('check names the job before anything is sent', async () => {
    const { exit, out } = await cli('audit', 'check', 'examples/blueglade/audit.json');
    expect(exit).toBe(0);
    expect(out).toContain('45.2 %');
    expect(out).toContain('ARCHIVAL_REBUILD_LEGACY_2019-2023.sh');
  });

  test('register, prove, submit, countersign: Bronze 45.2; fixed: 62.6', async () => {
    const key = path.join(folder, 'blueglade.jwk.json');
    const auditorKey = path.join(folder, 'demo-keys', 'pruefhaus-elbe.jwk.json');
    expect((await cli('keys', 'new', '--out', key)).exit).toBe(0);
    expect((await cli('party', 'register', 'examples/blueglade/party.json', '--key', key)).exit).toBe(0);
    expect((await cli('party', 'prove', 'blueglade.example', '--party', 'blueglade')).exit).toBe(0);
    const opinion = [
      '--party',
      'pruefhaus-elbe',
      '--key',
      auditorKey,
      '--level',
      '1',
      '--scope-share',
      '0.62',
      '--clear',
      'F10',
    ];
    for (const [file, percent] of [
      ['audit.json', '45.2'],
      ['audit-fixed.json', '62.6'],
    ] as const) {
      const submitted = await cli('audit', 'submit', `examples/blueglade/${file}`, '--key', key, '--json');
      const { digest } = JSON.parse(submitted.out);
      const signed = await cli('countersign', digest, ...opinion, '--json');
      expect(JSON.parse(signed.out)).toMatchObject({ decision: { tier: 'Bronze', reasons: [] } });
      expect(await organisation()).toMatchObject({ tier: 'Bronze', composite_percent: percent, state: 'active' });
    }
    expect((await cli('lookup', '--domain', 'blueglade.example')).out).toContain('62.6 %');
  }, 60_000);

  test('a second registry on the same port says so, ends, and leaves no database behind', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'cms-second-'));
    await chmod(other, 0o755);
    const args = [...TSX, 'src/main.ts', '--mode', 'sandbox', '--port', String(port), '--data-dir', other];
    const second = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    second.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = await once(second, 'close');
    expect(code).toBe(1);
    expect(said).toContain('EADDRINUSE');
    expect(existsSync(path.join(other, 'pg', 'data', 'postmaster.pid'))).toBe(false);
    await rm(other, { recursive: true, force: true });
  }, 60_000);

  test(
    'what was accepted outlives a killed process, and SIGTERM ends cleanly',
    async () => {
      const before = await organisation();
      await stop(running(), 'SIGKILL');
      server = await startDemo(folder, port);
      expect(await organisation()).toEqual(before);
      expect(await stop(running(), 'SIGTERM')).toBe(0);
      server = await startDemo(folder, port);
      expect(await organisation()).toEqual(before);
    },
    START_MS,
  );
});
