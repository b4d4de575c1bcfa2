import { EXACT_TOTAL } from '../../core/listing-query.ts';
import type { ListingFacets, ListingQuery } from '../../core/views.ts';
import {
  DIRECTORY_ORDERS,
  type DirectoryOrder,
  type DirectoryPage,
  type DirectoryVersion,
} from '../ports/listing-directory.ts';
import { openColumns } from './columns.ts';
import { countFacets } from './count-facets.ts';
import { facetTests, type LiveOf, leastOf, type Test } from './filters.ts';
import { openOrder } from './orders.ts';
import { openPartyIndex } from './party-index.ts';

export type Directory = ReturnType<typeof openDirectory>;

/** The current rows of the listing in memory, and their orders. Answers are those of the ledger at the same position. */
export function openDirectory() {
  const columns = openColumns();
  const parties = openPartyIndex(columns.party);
  const orders = {
    composite: openOrder(columns, 'composite'),
    name: openOrder(columns, 'name'),
    certified_at: openOrder(columns, 'certified_at'),
    valid_to: openOrder(columns, 'valid_to'),
  };
  const free: number[] = [];
  let slots = 0;
  const remove = (party: string): void => {
    const slot = parties.find(party);
    if (slot === undefined) return;
    for (const order of DIRECTORY_ORDERS) orders[order].remove(slot);
    parties.remove(party);
    free.push(slot);
  };

  return {
    /** The next of those loaded, by composite. */
    load(version: DirectoryVersion): void {
      columns.write(slots, version);
      parties.add(slots);
      orders.composite.push(slots);
      slots += 1;
    },
    /** The next in another order. */
    loadOrder(order: Exclude<DirectoryOrder, 'composite'>, party: string): void {
      const slot = parties.find(party);
      if (slot !== undefined) orders[order].push(slot);
    },
    /** @throws Undecided: the directory is of no use afterwards */
    change(party: string, version: DirectoryVersion | null): void {
      remove(party);
      if (version === null) return;
      const slot = free.pop() ?? slots;
      slots = Math.max(slots, slot + 1);
      columns.write(slot, version);
      parties.add(slot);
      for (const order of DIRECTORY_ORDERS) orders[order].insert(slot);
    },
    /** @returns undefined where only the ledger can tell */
    page(query: ListingQuery, live: LiveOf): DirectoryPage | undefined {
      const least = leastOf(query.minComposite, columns.data.composite, slots);
      const after = query.cursor === undefined ? undefined : parties.find(partyOfCursor(query.cursor));
      if (least === undefined || (query.cursor !== undefined && after === undefined)) return undefined;
      const tests = [...Object.values(facetTests(columns, query, live)), least].filter((test) => test !== undefined);
      const passes: Test = (slot) => tests.every((test) => test(slot));
      const order = orders[orderOf(query)];
      const walk = query.sort.startsWith('-') ? order.down(after) : order.up(after);
      const { shown, isMore } = take(walk, passes, query.limit);
      const total = orders.composite.count(passes, EXACT_TOTAL);
      const last = isMore ? shown.at(-1) : undefined;
      return {
        rows: shown.map(columns.row),
        next: last === undefined ? null : JSON.stringify(['after', columns.party(last).toString('utf8')]),
        total: Math.min(total, EXACT_TOTAL),
        totalIsExact: total <= EXACT_TOTAL,
      };
    },
    /** @returns undefined where only the ledger can tell */
    facets(query: ListingQuery, live: LiveOf): ListingFacets | undefined {
      const least = leastOf(query.minComposite, columns.data.composite, slots);
      if (least === undefined) return undefined;
      return countFacets(columns, filter(orders.composite.up(), least), facetTests(columns, query, live), live);
    },
  };
}

/** The first that pass, and whether there are more. */
function take(walk: Iterable<number>, passes: Test, limit: number): { shown: number[]; isMore: boolean } {
  const shown: number[] = [];
  for (const slot of walk) {
    if (!passes(slot)) continue;
    if (shown.length === limit) return { shown, isMore: true };
    shown.push(slot);
  }
  return { shown, isMore: false };
}

function* filter(slots: Iterable<number>, passes: Test): Generator<number> {
  for (const slot of slots) if (passes(slot)) yield slot;
}

function orderOf({ sort }: ListingQuery): DirectoryOrder {
  const name = sort.replace('-', '');
  return DIRECTORY_ORDERS.find((order) => order === name) ?? 'composite';
}

function partyOfCursor(cursor: string): string {
  const parsed: unknown = JSON.parse(cursor);
  return Array.isArray(parsed) && typeof parsed[1] === 'string' ? parsed[1] : '';
}
