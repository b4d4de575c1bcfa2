import { refreshStatusLists, reissueCredentials } from '../registry/maintain-credentials.ts';
import type { Deps } from '../registry/ports.ts';

/** What falls due in days is looked for every hour: a missed turn costs nothing. */
const INTERVAL_MS = 3_600_000;

/** Keeps credentials valid and status lists fresh, on however many instances. Returns what ends it. */
export function startCredentialUpkeep(deps: Deps, report: (line: string) => void): () => Promise<void> {
  const timer = setInterval(
    () => void keepCredentials(deps).catch((error: unknown) => report(`credentials: ${String(error)}`)),
    INTERVAL_MS,
  );
  return async () => clearInterval(timer);
}

/** One turn: also at the start, so that nothing is due when readers come. */
export async function keepCredentials(deps: Deps): Promise<void> {
  await reissueCredentials(deps);
  await refreshStatusLists(deps);
}
