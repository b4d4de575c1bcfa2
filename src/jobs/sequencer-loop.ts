import type { Publication } from '../registry/ports/log.ts';
import { type Progress, type SequencerDeps, sequenceLog } from '../registry/sequence-log.ts';

/** Runs the ticks of one process and tells those who wait. */
export interface SequencerLoop extends Publication {
  /** One tick now, after any that runs. Resolves to whether leaves are left. @throws whatever kept it from finishing */
  tick(): Promise<boolean>;
  /** Ticks until nothing is left, or nothing is signed. */
  drain(): Promise<void>;
  /** From here on ticks come by themselves. */
  start(): void;
  /** No tick starts after this; resolves when the last one has ended. */
  stop(): Promise<void>;
}

export interface SequencerLoopOptions {
  /** Least time between two ticks that somebody waits for: leaves that come meanwhile share one. */
  readonly intervalMs?: number;
  /** How often to look for leaves of other instances, and at what is stored, when nobody waits. */
  readonly idleMs?: number;
  /** Hears single lines: a fault and its end, and ticks that failed for other reasons. */
  report(line: string): void;
}

interface Waiter {
  readonly index: number;
  settle(isPublished: boolean): void;
}

/** The sequencer of this process, not started yet. Any number of processes may run one on the same database. */
export function createSequencerLoop(deps: SequencerDeps, options: SequencerLoopOptions): SequencerLoop {
  const { intervalMs = 200, idleMs = 1000, report } = options;
  const waiters = new Set<Waiter>();
  const state = { size: 0, patrol: 0, fault: undefined as string | undefined, isWanted: false, lastAt: -intervalMs };
  let timer: NodeJS.Timeout | undefined;
  let isStarted = false;
  let running: Promise<unknown> = Promise.resolve();

  const settle = (): void => {
    for (const waiter of waiters) {
      if (waiter.index < state.size) waiter.settle(true);
      else if (state.fault !== undefined) waiter.settle(false);
    }
  };
  const setFault = (fault: string | undefined): void => {
    if (fault !== state.fault)
      report(fault === undefined ? 'the log is signed again' : `the log is not signed: ${fault}`);
    state.fault = fault;
  };
  const advance = ({ head, waiting }: Progress): boolean => {
    state.size = Math.max(state.size, head?.size ?? 0);
    state.patrol += 1;
    return waiting > 0;
  };
  const run = async (): Promise<boolean> => {
    state.isWanted = false;
    state.lastAt = performance.now();
    const verdict = await sequenceLog(deps, state.patrol);
    // After a fault the same bundle is looked at again, so that only its repair ends the refusal.
    const isMore = verdict.ok && advance(verdict.value);
    setFault(verdict.ok ? undefined : verdict.reason);
    settle();
    return isMore;
  };
  const tick = (): Promise<boolean> => {
    const next = running.then(run);
    running = next.catch(() => undefined);
    return next;
  };

  const arm = (delayMs: number): void => {
    clearTimeout(timer);
    timer = isStarted ? setTimeout(() => void turn(), delayMs) : undefined;
  };
  const turn = async (): Promise<void> => {
    timer = undefined;
    const isMore = await tick().catch((error: unknown) => {
      report(`sequencer: ${String(error)}`);
      return false;
    });
    if (isMore) arm(0);
    else arm(state.isWanted || waiters.size > 0 ? untilNext() : idleMs);
  };
  const untilNext = (): number => Math.max(0, state.lastAt + intervalMs - performance.now());
  const wake = (): void => {
    // A turn in work has no timer and looks at the wish when it ends.
    if (!state.isWanted && timer !== undefined) arm(untilNext());
    state.isWanted = true;
  };

  return {
    tick,
    wake,
    fault: () => state.fault,
    drain: async () => {
      while (await tick());
    },
    waitFor: (index, timeoutMs) => {
      if (index < state.size) return Promise.resolve(true);
      if (state.fault !== undefined) return Promise.resolve(false);
      return new Promise((resolve) => {
        const settleOnce = (isPublished: boolean): void => {
          clearTimeout(limit);
          waiters.delete(waiter);
          resolve(isPublished);
        };
        const waiter: Waiter = { index, settle: settleOnce };
        const limit = setTimeout(() => settleOnce(false), timeoutMs);
        waiters.add(waiter);
        wake();
      });
    },
    start: () => {
      isStarted = true;
      arm(0);
    },
    stop: async () => {
      isStarted = false;
      arm(0);
      await running;
    },
  };
}
