import canonicalize from 'canonicalize';
import { isStanding } from './certificate-state.ts';
import { RegistryError } from './errors.ts';
import type { ListingRow } from './views.ts';

/* Snapshots of the listing (log, "Leaves"): exact lines, so that one digest stands for what everybody could read. */

/** Whether a snapshot has the row: those certified at that moment. */
export const isInSnapshot = ({ state }: Pick<ListingRow, 'state'>): boolean => isStanding(state);

/** The line of a row: RFC 8785 of its members but `live`, which is freshness and no fact of the log, and a line feed. */
export function snapshotLine({ live: _freshness, ...facts }: ListingRow): string {
  const line = canonicalize(facts);
  if (line === undefined) throw new RegistryError('internal', 'a listing row has no canonical form');
  return `${line}\n`;
}

/** What orders the listing. */
export interface Ranked {
  readonly party_id: string;
  /** `compositeSortKey` of the shown audit; null without one, which comes last. */
  readonly compositeKey: string | null;
}

/** Exact composite descending, then `party_id` bytewise. Composites whose fourth powers agree in 200 decimals are equal. */
export function byRank(a: Ranked, b: Ranked): number {
  return compareText(b.compositeKey ?? '', a.compositeKey ?? '') || compareText(a.party_id, b.party_id);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
