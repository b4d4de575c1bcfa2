/** Does the work under a key unless it is being done; then whoever asks waits for the same outcome. */
export interface SingleFlight<T> {
  (key: string, work: () => Promise<T>): Promise<T>;
  /** How much is being done. */
  size(): number;
}

/** Within this process only: what must hold across processes is decided in the database. */
export function singleFlight<T>(): SingleFlight<T> {
  const underWay = new Map<string, Promise<T>>();
  const run = (key: string, work: () => Promise<T>): Promise<T> => {
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const started = work().finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
  return Object.assign(run, { size: () => underWay.size });
}
