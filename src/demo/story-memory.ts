import type { Digest, PartyId } from '../core/ids.ts';
import { compareRowNames, rowKey } from '../core/telemetry/row-order.ts';
import type { StoredStatement } from '../registry/ports/records.ts';
import type { AccumulatorStore, CommittedRow } from '../registry/ports/telemetry.ts';
import type { Stores } from '../registry/ports.ts';

/**
 * The stores of one transaction that begins in an empty registry, remembering what never changes: a year of days reads the
 * same few audits and the same rows again and again. Nobody else writes meanwhile, so memory and database say the same.
 */
export const remembering = (tx: Stores): Stores => ({
  ...tx,
  statements: { ...tx.statements, find: rememberStatements(tx) },
  accumulators: rememberRows(tx.accumulators),
});

function rememberStatements({ statements }: Stores): Stores['statements']['find'] {
  const known = new Map<Digest, StoredStatement>();
  return async (digest) => {
    const row = known.get(digest) ?? (await statements.find(digest));
    if (row !== undefined) known.set(digest, row);
    return row;
  };
}

function rememberRows(store: AccumulatorStore): AccumulatorStore {
  const known = new Map<PartyId, Map<string, CommittedRow>>();
  return {
    ...store,
    commit: async (leaf, rows, seen) => {
      await store.commit(leaf, rows, seen);
      for (const one of rows) {
        const own = known.get(one.row.org) ?? new Map<string, CommittedRow>();
        known.set(one.row.org, own.set(rowKey(one.row), { ...one, seq: leaf.seq }));
      }
    },
    newest: async (party, fromDay, toDay, untilSeq) => {
      if (untilSeq !== undefined) return store.newest(party, fromDay, toDay, untilSeq);
      return [...(known.get(party)?.values() ?? [])]
        .filter(({ row }) => fromDay <= row.day && row.day <= toDay)
        .sort((a, b) => compareRowNames(a.row, b.row));
    },
  };
}
