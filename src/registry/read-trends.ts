import { TREND_DAYS, type Trend } from '../core/statistics-view.ts';
import { addDays, dayOf, daysFrom } from '../core/telemetry/day.ts';
import type { Position } from '../core/views.ts';
import type { Deps } from './ports.ts';

/**
 * Live composites of the days before a position, of those parties that have any. A day counts once its close is part of the
 * position.
 */
export async function readTrends(
  deps: Deps,
  ids: readonly string[],
  { seq, as_of }: Position,
): Promise<ReadonlyMap<string, Trend>> {
  const to = addDays(dayOf(new Date(as_of)), -1);
  const from = addDays(to, 1 - TREND_DAYS);
  const evaluated = await deps.ledger.read((tx) => tx.listingRows.trends(ids, { from, to }, seq));
  const days = daysFrom(from, to);
  const byParty = new Map<string, Map<string, string>>();
  for (const { party, day, percent } of evaluated) {
    const known = byParty.get(party) ?? new Map<string, string>();
    byParty.set(party, known.set(day, percent));
  }
  return new Map([...byParty].map(([party, known]) => [party, days.map((day) => known.get(day) ?? null)]));
}
