/**
 * Repeatable variety in 32-bit integer arithmetic: the same numbers give the same value on every machine. Nothing here is
 * secret or fair; it makes hourly profiles look measured.
 */

/** A value in 0..2^32-1 that depends on every argument (the finaliser of MurmurHash3 over a running state). */
export function mix(...parts: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const part of parts) {
    state ^= part | 0;
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return state >>> 0;
}

/** An integer in `low..high`, both included. */
export const between = (low: number, high: number, ...parts: readonly number[]): number =>
  low + (mix(...parts) % (high - low + 1));

/** A seed from a name. */
export function seedOf(name: string): number {
  return mix(...Array.from(name, (character) => character.codePointAt(0) ?? 0));
}
