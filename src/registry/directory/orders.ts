import type { DirectoryOrder } from '../ports/listing-directory.ts';
import { at, type Columns } from './columns.ts';

/** Two composites that are the same double and not the same number: only the ledger can tell which is more. */
export class Undecided extends Error {}

const SPARE = 1_024;

/** Slots in an order, upwards, ties by party id. @param order what it is about */
export function openOrder(columns: Columns, order: DirectoryOrder) {
  const compareKeys = comparison(columns, order);
  const compare = (a: number, b: number): number =>
    compareKeys(a, b) || Buffer.compare(columns.party(a), columns.party(b));
  let slots = new Uint32Array(SPARE);
  let count = 0;
  const room = (): void => {
    if (count < slots.length) return;
    const wider = new Uint32Array(Math.ceil(slots.length * 1.25) + SPARE);
    wider.set(slots);
    slots = wider;
  };
  /** Of the first slot that is not before; of the first that is after, for `isAfter`. */
  const search = (isBefore: (slot: number) => boolean, from = 0, to = count): number => {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(at(slots, middle))) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const indexOf = (slot: number): number => search((other) => compare(other, slot) < 0);
  return {
    /** The next in this order. For loading. */
    push(slot: number): void {
      room();
      slots[count] = slot;
      count += 1;
    },
    /** @throws Undecided */
    insert(slot: number): void {
      const index = indexOf(slot);
      room();
      slots.copyWithin(index + 1, index, count);
      slots[index] = slot;
      count += 1;
    },
    /** @throws Undecided */
    remove(slot: number): void {
      const index = indexOf(slot);
      slots.copyWithin(index, index + 1, count);
      count -= 1;
    },
    /** How many pass, counted until there are more than `most`. */
    count(passes: (slot: number) => boolean, most: number): number {
      let n = 0;
      for (let index = 0; index < count && n <= most; index += 1) if (passes(at(slots, index))) n += 1;
      return n;
    },
    /** Upwards, from behind a slot where one is given. @throws Undecided */
    *up(after?: number): Generator<number> {
      for (let index = after === undefined ? 0 : indexOf(after) + 1; index < count; index += 1) yield at(slots, index);
    },
    /** Downwards by key, ties still upwards by party id, from behind a slot where one is given. @throws Undecided */
    *down(after?: number): Generator<number> {
      let end = count;
      if (after !== undefined) {
        const index = indexOf(after);
        const next = search((other) => compareKeys(other, after) <= 0, index);
        for (let rest = index + 1; rest < next; rest += 1) yield at(slots, rest);
        end = search((other) => compareKeys(other, after) < 0);
      }
      while (end > 0) {
        const last = at(slots, end - 1);
        let start = end - 1;
        while (start > 0 && compareKeys(at(slots, start - 1), last) === 0) start -= 1;
        for (let index = start; index < end; index += 1) yield at(slots, index);
        end = start;
      }
    },
  };
}

function comparison(columns: Columns, order: DirectoryOrder): (a: number, b: number) => number {
  const { data } = columns;
  switch (order) {
    case 'composite':
      return (a, b) => {
        const difference = at(data.composite, a) - at(data.composite, b);
        if (difference === 0 && at(data.print, a) !== at(data.print, b)) throw new Undecided();
        return difference;
      };
    case 'name':
      return (a, b) =>
        Buffer.compare(Buffer.from(columns.row(a).name, 'utf8'), Buffer.from(columns.row(b).name, 'utf8'));
    case 'certified_at':
      return (a, b) => compareNumbers(at(data.certifiedAt, a), at(data.certifiedAt, b));
    case 'valid_to':
      return (a, b) => compareNumbers(at(data.validTo, a), at(data.validTo, b));
  }
}

/** Minus infinity is equal to itself; its difference is not a number. */
const compareNumbers = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
