import type { Deps } from './ports.ts';

/** Whether the registry can do its work: the database answers, and the log has begun. Never throws. */
export async function checkReadiness(deps: Deps): Promise<{ database: boolean; seq: number | null }> {
  try {
    const head = await deps.ledger.read((tx) => tx.log.head());
    return { database: true, seq: head?.seq ?? null };
  } catch {
    return { database: false, seq: null };
  }
}
