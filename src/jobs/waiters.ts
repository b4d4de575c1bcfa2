interface Waiter {
  readonly index: number;
  settle(isPublished: boolean): void;
}

/** Those who wait for leaves to be published. */
export interface Waiters {
  /** Resolves as `settle` decides, or false when the time is up first. */
  add(index: number, timeoutMs: number): Promise<boolean>;
  /** Tells everybody whose leaf lies below the size; the others as well where nothing will be signed for now. */
  settle(size: number, isRefused: boolean): void;
  count(): number;
}

export function createWaiters(): Waiters {
  const waiters = new Set<Waiter>();
  return {
    count: () => waiters.size,
    settle: (size, isRefused) => {
      for (const waiter of waiters) {
        if (waiter.index < size) waiter.settle(true);
        else if (isRefused) waiter.settle(false);
      }
    },
    add: (index, timeoutMs) =>
      new Promise((resolve) => {
        const settle = (isPublished: boolean): void => {
          clearTimeout(limit);
          waiters.delete(waiter);
          resolve(isPublished);
        };
        const waiter: Waiter = { index, settle };
        const limit = setTimeout(() => settle(false), timeoutMs);
        waiters.add(waiter);
      }),
  };
}
