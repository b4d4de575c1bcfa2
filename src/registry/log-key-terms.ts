import type { Kid } from '../core/ids.ts';
import type { Deps } from './ports.ts';

/** Days for which a retired log key signs beside its successor: whoever trusts the old one alone learns the new one meanwhile. */
export const DUAL_SIGNING_DAYS = 30;
const DAY_MS = 86_400_000;

/** Which log keys may sign checkpoints, by what the log says of them. */
export interface LogKeyTerms {
  /** Reads the record again: at the start, and after it may have changed. */
  learn(): Promise<void>;
  /** Whether a key is in use or was retired less than 30 days ago. One that is not on record never signed here and does not begin to. */
  maySign(kid: Kid): boolean;
}

export function logKeyTerms({ ledger, now }: Pick<Deps, 'ledger' | 'now'>): LogKeyTerms {
  let ends: ReadonlyMap<Kid, number> = new Map();
  return {
    learn: async () => {
      ends = await ledger.read(async (tx) => {
        const found = new Map<Kid, number>();
        for (const { kid, use, retiredSeq } of await tx.registryKeys.all()) {
          const retired = retiredSeq === null ? undefined : await tx.log.at(retiredSeq);
          const end =
            retired === undefined ? Number.POSITIVE_INFINITY : retired.at.getTime() + DUAL_SIGNING_DAYS * DAY_MS;
          if (use === 'log') found.set(kid, end);
        }
        return found;
      });
    },
    maySign: (kid) => now().getTime() < (ends.get(kid) ?? 0),
  };
}
