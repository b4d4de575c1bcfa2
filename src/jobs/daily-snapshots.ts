import type { Deps } from '../registry/ports.ts';
import { snapshotDaily } from '../registry/snapshot-listing.ts';

/** The day's snapshot is taken at most this late after midnight UTC. */
const INTERVAL_MS = 600_000;

/** Takes a snapshot of the listing every UTC day, on however many instances. Returns what ends it. */
export function startDailySnapshots(deps: Deps, report: (line: string) => void): () => Promise<void> {
  const timer = setInterval(
    () => void snapshotDaily(deps).catch((error: unknown) => report(`snapshot: ${String(error)}`)),
    INTERVAL_MS,
  );
  return async () => clearInterval(timer);
}
