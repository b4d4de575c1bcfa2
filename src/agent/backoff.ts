/** Waits that grow with every failure in a row. */
export interface Backoff {
  /** Milliseconds until the next attempt; at least `atLeastMs`, with jitter on top. */
  next(atLeastMs?: number): number;
  reset(): void;
}

/**
 * Doubles from `firstMs` to `mostMs`, each between half and all of that, so that agents cut off together do not return
 * together.
 *
 * @param chance a number from 0 to 1, anew at each call
 */
export function createBackoff(firstMs: number, mostMs: number, chance: () => number): Backoff {
  let failures = 0;
  return {
    next: (atLeastMs = 0) => {
      const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 30));
      failures += 1;
      const own = full / 2 + (chance() * full) / 2;
      return Math.round(own > atLeastMs ? own : atLeastMs * (1 + chance() / 10));
    },
    reset: () => {
      failures = 0;
    },
  };
}
