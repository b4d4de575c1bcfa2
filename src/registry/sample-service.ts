import { checkReadiness } from './check-readiness.ts';
import type { Deps } from './ports.ts';

/** Looks whether all is well in this minute, and counts it. Nothing is counted where the database does not answer: unknown. */
export async function sampleService(deps: Deps): Promise<void> {
  const { database, seq, log } = await checkReadiness(deps);
  const now = deps.now();
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  await deps.ledger.sequence((tx) =>
    tx.serviceHistory.count(now.toISOString().slice(0, 10), minute, database && seq !== null && log === 'ok'),
  );
}
