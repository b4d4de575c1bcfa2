import { at } from './columns.ts';

const FIRST_SIZE = 4_096;
const GONE = 0xffff_ffff;

/** Slots by party id: open addressing over numbers, for a Map of a million texts would weigh more than the rows. */
export function openPartyIndex(partyOf: (slot: number) => Buffer) {
  // 0 is free, GONE was used, all else is slot + 1.
  let table = new Uint32Array(FIRST_SIZE);
  let used = 0;
  const place = (party: Buffer): number => {
    const mask = table.length - 1;
    for (let index = hash(party) & mask; ; index = (index + 1) & mask) {
      const entry = at(table, index);
      if (entry === 0 || (entry !== GONE && partyOf(entry - 1).equals(party))) return index;
    }
  };
  const add = (slot: number): void => {
    const index = place(partyOf(slot));
    if (at(table, index) === 0) used += 1;
    table[index] = slot + 1;
  };
  const widen = (): void => {
    const entries = table.filter((entry) => entry !== 0 && entry !== GONE);
    [table, used] = [new Uint32Array(table.length * 2), 0];
    for (const entry of entries) add(entry - 1);
  };
  return {
    find(party: string): number | undefined {
      const entry = at(table, place(Buffer.from(party, 'utf8')));
      return entry === 0 ? undefined : entry - 1;
    },
    add(slot: number): void {
      add(slot);
      if (used * 2 > table.length) widen();
    },
    remove(party: string): void {
      const index = place(Buffer.from(party, 'utf8'));
      if (at(table, index) !== 0) table[index] = GONE;
    },
  };
}

/** FNV-1a. */
function hash(bytes: Buffer): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}
