import type { Position } from '../core/views.ts';
import { findVendors } from './find-vendors.ts';
import type { Deps } from './ports.ts';

/** One line of a watch list: what was written, and whom it means; null for nobody who is public here. */
export interface Watched {
  readonly asked: string;
  readonly party: { readonly party_id: string; readonly name: string } | null;
}

/** Whom a watch list means: party ids or proved domains, in the order written. */
export async function findWatched(
  deps: Deps,
  asked: readonly string[],
  { seq }: Position,
): Promise<readonly Watched[]> {
  if (asked.length === 0) return [];
  const found = await deps.ledger.read((tx) => findVendors(tx, asked, seq));
  return asked.map((text, at) => {
    const row = found[at]?.row;
    return { asked: text, party: row === undefined ? null : { party_id: row.party_id, name: row.name } };
  });
}
