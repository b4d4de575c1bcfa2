/** Lets at most `limit` of the work it is given run at a time; the rest waits in order. */
export function createGate(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  const enter = (): Promise<void> | undefined => {
    if (running >= limit) return new Promise((resolve) => void waiting.push(resolve));
    running += 1;
    return undefined;
  };
  const leave = (): void => {
    const next = waiting.shift();
    // Whoever waits takes over the place: nobody slips in between.
    if (next === undefined) running -= 1;
    else next();
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}

/** Maps with at most `limit` under way; results in order. */
export function mapConcurrently<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const gate = createGate(limit);
  return Promise.all(items.map((item) => gate(() => work(item))));
}
