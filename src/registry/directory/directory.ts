import type { LiveState } from '../../core/freshness.ts';
import { COMPOSITE_STEPS, type Counted, type FacetName, facetsOf, LISTING_FACETS } from '../../core/listing-facets.ts';
import { EXACT_TOTAL } from '../../core/listing-query.ts';
import type { ListingFacets, ListingQuery } from '../../core/views.ts';
import {
  DIRECTORY_ORDERS,
  type DirectoryOrder,
  type DirectoryPage,
  type DirectoryVersion,
} from '../ports/listing-directory.ts';
import { at, CODED, type Coded, NO_STEP, openColumns } from './columns.ts';
import { openOrder } from './orders.ts';
import { openPartyIndex } from './party-index.ts';

/** How fresh each party is that measures; all others are `none`. Undefined where nobody's freshness is known. */
export type LiveOf = ((party: string) => LiveState) | undefined;

export type Directory = ReturnType<typeof openDirectory>;

type Test = (slot: number) => boolean;

/** The current rows of the listing in memory, and their orders. Answers are those of the ledger at the same position. */
export function openDirectory() {
  const columns = openColumns();
  const { data, codes } = columns;
  const parties = openPartyIndex(columns.party);
  const orders = {
    composite: openOrder(columns, 'composite'),
    name: openOrder(columns, 'name'),
    certified_at: openOrder(columns, 'certified_at'),
    valid_to: openOrder(columns, 'valid_to'),
  };
  const free: number[] = [];
  let slots = 0;
  const partyText = (slot: number): string => columns.party(slot).toString('utf8');
  const remove = (party: string): void => {
    const slot = parties.find(party);
    if (slot === undefined) return;
    for (const order of DIRECTORY_ORDERS) orders[order].remove(slot);
    parties.remove(party);
    free.push(slot);
  };

  const isOneOf = (column: Coded, texts: readonly string[]): Test => {
    const wanted = new Set(texts.map((text) => codes[column].of.get(text)));
    const numbers = data[column];
    return (slot) => wanted.has(at(numbers, slot));
  };
  const testsOf = (query: ListingQuery, live: LiveOf): Record<FacetName, Test | undefined> => {
    const { state, tier, country, sector, assurance } = query;
    const liveState = query.live;
    return {
      state: state === 'all' ? undefined : isOneOf('state', state),
      tier: tier.length === 0 ? undefined : isOneOf('tier', tier),
      country: country === undefined ? undefined : isOneOf('country', [country]),
      sector: sector === undefined ? undefined : isOneOf('sector', [sector]),
      assurance: assurance === undefined ? undefined : isOneOf('assurance', [String(assurance)]),
      live: liveState === undefined ? undefined : (slot) => (live?.(partyText(slot)) ?? 'none') === liveState,
    };
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
      const least = leastOf(query.minComposite, data.composite, slots);
      if (least === undefined) return undefined;
      const all = [...Object.values(testsOf(query, live)), least];
      const tests = all.filter((test) => test !== undefined);
      const passes: Test = (slot) => tests.every((test) => test(slot));
      const after = query.cursor === undefined ? undefined : parties.find(partyOfCursor(query.cursor));
      if (query.cursor !== undefined && after === undefined) return undefined;
      const order = orders[orderOf(query)];
      const walk = query.sort.startsWith('-') ? order.down(after) : order.up(after);
      const shown: number[] = [];
      let isMore = false;
      for (const slot of walk) {
        if (!passes(slot)) continue;
        isMore = shown.length === query.limit;
        if (isMore) break;
        shown.push(slot);
      }
      const total = count(orders.composite.up(), passes);
      const last = isMore ? shown.at(-1) : undefined;
      return {
        rows: shown.map(columns.row),
        next: last === undefined ? null : JSON.stringify(['after', partyText(last)]),
        total: Math.min(total, EXACT_TOTAL),
        totalIsExact: total <= EXACT_TOTAL,
      };
    },
    /** @returns undefined where only the ledger can tell */
    facets(query: ListingQuery, live: LiveOf): ListingFacets | undefined {
      const least = leastOf(query.minComposite, data.composite, slots);
      if (least === undefined) return undefined;
      const tests = testsOf(query, live);
      const filters = LISTING_FACETS.map((name) => tests[name]);
      const counts = new Map<string, Map<number, number>>(
        [...LISTING_FACETS, 'composites'].map((name) => [name, new Map()]),
      );
      const liveStates: LiveState[] = ['live', 'delayed', 'stale', 'silent', 'none'];
      const codeOf = (name: FacetName, slot: number): number =>
        name === 'live' ? liveStates.indexOf(live?.(partyText(slot)) ?? 'none') + 1 : at(data[name], slot);
      const add = (name: string, code: number): void => {
        const of = counts.get(name);
        of?.set(code, (of.get(code) ?? 0) + 1);
      };
      for (const slot of orders.composite.up()) {
        if (!least(slot)) continue;
        // One filter that refuses leaves its own facet to count; two leave none.
        const refusing = filters.flatMap((test, index) => (test === undefined || test(slot) ? [] : [index]));
        if (refusing.length > 1) continue;
        const [only] = refusing;
        for (const [index, name] of LISTING_FACETS.entries()) {
          const code = only === undefined || only === index ? codeOf(name, slot) : 0;
          if (code !== 0) add(name, code);
        }
        if (only === undefined && at(data.step, slot) !== NO_STEP) add('composites', at(data.step, slot));
      }
      const textOf = (name: string, code: number): string =>
        name === 'composites'
          ? String(Math.min(code, COMPOSITE_STEPS.length - 1))
          : name === 'live'
            ? (liveStates[code - 1] ?? 'none')
            : (CODED.flatMap((coded) => (coded === name ? [codes[coded].texts[code] ?? ''] : []))[0] ?? '');
      const counted: Counted[] = [...counts].flatMap(([facet, of]) =>
        [...of].map(([code, n]) => ({ facet, value: textOf(facet, code), count: n })),
      );
      return facetsOf(counted);
    },
  };
}

function count(slots: Iterable<number>, passes: Test): number {
  let n = 0;
  for (const slot of slots) {
    if (passes(slot)) n += 1;
    if (n > EXACT_TOTAL) break;
  }
  return n;
}

/** A double is off by less than this share of itself. */
const ERROR = 1e-12;

/**
 * At least a composite in per cent. Undefined where one is so near to it that a double does not tell: the ledger compares
 * exactly.
 */
function leastOf(percent: string | undefined, composites: Float64Array, slots: number): Test | undefined {
  if (percent === undefined) return () => true;
  const bound = (Number(percent) / 100) ** 4;
  if (bound === 0) return (slot) => at(composites, slot) >= 0;
  const [low, high] = [bound * (1 - ERROR), bound * (1 + ERROR)];
  for (let slot = 0; slot < slots; slot += 1) {
    const composite = at(composites, slot);
    if (composite >= low && composite <= high) return undefined;
  }
  return (slot) => at(composites, slot) > bound;
}

function orderOf({ sort }: ListingQuery): DirectoryOrder {
  const name = sort.replace('-', '');
  return DIRECTORY_ORDERS.find((order) => order === name) ?? 'composite';
}

function partyOfCursor(cursor: string): string {
  const parsed: unknown = JSON.parse(cursor);
  return Array.isArray(parsed) && typeof parsed[1] === 'string' ? parsed[1] : '';
}
