import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readReceipt } from '../../src/registry/read-receipt.ts';
import { bundleChild, type Process, processOf } from '../sequencer/processes.ts';
import { createTestRegistry, ORIGIN, registerProved, type TestRegistry } from '../support/registry.ts';
import { type ChainWriter, chainWriter, telemetryKey } from '../support/telemetry.ts';

const NOW = '2026-11-25T12:00:00Z';
const ENTRY = fileURLToPath(new URL('child.ts', import.meta.url));
const KILLS = 100;
const BATCH = 500;
/** A batch dies so many times before it is let through. */
const DEATHS = 4;
/** Longer than a batch takes, so that some die before it, some in it, and some after. */
const MOST_MS = 260;
/** A site's quarters of an hour since the oldest that is still taken. */
const PER_SITE = 600;

let registry: TestRegistry;
let folder: string;
let processes: Process[] = [];
beforeAll(async () => {
  registry = await createTestRegistry({ now: NOW });
  folder = await mkdtemp(path.join(os.tmpdir(), 'cms-kill-'));
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.kill(0)));
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Batches of intervals, each in the order of its sites' chains; a new site where one has no more time. */
async function* batches(): AsyncGenerator<{ jws: string; digest: string }[], never> {
  const org = await registerProved(registry, 'meridian');
  let sites = 0;
  const open = async (): Promise<{ chain: ChainWriter; left: number }> => {
    const device = await telemetryKey(registry, org, `site-${sites++}`);
    return { chain: chainWriter(registry, device, new Date(Date.parse(NOW) - PER_SITE * 900_000), 15), left: PER_SITE };
  };
  const lanes = [await open(), await open(), await open(), await open(), await open()];
  for (;;) {
    const batch: { jws: string; digest: string }[] = [];
    for (const [at, lane] of lanes.entries()) {
      const use = lane.left > 0 ? lane : await open();
      lanes[at] = use;
      batch.push(...(await use.chain.take(BATCH / lanes.length)));
      use.left -= BATCH / lanes.length;
    }
    yield batch;
  }
}

interface Life {
  readonly process: Process;
  readonly port: number;
}

/** Statuses of a batch's items; undefined where the process died before it answered. */
async function post({ port }: Life, attestations: readonly string[]): Promise<number[] | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/attestations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ attestations }),
  })
    .then((response) => response.json())
    .catch(() => undefined);
  return answer?.results?.map(({ status }: { status: number }) => status);
}

test(`an API process killed ${KILLS} times in the middle of batches of ${BATCH}`, async () => {
  const script = await bundleChild(folder, ENTRY);
  const lives: Life[] = [];
  for (let n = 0; n < 3; n++) {
    const port = await freePort();
    lives.push({ port, process: processOf(script, [registry.database.url, ORIGIN, NOW, String(port)]) });
  }
  processes = lives.map(({ process }) => process);
  for (const one of processes) one.start();
  const outcomes = { died: 0, answered: 0 };
  const sent: string[] = [];
  const source = batches();
  let turn = 0;
  const next = (): Life => {
    const life = lives[turn++ % lives.length];
    if (life === undefined) throw new Error('no process');
    return life;
  };
  for (let kills = 0; kills < KILLS; ) {
    const batch = (await source.next()).value;
    const texts = batch.map(({ jws }) => jws);
    sent.push(...batch.map(({ digest }) => digest));
    const statuses: number[][] = [];
    for (let death = 0; death < DEATHS && kills < KILLS; death++, kills++) {
      const life = next();
      await life.process.ready();
      const answer = post(life, texts);
      await life.process.kill(randomInt(MOST_MS));
      life.process.start();
      const result = await answer;
      outcomes[result === undefined ? 'died' : 'answered'] += 1;
      if (result !== undefined) statuses.push(result);
    }
    const life = next();
    await life.process.ready();
    statuses.push((await post(life, texts)) ?? []);
    // Whoever was answered has everything; what was accepted by one who died is found again.
    for (const one of statuses) {
      expect(one).toHaveLength(BATCH);
      expect(one.filter((status) => status !== 200 && status !== 201)).toEqual([]);
    }
    expect(statuses.flat().filter((status) => status === 201).length).toBeLessThanOrEqual(BATCH);
  }
  await Promise.all(processes.map((one) => one.kill(0)));
  expect(processes.flatMap((one) => one.complaints)).toEqual([]);
  expect(outcomes.died).toBeGreaterThan(KILLS / 10);
  await checkStored(sent);
}, 240_000);

/** Every interval is stored once, counted once, and in one window or none. */
async function checkStored(sent: readonly string[]): Promise<void> {
  const { pool } = registry.database;
  const { rows: stored } = await pool.query<{ digest: string }>('select digest from attestations order by id');
  expect(stored.map(({ digest }) => digest).sort()).toEqual([...sent].sort());
  const { rows: counted } = await pool.query(
    'select sum(received)::int as received, (select count(*)::int from jtis) as jtis, count(distinct site_id)::int as sites from telemetry_days',
  );
  const { rows: others } = await pool.query<{ n: number }>('select count(*)::int as n from statements');
  expect(counted[0]).toMatchObject({ received: sent.length, jtis: sent.length + (others[0]?.n ?? 0) });
  const { rows: windows } = await pool.query<{ digests: Buffer }>('select digests from telemetry_windows order by seq');
  const taken = windows.flatMap(({ digests }) =>
    Array.from({ length: digests.length / 32 }, (_, at) => digests.toString('base64url', at * 32, at * 32 + 32)),
  );
  const { rows: waiting } = await pool.query<{ digest: string }>('select digest from telemetry_pending');
  expect([...taken, ...waiting.map(({ digest }) => digest)].sort()).toEqual([...sent].sort());
  expect(windows.length).toBeGreaterThan(10);
  await registry.sequencer.drain();
  for (const digest of [taken[0], taken.at(-1), taken[taken.length >> 1]])
    expect(await readReceipt(registry.deps, digest ?? '')).toMatchObject({
      digest,
      window: { size: expect.any(Number) },
    });
}
