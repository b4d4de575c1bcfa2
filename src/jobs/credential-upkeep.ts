import { refreshStatusLists, reissueCredentials } from '../registry/maintain-credentials.ts';
import type { Deps } from '../registry/ports.ts';

/** What falls due in days is looked for every hour: a missed turn costs nothing. */
const INTERVAL_MS = 3_600_000;

/** Keeps credentials valid and status lists fresh from now on, on however many instances. Returns what ends it. */
export function startCredentialUpkeep(deps: Deps, report: (line: string) => void): () => Promise<void> {
  let running = Promise.resolve();
  const turn = (): void => {
    // Years of certificates may be due at the first turn: the next one waits for it.
    running = running
      .then(() => keepCredentials(deps))
      .catch((error: unknown) => report(`credentials: ${String(error)}`));
  };
  turn();
  const timer = setInterval(turn, INTERVAL_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** One turn: new credentials where they are due, then lists that were signed long ago. */
export async function keepCredentials(deps: Deps): Promise<void> {
  await reissueCredentials(deps);
  await refreshStatusLists(deps);
}
