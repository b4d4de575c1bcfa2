import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allTiles, edgeTiles, hashesOf, holdsTile, levelWidth, parseTilePath, TILE_WIDTH, tilePath } from './tile.ts';

describe('paths', () => {
  test.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 999, width: 256 }, 'tile/0/999'],
    [{ level: 0, index: 1_000, width: 1 }, 'tile/0/x001/000.p/1'],
    [{ level: 1, index: 1_234_067, width: 256 }, 'tile/1/x001/x234/067'],
    [{ level: 2, index: 0, width: 255 }, 'tile/2/000.p/255'],
    [{ level: 'entries' as const, index: 12, width: 7 }, 'tile/entries/012.p/7'],
  ])('%j is %s', (id, path) => {
    expect(tilePath(id)).toBe(path);
  });

  test('there and back', () =>
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: TILE_WIDTH }), (index, width) => {
        expect(parseTilePath(tilePath({ level: 0, index, width }).slice('tile/0/'.length))).toEqual({ index, width });
      }),
    ));

  test.each([
    '',
    '0',
    '00',
    '0000',
    '1000',
    '-01',
    '01a',
    'x000/000',
    'x000/001',
    'x001',
    'x001/',
    '001/000',
    'x001/x000',
    'x1/000',
    'X001/000',
    '/000',
    '000/',
    ' 000',
    '000\n',
    '٠٠٠',
    '000.p',
    '000.p/',
    '000.p/0',
    '000.p/01',
    '000.p/256',
    '000.p/999',
    '000.p/-1',
    '000.p/1.0',
    '000.p/1/',
    '000.p/+1',
    '000.P/1',
    '000.p/1.p/1',
    `${'x999/'.repeat(6)}999`,
    `${'x000/'.repeat(10_000)}001`,
  ])('refused: %s', (text) => {
    expect(parseTilePath(text)).toBeUndefined();
  });
});

describe('which tiles there are', () => {
  test.each([
    [0, []],
    [1, ['0/0/1']],
    [255, ['0/0/255']],
    [256, ['1/0/1']],
    [257, ['0/1/1', '1/0/1']],
    [65_535, ['0/255/255', '1/0/255']],
    [65_536, ['2/0/1']],
    [65_537, ['0/256/1', '2/0/1']],
    [70_000, ['0/273/112', '1/1/17', '2/0/1']],
    [2 ** 53 - 1, [0, 1, 2, 3, 4, 5].map((level) => `${level}/${2 ** (45 - 8 * level) - 1}/255`).concat('6/0/31')],
  ])('the edge of %d leaves', (size, expected) => {
    expect(edgeTiles(size).map(({ level, index, width }) => `${level}/${index}/${width}`)).toEqual(expected);
  });

  test('all tiles hold every hash of every level once', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (size) => {
        const ids = allTiles(size);
        for (const level of [0, 1, 2, 3]) {
          const width = ids.filter((id) => id.level === level).reduce((sum, id) => sum + id.width, 0);
          expect(width).toBe(levelWidth(level, size));
        }
        expect(ids.every((id) => holdsTile(id, size))).toBe(true);
        expect(new Set(ids.map(({ level, index }) => `${level}/${index}`)).size).toBe(ids.length);
      }),
    ));

  test.each([
    [{ level: 0, index: 0, width: 1 }, 1, true],
    [{ level: 0, index: 0, width: 2 }, 1, false],
    [{ level: 0, index: 0, width: 1 }, 0, false],
    [{ level: 0, index: 0, width: 200 }, 255, true],
    [{ level: 0, index: 0, width: 256 }, 255, false],
    [{ level: 0, index: 0, width: 256 }, 256, true],
    [{ level: 0, index: 1, width: 1 }, 256, false],
    [{ level: 1, index: 0, width: 1 }, 255, false],
    [{ level: 1, index: 0, width: 1 }, 256, true],
    [{ level: 63, index: 0, width: 1 }, 2 ** 53 - 1, false],
    [{ level: 0, index: 0, width: 0 }, 10, false],
    [{ level: 0, index: -1, width: 256 }, 10, false],
    [{ level: -1, index: 0, width: 1 }, 10, false],
    [{ level: 0, index: 0, width: 257 }, 1_000, false],
    [{ level: 0, index: Number.MAX_SAFE_INTEGER, width: 1 }, 1_000, false],
    [{ level: 0, index: Number.NaN, width: 1 }, 1_000, false],
  ])('%j in a tree of %d leaves: %s', (id, size, expected) => {
    expect(holdsTile(id, size)).toBe(expected);
  });
});

test('the hashes of a tile; what is left over is none', () => {
  expect(hashesOf(new Uint8Array(0))).toEqual([]);
  expect(hashesOf(new Uint8Array(95).fill(7)).map(({ length }) => length)).toEqual([32, 32]);
});
