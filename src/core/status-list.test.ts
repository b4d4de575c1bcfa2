import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeStatusList, encodeStatusList, STATUS_LIST_ENTRIES, statusAt, statusBits } from './status-list.ts';

const index = fc.integer({ min: 0, max: STATUS_LIST_ENTRIES - 1 });
const packed = (bytes: Uint8Array) => `u${Buffer.from(gzipSync(bytes)).toString('base64url')}`;

describe('bits', () => {
  test('the left-most bit of the first byte is index 0', () => {
    const bits = statusBits([0, 9, STATUS_LIST_ENTRIES - 1]);
    expect([bits.length, bits[0], bits[1], bits.at(-1)]).toEqual([16_384, 0x80, 0x40, 0x01]);
  });

  test('exactly what is revoked is set', () => {
    fc.assert(
      fc.property(fc.uniqueArray(index, { maxLength: 50 }), index, (revoked, other) => {
        const bits = statusBits(revoked);
        expect(revoked.every((one) => statusAt(bits, one))).toBe(true);
        expect(statusAt(bits, other)).toBe(revoked.includes(other));
      }),
    );
  });

  test('outside the list nothing is said, and nothing set', () => {
    const bits = statusBits([]);
    expect([-1, STATUS_LIST_ENTRIES, 0.5, Number.NaN].map((at) => statusAt(bits, at))).toEqual(
      Array(4).fill(undefined),
    );
    for (const at of [-1, STATUS_LIST_ENTRIES, 0.5]) expect(() => statusBits([at])).toThrow(RangeError);
  });
});

describe('the encoded list', () => {
  test('comes back, and equal bits have equal text', () => {
    fc.assert(
      fc.property(fc.uniqueArray(index, { maxLength: 300 }), (revoked) => {
        const encoded = encodeStatusList(statusBits(revoked));
        expect(encoded).toBe(encodeStatusList(statusBits([...revoked].reverse())));
        expect(decodeStatusList(encoded)).toEqual(statusBits(revoked));
      }),
      { numRuns: 20 },
    );
  });

  test('is gzip without a time, in multibase base64url, for any reader', () => {
    const encoded = encodeStatusList(statusBits([4711]));
    expect(encoded).toMatch(/^u[A-Za-z0-9_-]+$/);
    const bytes = Buffer.from(encoded.slice(1), 'base64url');
    expect([...bytes.subarray(0, 8)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
    expect(new Uint8Array(gunzipSync(bytes))).toEqual(statusBits([4711]));
  });

  test('of another writer is read', () => {
    expect(decodeStatusList(packed(statusBits([3])))).toEqual(statusBits([3]));
  });

  test.each([
    ['nothing', ''],
    ['another base', `z${encodeStatusList(statusBits([])).slice(1)}`],
    ['padding', `${packed(statusBits([]))}=`],
    ['no gzip', `u${Buffer.from('no gzip at all').toString('base64url')}`],
    ['a cut stream', encodeStatusList(statusBits([1, 5, 9])).slice(0, 40)],
    ['more than a list holds', packed(new Uint8Array(1_048_577))],
    ['a bomb', packed(new Uint8Array(50_000_000))],
  ])('%s is no list', (_name, encoded) => {
    expect(decodeStatusList(encoded)).toBeUndefined();
  });

  test('the longest list that is read', () => {
    expect(decodeStatusList(packed(new Uint8Array(1_048_576)))).toHaveLength(1_048_576);
  });
});
