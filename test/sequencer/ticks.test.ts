import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SequencerStore } from '../../src/registry/ports/log.ts';
import type { Ledger } from '../../src/registry/ports.ts';
import { MAX_BATCH, sequenceLog } from '../../src/registry/sequence-log.ts';
import { checkLog } from './check-log.ts';
import { openSequencedLog, type SequencedLog } from './sequenced-log.ts';
import { LOG } from './test-log.ts';

let log: SequencedLog;
beforeEach(async () => {
  log = await openSequencedLog();
});
afterEach(() => log.close());

describe('a tick', () => {
  test('of an empty log publishes nothing, and neither does an idle one', async () => {
    expect(await log.tick()).toEqual({ ok: true, value: { head: undefined, waiting: 0 } });
    expect(log.mark.note).toBeUndefined();
    await log.append(3);
    const { checkpoints } = await published();
    const note = log.mark.note;
    await log.tick();
    expect((await checkLog(log.database, LOG, log.mark.note)).checkpoints).toEqual(checkpoints);
    expect(log.mark.note).toBe(note);
  });

  test('takes so many leaves and says how many are left', async () => {
    await log.append(MAX_BATCH + 7);
    expect(await log.tick()).toMatchObject({ ok: true, value: { head: { size: MAX_BATCH }, waiting: 7 } });
    expect(await log.tick()).toMatchObject({ ok: true, value: { head: { size: MAX_BATCH + 7 }, waiting: 0 } });
    await checkLog(log.database, LOG, log.mark.note);
  });

  test('whatever the batches, the root is that of the recursive definition, one checkpoint a size', async () => {
    const batch = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 300 }), fc.constant(256));
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 12 }), async (batches) => {
        const fresh = await openSequencedLog();
        try {
          let size = 0;
          for (const [at, count] of batches.entries()) {
            await fresh.append(count);
            size += count;
            expect(await fresh.tick(at)).toMatchObject({ ok: true, value: { head: { size }, waiting: 0 } });
          }
          const { checkpoints } = await checkLog(fresh.database, LOG, fresh.mark.note);
          expect(checkpoints).toHaveLength(batches.length);
        } finally {
          await fresh.close();
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  test('goes on across the first tile of the third level', async () => {
    await log.append(65_500);
    await log.publish();
    for (const count of [35, 1, 1, 255]) {
      await log.append(count);
      await log.publish();
    }
    const { checkpoints } = await checkLog(log.database, LOG, log.mark.note);
    expect(checkpoints.slice(-4).map(({ size }) => size)).toEqual([65_535, 65_536, 65_537, 65_792]);
  }, 120_000);

  test('of many at once: each size is signed once', async () => {
    for (let round = 0; round < 6; round++) {
      await log.append(50);
      const others = await Promise.all([1, 2, 3].map(() => log.tick(round)));
      expect(others.every((verdict) => verdict.ok)).toBe(true);
    }
    const { checkpoints } = await published();
    expect(checkpoints.map(({ size }) => size)).toEqual([50, 100, 150, 200, 250, 300]);
  });

  test('puts back a mark that lags behind or was lost', async () => {
    await log.append(5);
    await log.publish();
    const early = log.mark.note;
    await log.append(300);
    await log.publish();
    const newest = log.mark.note;
    for (const lost of [early, undefined]) {
      log.mark.note = lost;
      expect(await log.tick()).toMatchObject({ ok: true });
      expect(log.mark.note).toBe(newest);
    }
  });
});

describe('a crash', () => {
  class Crash extends Error {}

  /** Fails right after the n-th call of the sequencer's store; counts the calls. */
  function failing(ledger: Ledger, at: number): { ledger: Ledger; calls(): number } {
    let calls = 0;
    const counted = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
      return async (...args: A): Promise<R> => {
        const result = await call(...args);
        calls += 1;
        if (calls === at) throw new Crash();
        return result;
      };
    };
    const faulty = (tx: SequencerStore): SequencerStore => ({
      lockHead: counted(tx.lockHead),
      disarmed: counted(tx.disarmed),
      tiles: counted(tx.tiles),
      leaves: counted(tx.leaves),
      ofSize: counted(tx.ofSize),
      advance: counted(tx.advance),
      serviceHistory: tx.serviceHistory,
    });
    return { ledger: { ...ledger, sequence: (work) => ledger.sequence((tx) => work(faulty(tx))) }, calls: () => calls };
  }

  test('after any call of the store leaves the old head, and the next tick goes on', async () => {
    await log.append(300);
    await log.publish();
    let crashes = 0;
    for (let at = 1; ; at++) {
      await log.append(37);
      const before = log.mark.note;
      const { ledger, calls } = failing(log.ledger, at);
      const outcome = await sequenceLog({ ...log.deps, ledger }).catch((error: unknown) => error);
      if (calls() < at) break;
      expect(outcome).toBeInstanceOf(Crash);
      crashes += 1;
      expect(log.mark.note).toBe(before);
      await checkLog(log.database, LOG, before);
      expect(await log.tick()).toMatchObject({ ok: true, value: { waiting: 0 } });
    }
    expect(crashes).toBeGreaterThan(8);
    await published();
  });

  test('between the last call and the commit leaves the old head', async () => {
    await log.append(10);
    const ledger: Ledger = {
      ...log.ledger,
      sequence: (work) =>
        log.ledger.sequence(async (tx) => {
          await work(tx);
          throw new Crash();
        }),
    };
    await expect(sequenceLog({ ...log.deps, ledger })).rejects.toBeInstanceOf(Crash);
    expect((await checkLog(log.database, LOG, log.mark.note)).treeSize).toBe(0);
    await published();
  });

  test('between the commit and the mark leaves the new head and the old mark, which the next tick makes good', async () => {
    await log.append(10);
    await log.publish();
    await log.append(300);
    const before = log.mark.note;
    const ledger: Ledger = {
      ...log.ledger,
      sequence: async (work) => {
        await log.ledger.sequence(work);
        throw new Crash();
      },
    };
    await expect(sequenceLog({ ...log.deps, ledger })).rejects.toBeInstanceOf(Crash);
    expect(log.mark.note).toBe(before);
    const { treeSize, checkpoints } = await checkLog(log.database, LOG, before);
    expect(treeSize).toBe(310);
    await log.tick();
    expect(log.mark.note).toBe(checkpoints.at(-1)?.note);
  });

  test('a mark that cannot be written stops the signing until it can', async () => {
    await log.append(10);
    const highWater = { read: log.mark.read, write: () => Promise.reject(new Error('no space left')) };
    const verdict = await sequenceLog({ ...log.deps, highWater });
    expect(verdict).toEqual({ ok: false, reason: 'the high-water mark cannot be kept: Error: no space left' });
    expect(await log.tick()).toMatchObject({ ok: true });
    await published();
  });
});

async function published() {
  await log.publish();
  return checkLog(log.database, LOG, log.mark.note);
}
