import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHighWaterMark } from '../../src/high-water-mark.ts';
import { createSequencerLoop } from '../../src/jobs/sequencer-loop.ts';
import { parseCheckpoint } from '../../src/log/checkpoint.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { checkLog } from './check-log.ts';
import { bundleChild, type Process, processOf } from './processes.ts';
import { LOG } from './test-log.ts';

const SEQUENCERS = 8;
const WRITERS = 3;
const KILLS = 120;
/** A life: some ticks, at most. */
const MOST_MS = 200;
/** So many die at a time, while the others go on. */
const ABREAST = 4;

let database: TestDatabase;
let folder: string;
let processes: Process[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'cms-kill-'));
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.kill(0)));
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Two processes share each high-water mark, as those of one machine do. */
const dataDirOf = (n: number): string => path.join(folder, `data-${Math.floor(n / 2)}`);
const ackFileOf = (n: number): string => path.join(folder, `acks-${n}`);
const ALL = Array.from({ length: SEQUENCERS + WRITERS }, (_, n) => n);

test(`${SEQUENCERS} sequencers and ${WRITERS} writers, killed ${KILLS} times`, async () => {
  const script = await bundleChild(folder);
  processes = ALL.map((n) => {
    const role = n < SEQUENCERS ? 'sequencer' : 'writer';
    return processOf(script, [role, database.url, dataDirOf(n), ackFileOf(n)]);
  });
  for (const one of processes) one.start();
  const ahead: string[] = [];
  let kills = 0;
  const reaper = async (): Promise<void> => {
    while (kills < KILLS) {
      kills += 1;
      const [victim] = waiting.splice(randomInt(waiting.length), 1);
      await victim?.kill(randomInt(MOST_MS));
      ahead.push(...(await marksAhead()));
      victim?.start();
      if (victim !== undefined) waiting.push(victim);
    }
  };
  const waiting = [...processes];
  await Promise.all(Array.from({ length: ABREAST }, reaper));
  await Promise.all(processes.map((one) => one.kill(0)));
  expect(ahead).toEqual([]);
  expect(processes.flatMap((one) => one.complaints)).toEqual([]);
  await publishRest();
  await checkEverything();
}, 180_000);

/** Marks that name more than the database holds, read first: the database only grows meanwhile. */
async function marksAhead(): Promise<string[]> {
  const marks = await Promise.all(ALL.map(async (n) => openHighWaterMark(dataDirOf(n)).read()));
  const { rows } = await database.pool.query<{ size: string }>('select size from log_tree');
  const size = Number(rows[0]?.size);
  const sizes = marks.map((note) => (note === undefined ? 0 : (parseCheckpoint(note)?.size ?? Number.NaN)));
  return sizes.filter((marked) => !(marked <= size)).map((marked) => `marked ${marked}, stored ${size}`);
}

/** What every start does: the same code as ever. */
async function publishRest(): Promise<void> {
  const ledger = openLedger(database.url, () => undefined);
  const lines: string[] = [];
  const deps = { ledger, log: LOG, highWater: openHighWaterMark(dataDirOf(0)) };
  await createSequencerLoop(deps, { report: (line) => lines.push(line) }).drain();
  await ledger.close();
  expect(lines).toEqual([]);
}

async function checkEverything(): Promise<void> {
  const marks = await Promise.all(ALL.map(async (n) => openHighWaterMark(dataDirOf(n)).read()));
  const { leaves, checkpoints, treeSize } = await checkLog(database, LOG, marks[0]);
  for (const mark of marks) expect(checkpoints.map(({ note }) => note)).toContain(mark);
  expect(treeSize).toBe(leaves.length);
  const acks = (await Promise.all(ALL.filter((n) => n >= SEQUENCERS).map(readAcks))).flat();
  expect(acks.length).toBeGreaterThan(50);
  const sizes = new Set(checkpoints.map(({ size }) => size));
  for (const { digest, seq, size } of acks) {
    expect(JSON.parse(leaves[seq] ?? '{}')).toMatchObject({ t: 'party.registered', d: digest });
    expect(size).toBeGreaterThan(seq);
    expect(sizes).toContain(size);
  }
  const { rows } = await database.pool.query<{ digest: string }>('select digest from statements');
  const stored = new Set(rows.map((row) => row.digest));
  expect(acks.filter(({ digest }) => !stored.has(digest))).toEqual([]);
  expect(stored.size).toBe(leaves.length);
}

interface Ack {
  readonly digest: string;
  readonly seq: number;
  /** Of a checkpoint that was published when the acknowledgement was given. */
  readonly size: number;
}

async function readAcks(n: number): Promise<Ack[]> {
  const text = existsSync(ackFileOf(n)) ? await readFile(ackFileOf(n), 'utf8') : '';
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [digest = '', seq, size] = line.split(' ');
    return { digest, seq: Number(seq), size: Number(size) };
  });
}
