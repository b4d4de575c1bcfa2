import { parseCheckpoint } from '../log/checkpoint.ts';
import type { Deps } from './ports.ts';

export interface Readiness {
  readonly database: boolean;
  /** The last published leaf. */
  readonly seq: number | null;
  /** `ok`, or why nothing is signed now. */
  readonly log: string;
  /** Size of the last head that was published from here, as kept outside the database. */
  readonly high_water_mark: number | null;
}

/** Whether the registry can do its work: the database answers, the log has begun and is signed. Never throws. */
export async function checkReadiness(deps: Deps): Promise<Readiness> {
  const mark = await deps.highWater.read().catch(() => undefined);
  const outside = {
    log: deps.publication.fault() ?? 'ok',
    high_water_mark: mark === undefined ? null : (parseCheckpoint(mark)?.size ?? null),
  };
  try {
    const head = await deps.ledger.read((tx) => tx.tree.head());
    return { database: true, seq: head === undefined ? null : head.size - 1, ...outside };
  } catch {
    return { database: false, seq: null, ...outside };
  }
}
