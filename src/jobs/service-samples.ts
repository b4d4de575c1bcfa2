import type { Deps } from '../registry/ports.ts';
import { sampleService } from '../registry/sample-service.ts';

const INTERVAL_MS = 60_000;

/** Looks at the service every minute, on however many instances. Returns what ends it. */
export function startServiceSamples(deps: Deps, report: (line: string) => void): () => Promise<void> {
  let latest = Promise.resolve();
  const look = (): void => {
    latest = sampleService(deps).catch((error: unknown) => report(`status: ${String(error)}`));
  };
  look();
  const timer = setInterval(look, INTERVAL_MS);
  return async () => {
    clearInterval(timer);
    await latest;
  };
}
