import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flipBit, recursiveRoot } from '../../test/support/log-fixtures.ts';
import { encodeBase64url } from '../core/base64url.ts';
import { leafHash } from './hash.ts';
import { encodeLeaf, type ParsedLeaf, parseLeaf } from './leaf.ts';
import { parseWindow, proveWindow, verifyWindow, windowRoot, windowToJson } from './window.ts';

const digests = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, n) => leafHash(Buffer.from(`d${n}`)));
const at = (list: readonly Uint8Array[], index: number): Uint8Array => list[index] ?? new Uint8Array();

function windowLeaf(members: {
  root?: string;
  n?: number | string;
  t?: 'telemetry.window' | 'telemetry.day';
}): ParsedLeaf {
  const { t = 'telemetry.window', ...rest } = members;
  const leaf = parseLeaf(encodeLeaf({ ...rest, t }, new Date(0)));
  if (leaf === undefined) throw new Error('no leaf');
  return leaf;
}
const leafOf = (list: readonly Uint8Array[]): ParsedLeaf =>
  windowLeaf({ root: encodeBase64url(windowRoot(list)), n: list.length });

test('every place of windows up to 40', () => {
  for (let size = 1; size <= 40; size++) {
    const list = digests(size);
    expect(windowRoot(list)).toEqual(recursiveRoot(list.map(leafHash)));
    for (let index = 0; index < size; index++) {
      const window = parseWindow(JSON.parse(JSON.stringify(windowToJson(proveWindow(index, list)))));
      if (window === undefined) throw new Error('the window is not read back');
      expect(verifyWindow(at(list, index), window, leafOf(list))).toEqual({ ok: true, value: { size } });
    }
  }
});

test('a flipped bit of digest or path proves nothing', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (size, pick, bit) => {
      const list = digests(size);
      const index = pick % size;
      const { path } = proveWindow(index, list);
      const [digest = at(list, 0), ...rest] = [at(list, index), ...path].map((hash, place) =>
        place === bit % (path.length + 1) ? flipBit(hash, bit % 256) : hash,
      );
      expect(verifyWindow(digest, { index, size, path: rest }, leafOf(list)).ok).toBe(false);
    }),
  ));

describe('refused', () => {
  const list = digests(5);
  const leaf = leafOf(list);
  const window = proveWindow(2, list);
  const digest = at(list, 2);
  test.each([
    ['a leaf of another type', digest, window, windowLeaf({ t: 'telemetry.day', n: 5 }), /no window of attestations/],
    ['a leaf without root', digest, window, windowLeaf({ n: 5 }), /states no root/],
    ['a leaf with a short root', digest, window, windowLeaf({ root: 'AAAA', n: 5 }), /states no root/],
    ['a leaf without number', digest, window, windowLeaf({ root: String(leaf['root']) }), /states no root/],
    ['a number as text', digest, window, windowLeaf({ root: String(leaf['root']), n: '5' }), /states no root/],
    ['another size', digest, { ...window, size: 6 }, leaf, /window of 6 attestations, the leaf of 5/],
    ['a place outside', digest, { ...window, index: 5 }, leaf, /place 5 lies outside/],
    ['another place', digest, { ...window, index: 3 }, leaf, /does not lead from place 3/],
    ['another digest', at(list, 3), window, leaf, /does not lead/],
    ['a short digest', digest.subarray(1), window, leaf, /32 bytes/],
    ['a truncated path', digest, { ...window, path: window.path.slice(1) }, leaf, /does not lead/],
    ['a path too long', digest, { ...window, path: [...window.path, digest] }, leaf, /does not lead/],
    [
      'an empty window',
      digest,
      { index: 0, size: 0, path: [] },
      windowLeaf({ root: String(leaf['root']), n: 0 }),
      /outside/,
    ],
  ])('%s', (_, bytes, place, of, reason) => {
    expect(verifyWindow(bytes, place, of)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  const json = windowToJson(window);
  test.each([
    ['null', null],
    ['a list', []],
    ['a member too few', { index: 2, size: 5 }],
    ['a member too many', { ...json, extra: 1 }],
    ['an index as text', { ...json, index: '2' }],
    ['a negative index', { ...json, index: -1 }],
    ['half an index', { ...json, index: 1.5 }],
    ['an unsafe size', { ...json, size: 2 ** 53 }],
    ['no path', { ...json, path: null }],
    ['a number in the path', { ...json, path: [1] }],
    ['a short hash', { ...json, path: ['AAAA'] }],
    ['a hash in base64url', { ...json, path: [encodeBase64url(digest)] }],
    ['64 hashes', { ...json, path: Array.from({ length: 64 }, () => Buffer.alloc(32).toString('base64')) }],
  ])('not read: %s', (_, value) => {
    expect(parseWindow(value)).toBeUndefined();
  });

  test.each([5, -1, 1.5])('no path is made for place %d', (index) => {
    expect(() => proveWindow(index, list)).toThrow(RangeError);
  });
});
