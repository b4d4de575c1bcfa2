import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSequencerLoop, type SequencerLoop } from '../../src/jobs/sequencer-loop.ts';
import { parseCheckpoint } from '../../src/log/checkpoint.ts';
import { checkLog } from './check-log.ts';
import { damage, openSequencedLog, type SequencedLog } from './sequenced-log.ts';
import { LOG } from './test-log.ts';

/** Longer than any test may last: whoever still waits then has been forgotten. */
const LONG_MS = 60_000;

let log: SequencedLog;
let lines: string[];
const loops: SequencerLoop[] = [];
beforeEach(async () => {
  log = await openSequencedLog();
  lines = [];
});
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  await log.close();
});

function loopOf(idleMs = LONG_MS, deps = log.deps): SequencerLoop {
  const loop = createSequencerLoop(deps, { intervalMs: 5, idleMs, report: (line) => lines.push(line) });
  loops.push(loop);
  return loop;
}

test('who waits asks for the tick, and is told after the commit and the mark', async () => {
  const loop = loopOf();
  loop.start();
  await log.append(1);
  expect(await loop.waitFor(0, LONG_MS)).toBe(true);
  expect(parseCheckpoint(log.mark.note ?? '')?.size).toBe(1);
  await log.append(20);
  const waits = Array.from({ length: 20 }, (_, at) => loop.waitFor(at + 1, LONG_MS));
  expect(await Promise.all(waits)).toEqual(Array(20).fill(true));
  await checkLog(log.database, LOG, log.mark.note);
});

test('a loop that is woken publishes, though nobody waits', async () => {
  const loop = loopOf();
  loop.start();
  await log.append(3);
  loop.wake();
  while (log.mark.note === undefined) await sleep(5);
  expect(parseCheckpoint(log.mark.note)?.size).toBe(3);
});

test('a loop that nobody wakes finds the leaves of other processes', async () => {
  const loop = loopOf(10);
  loop.start();
  await log.append(3);
  while (log.mark.note === undefined) await sleep(5);
  expect(parseCheckpoint(log.mark.note)?.size).toBe(3);
});

test('who waits hears of what another instance has published', async () => {
  const [own, other] = [loopOf(), loopOf()];
  await log.append(1);
  await other.tick();
  own.start();
  expect(await own.waitFor(0, LONG_MS)).toBe(true);
});

test('a wait ends with its time', async () => {
  const loop = loopOf();
  expect(await loop.waitFor(0, 1)).toBe(false);
  loop.start();
  expect(await loop.waitFor(0, 20)).toBe(false);
});

test('draining publishes everything, in as many ticks as it takes', async () => {
  await log.append(9000);
  await loopOf().drain();
  const { checkpoints } = await checkLog(log.database, LOG, log.mark.note);
  expect(checkpoints.map(({ size }) => size)).toEqual([4096, 8192, 9000]);
});

test('a fault ends every wait at once, is said once, and is over when what was stored is there again', async () => {
  const loop = loopOf(5);
  await log.append(600);
  await loop.drain();
  await damage(log.database, "update log_pending set leaf = replace(leaf, 'case-300', 'case-301') where seq = 300");
  await log.append(1);
  const wait = loop.waitFor(600, LONG_MS);
  loop.start();
  expect(await wait).toBe(false);
  expect(await loop.waitFor(600, LONG_MS)).toBe(false);
  expect(loop.fault()).toBe('leaf 300 of the log is not the one that was published');
  await damage(log.database, "update log_pending set leaf = replace(leaf, 'case-301', 'case-300') where seq = 300");
  while (loop.fault() !== undefined) await sleep(5);
  expect(await loop.waitFor(600, LONG_MS)).toBe(true);
  expect(lines).toEqual([
    'the log is not signed: leaf 300 of the log is not the one that was published',
    'the log is signed again',
  ]);
  await checkLog(log.database, LOG, log.mark.note);
});

test('a tick that fails otherwise is said and tried again', async () => {
  let failures = 2;
  const ledger: typeof log.ledger = {
    ...log.ledger,
    sequence: (work) => (failures-- > 0 ? Promise.reject(new Error('no connection')) : log.ledger.sequence(work)),
  };
  const loop = loopOf(LONG_MS, { ...log.deps, ledger });
  await log.append(1);
  loop.start();
  expect(await loop.waitFor(0, LONG_MS)).toBe(true);
  expect(lines).toEqual(['sequencer: Error: no connection', 'sequencer: Error: no connection']);
  expect(loop.fault()).toBeUndefined();
});

test('a loop that is stopped signs nothing more', async () => {
  const loop = loopOf(1);
  loop.start();
  await log.append(1);
  await loop.waitFor(0, LONG_MS);
  await loop.stop();
  await log.append(1);
  expect(await loop.waitFor(1, 50)).toBe(false);
  expect((await checkLog(log.database, LOG, log.mark.note)).treeSize).toBe(1);
});
