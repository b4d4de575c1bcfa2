import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstWrongLeaf, formatBundle, parseBundle } from './bundle.ts';
import { leafHash } from './hash.ts';
import { MAX_LEAF_BYTES } from './leaf.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const tileOf = (...leaves: readonly string[]): Uint8Array => Buffer.concat(leaves.map((leaf) => leafHash(bytes(leaf))));

describe('entry bundles', () => {
  test('length, two bytes, big-endian, then the leaf', () => {
    expect(Buffer.from(formatBundle([bytes('ab'), bytes(''), bytes('c'.repeat(258))])).toString('latin1')).toBe(
      `\0\x02ab\0\0\x01\x02${'c'.repeat(258)}`,
    );
  });

  test('there and back', () =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 }), (leaves) => {
        const parsed = parseBundle(formatBundle(leaves));
        expect(parsed?.map((leaf) => Uint8Array.from(leaf))).toEqual(leaves);
      }),
    ));

  test('cut anywhere, it has fewer leaves or is none', () =>
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 9 }), { minLength: 1, maxLength: 9 }),
        fc.nat(),
        (leaves, pick) => {
          const whole = formatBundle(leaves);
          const parsed = parseBundle(whole.subarray(0, pick % whole.length));
          expect(parsed === undefined || parsed.length < leaves.length).toBe(true);
        },
      ),
    ));

  test('the longest leaf fits, a longer one is refused', () => {
    expect(parseBundle(formatBundle([new Uint8Array(MAX_LEAF_BYTES)]))?.[0]?.length).toBe(MAX_LEAF_BYTES);
    expect(() => formatBundle([new Uint8Array(MAX_LEAF_BYTES + 1)])).toThrow(RangeError);
  });

  test.each([
    ['half a length', [0]],
    ['a leaf cut short', [0, 2, 97]],
    ['half a length after a leaf', [0, 1, 97, 0]],
  ])('refused: %s', (_, content) => {
    expect(parseBundle(Uint8Array.from(content))).toBeUndefined();
  });

  test('a part of a larger buffer is read from its own beginning', () => {
    const padded = Buffer.concat([bytes('xx'), formatBundle([bytes('ab')])]);
    expect(parseBundle(padded.subarray(2))).toEqual([bytes('ab')]);
  });
});

describe('leaves against their tile', () => {
  const leaves = ['a', 'b', 'c'].map(bytes);
  test.each([
    ['all agree', tileOf('a', 'b', 'c'), undefined],
    ['the first differs', tileOf('x', 'b', 'c'), 0],
    ['the last differs', tileOf('a', 'b', 'x'), 2],
    ['two are swapped', tileOf('a', 'c', 'b'), 1],
    ['the tile is narrower', tileOf('a', 'b'), 2],
    ['the tile is wider', tileOf('a', 'b', 'c', 'd'), 3],
    ['the tile is empty', tileOf(), 0],
  ])('%s', (_, tile, expected) => {
    expect(firstWrongLeaf(leaves, tile)).toBe(expected);
  });
});
