import { encodeBase64url } from '../core/base64url.ts';
import { groupBy } from '../core/group-by.ts';
import type { PartyId } from '../core/ids.ts';
import type { AccumulatorRow } from '../core/telemetry/accumulator-row.ts';
import { addDays, dayOf, dayStart } from '../core/telemetry/day.ts';
import { hourSums } from '../core/telemetry/hours.ts';
import { compareRowNames, rowKey } from '../core/telemetry/row-order.ts';
import { encodeRow } from '../core/telemetry/row-text.ts';
import { siteRow } from '../core/telemetry/site-row.ts';
import { dayRoot } from '../log/day-rows.ts';
import { closeWindow } from './close-window.ts';
import type { SiteHours } from './ports/hours.ts';
import type { ChangedDay, DayLeaf } from './ports/telemetry.ts';
import type { Deps, Stores } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';
import { computeOrganisationRows, loadSiteDays } from './telemetry-rows.ts';

/** Time of day at which the day before is closed: 00:30 UTC (log, "Leaves"). */
const CLOSE_MS = 30 * 60_000;

/** The leaf of a closed day, with its time. */
export interface ClosedDay extends DayLeaf {
  readonly at: Date;
}

/** What is decided about a party once a day's rows are committed; in the same transaction, after the leaf. */
export type EvaluateParty = (tx: Stores, deps: Deps, party: PartyId, leaf: ClosedDay, now: Date) => Promise<void>;

/** A row with its exact text. */
interface EncodedRow {
  readonly row: AccumulatorRow;
  readonly text: string;
}

/**
 * Closes a UTC day (log, "Leaves"): every row new or changed since the close before goes under one `telemetry.day` leaf, and
 * each party with telemetry is evaluated on exactly the rows committed so far. One transaction: a reader sees the leaf with
 * all that follows from it, or nothing.
 *
 * @returns undefined where the day was closed before, by whichever instance
 */
export function closeDay(deps: Deps, day: string, evaluate: EvaluateParty): Promise<ClosedDay | undefined> {
  return deps.ledger.write(async (tx) => {
    const newest = await tx.accumulators.newestLeaf();
    if (newest !== undefined && newest.day >= day) return undefined;
    const now = deps.now();
    // First the changes, then the window: what comes in between them is in the window, what comes later is a later change.
    const changed = await tx.accumulators.changedDays(oldestOpen(newest?.day), day);
    await closeWindow(tx, now);
    const { rows, hours } = await changedRows(tx, day, changed, newest?.seq ?? -1);
    const leaf = await commitRows(tx, day, rows, changed, now);
    await tx.hours.add(leaf.seq, hours);
    for (const party of await tx.live.evaluated()) await evaluate(tx, deps, party, leaf, now);
    return leaf;
  });
}

/** Days after the end of an interval in which intake still takes it (statements section 6), and the day it may reach back into. */
const REACH_DAYS = 8;

/** No day before this one has changed since a day was closed: whatever came later could not reach it. */
const oldestOpen = (lastClosed: string | undefined): string =>
  lastClosed === undefined ? '0001-01-01' : addDays(lastClosed, -REACH_DAYS);

/**
 * Closes every day that is due and still open, oldest first, from the first day with telemetry or an inventory on; a day
 * without rows has a leaf too, once there is such a day. Does nothing where nothing is due; safe from several instances.
 */
export async function closeDueDays(deps: Deps, evaluate: EvaluateParty): Promise<readonly ClosedDay[]> {
  const closed: ClosedDay[] = [];
  const last = addDays(dayOf(new Date(deps.now().getTime() - CLOSE_MS)), -1);
  const { newest, first } = await deps.ledger.read(async (tx) => {
    const leaf = await tx.accumulators.newestLeaf();
    return { newest: leaf?.day, first: leaf === undefined ? await tx.accumulators.firstDay() : undefined };
  });
  let day = newest === undefined ? first : addDays(newest, 1);
  for (; day !== undefined && day <= last; day = addDays(day, 1)) {
    const leaf = await closeDay(deps, day, evaluate);
    if (leaf !== undefined) closed.push(leaf);
  }
  return closed;
}

async function changedRows(
  tx: Stores,
  day: string,
  changed: readonly ChangedDay[],
  sinceSeq: number,
): Promise<{ readonly rows: readonly EncodedRow[]; readonly hours: readonly SiteHours[] }> {
  const rows: EncodedRow[] = [];
  const hours: SiteHours[] = [];
  for (const [party, days] of groupBy(changed, (one) => one.partyId)) {
    const loaded = await loadSiteDays(tx, party, days);
    const siteRows = await unlikeCommitted(
      tx,
      party,
      day,
      loaded.map((one) => siteRow(one)),
    );
    const unlike = new Set(siteRows.map(({ row }) => rowKey(row)));
    rows.push(...siteRows);
    hours.push(
      ...loaded
        .filter((one) => unlike.has(rowKey(one)))
        .map(({ site, day: own, intervals, factsAt }) => ({
          partyId: party,
          siteId: site,
          day: own,
          ...hourSums(intervals, factsAt),
        })),
    );
  }
  for (const party of await tx.inventories.senders()) {
    const earliest = await tx.inventories.earliestSince(party, sinceSeq);
    const from = earliest !== undefined && earliest < dayStart(day) ? dayOf(earliest) : day;
    rows.push(...(await unlikeCommitted(tx, party, day, await computeOrganisationRows(tx, party, from, day))));
  }
  return { rows: rows.sort((a, b) => compareRowNames(a.row, b.row)), hours };
}

/** Of the rows of a party those that differ from what was committed last. No row was of a day that is only now closed. */
async function unlikeCommitted(
  tx: Stores,
  party: PartyId,
  day: string,
  rows: readonly AccumulatorRow[],
): Promise<readonly EncodedRow[]> {
  const earlier = rows.map((row) => row.day).filter((one) => one < day);
  const from = earlier.reduce((first, one) => (one < first ? one : first), day);
  const committed = earlier.length === 0 ? [] : await tx.accumulators.newest(party, from, addDays(day, -1));
  const known = new Map(committed.map(({ row, text }) => [rowKey(row), text]));
  return rows.map((row) => ({ row, text: encodeRow(row) })).filter(({ row, text }) => known.get(rowKey(row)) !== text);
}

async function commitRows(
  tx: Stores,
  day: string,
  rows: readonly EncodedRow[],
  changed: readonly ChangedDay[],
  now: Date,
): Promise<ClosedDay> {
  const root = encodeBase64url(dayRoot(rows.map(({ text }) => text)));
  const { seq, at } = await recordLeaf(tx, now, { t: 'telemetry.day', day, root, n: rows.length });
  const leaf: DayLeaf = { day, seq, root };
  await tx.accumulators.commit(leaf, rows, changed);
  return { ...leaf, at };
}
