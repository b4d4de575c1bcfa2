import type { Publication } from '../registry/ports/log.ts';
import { type SequencerDeps, sequenceLog } from '../registry/sequence-log.ts';
import { createWaiters } from './waiters.ts';

/** Runs the ticks of one process and tells those who wait. */
export interface SequencerLoop extends Publication {
  /** One tick now, after any that runs. Resolves to whether leaves are left. @throws whatever kept it from finishing */
  tick(): Promise<boolean>;
  /** Ticks until nothing is left, or nothing is signed. */
  drain(): Promise<void>;
  /** From here on ticks come by themselves. */
  start(): void;
  /** No tick starts by itself after this; resolves when the last one has ended. */
  stop(): Promise<void>;
}

export interface SequencerLoopOptions {
  /** Least time between two ticks that somebody waits for: leaves that come meanwhile share one. */
  readonly intervalMs?: number;
  /** How often to look for leaves of other instances, and at what is stored, when nobody waits. */
  readonly idleMs?: number;
  /** Hears how large the published tree is, before anybody who waits for it does. */
  published?(size: number): void;
  /** Hears single lines: a fault and its end, and ticks that failed for other reasons. */
  report(line: string): void;
}

/** The sequencer of this process, not started yet. Any number of processes may run one on the same database. */
export function createSequencerLoop(deps: SequencerDeps, options: SequencerLoopOptions): SequencerLoop {
  const waiters = createWaiters();
  const ticks = createTicks(deps, options.report, (size, fault) => {
    options.published?.(size);
    waiters.settle(size, fault !== undefined);
  });
  const schedule = createSchedule(ticks.tick, () => waiters.count() > 0, options);
  return {
    tick: ticks.tick,
    drain: async () => {
      while (await ticks.tick());
    },
    fault: ticks.fault,
    wake: schedule.wake,
    waitFor: (index, timeoutMs) => {
      if (index < ticks.size()) return Promise.resolve(true);
      if (ticks.fault() !== undefined) return Promise.resolve(false);
      const wait = waiters.add(index, timeoutMs);
      schedule.wake();
      return wait;
    },
    start: schedule.start,
    stop: async () => {
      schedule.stop();
      await ticks.ended();
    },
  };
}

/** Ticks one after the other, and what they found. @param tell hears after each how far the log is published, and the fault */
function createTicks(
  deps: SequencerDeps,
  report: (line: string) => void,
  tell: (size: number, fault: string | undefined) => void,
) {
  const state = { size: 0, patrol: 0, fault: undefined as string | undefined };
  let running: Promise<unknown> = Promise.resolve();
  const setFault = (fault: string | undefined): void => {
    if (fault !== state.fault)
      report(fault === undefined ? 'the log is signed again' : `the log is not signed: ${fault}`);
    state.fault = fault;
  };
  const run = async (): Promise<boolean> => {
    const verdict = await sequenceLog(deps, state.patrol);
    if (verdict.ok) {
      state.size = Math.max(state.size, verdict.value.head?.size ?? 0);
      // After a fault the same bundle is looked at again, so that only its repair ends the refusal.
      state.patrol += 1;
    }
    setFault(verdict.ok ? undefined : verdict.reason);
    tell(state.size, state.fault);
    return verdict.ok && verdict.value.waiting > 0;
  };
  return {
    tick: (): Promise<boolean> => {
      const next = running.then(run);
      running = next.catch(() => undefined);
      return next;
    },
    ended: async (): Promise<void> => void (await running),
    size: () => state.size,
    fault: () => state.fault,
  };
}

/** Decides when to tick: at once when asked, but not within the interval after the last; now and then when not. */
function createSchedule(tick: () => Promise<boolean>, isAwaited: () => boolean, options: SequencerLoopOptions) {
  const { intervalMs = 200, idleMs = 1000, report } = options;
  let timer: NodeJS.Timeout | undefined;
  let [isStarted, isWanted] = [false, false];
  let lastAt = -intervalMs;
  const arm = (delayMs: number): void => {
    clearTimeout(timer);
    timer = isStarted ? setTimeout(() => void turn(), delayMs) : undefined;
  };
  const untilNext = (): number => Math.max(0, lastAt + intervalMs - performance.now());
  const turn = async (): Promise<void> => {
    timer = undefined;
    isWanted = false;
    lastAt = performance.now();
    const isMore = await tick().catch((error: unknown) => {
      report(`sequencer: ${String(error)}`);
      return false;
    });
    if (isMore) arm(0);
    else arm(isWanted || isAwaited() ? untilNext() : idleMs);
  };
  return {
    wake: (): void => {
      // A turn in work has no timer, and looks at the wish when it ends.
      if (!isWanted && timer !== undefined) arm(untilNext());
      isWanted = true;
    },
    start: (): void => {
      isStarted = true;
      arm(0);
    },
    stop: (): void => {
      isStarted = false;
      arm(0);
    },
  };
}
