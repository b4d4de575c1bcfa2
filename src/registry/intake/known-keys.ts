import type { Kid } from '../../core/ids.ts';
import type { KeyRow, Party } from '../ports/parties.ts';
import type { Deps } from '../ports.ts';

/** Keys kept in memory. */
const KEPT = 20_000;

/** A registered key, and what kind of party holds it. */
export interface KnownKey extends KeyRow {
  readonly holder: Party['kind'] | undefined;
}

/** Registered keys by `kid`. Nothing about one ever changes but its revocation, which is read under its lock. */
export interface KnownKeys {
  /** Those of these kids that were ever registered. */
  find(deps: Deps, kids: readonly Kid[]): Promise<ReadonlyMap<Kid, KnownKey>>;
}

export function knownKeys(): KnownKeys {
  const kept = new Map<Kid, KnownKey>();
  return {
    find: async (deps, kids) => {
      const wanted = [...new Set(kids)];
      const missing = wanted.filter((kid) => !kept.has(kid));
      const found = missing.length === 0 ? [] : await load(deps, missing);
      if (kept.size + found.length > KEPT) kept.clear();
      for (const key of found) kept.set(key.kid, key);
      return new Map(
        wanted.flatMap((kid): [Kid, KnownKey][] => {
          const key = kept.get(kid);
          return key === undefined ? [] : [[kid, key]];
        }),
      );
    },
  };
}

const load = (deps: Deps, kids: readonly Kid[]): Promise<KnownKey[]> =>
  deps.ledger.read(async (tx) => {
    const found: KnownKey[] = [];
    for (const kid of kids) {
      const key = await tx.keys.find(kid);
      if (key !== undefined) found.push({ ...key, holder: (await tx.parties.find(key.partyId))?.kind });
    }
    return found;
  });
