import type { Deps } from '../registry/ports.ts';

/** Months that have room for attestations ahead of time, and the last one: an interval may be a week old when it comes. */
const [FIRST, LAST] = [-1, 3];

/** Makes room for the attestations of the months around now, before any comes. Idempotent; cheap where it is done. */
export function ensureMonths({ ledger, now }: Pick<Deps, 'ledger' | 'now'>): Promise<void> {
  const today = now();
  const months = Array.from(
    { length: LAST - FIRST + 1 },
    (_, n) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + FIRST + n, 1)),
  );
  return ledger.intake((tx) => tx.chains.ensureMonths(months));
}
