import type { Deps } from '../registry/ports.ts';
import { recheckDomains } from '../registry/recheck-domains.ts';

/** A proof whose time has come is checked again at most this late. */
const INTERVAL_MS = 600_000;

/** Checks proofs of domains again, on however many instances; one run at a time in each. Returns what ends it. */
export function startDomainRechecks(deps: Deps, report: (line: string) => void): () => Promise<void> {
  let isRunning = false;
  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    await recheckDomains(deps).catch((error: unknown) => report(`domains: ${String(error)}`));
    isRunning = false;
  };
  const timer = setInterval(() => void run(), INTERVAL_MS);
  return async () => clearInterval(timer);
}
