import { deflateSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { RegistryError } from '../../core/errors.ts';
import { crc32 } from './crc32.ts';
import { inflateWithin } from './inflate.ts';
import { looksLikeZip, MAX_UNPACKED_BYTES, readZip } from './zip.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (bytes: Uint8Array) =>
  readZip(bytes).map(({ name, bytes: own, isSound }) => [name, Buffer.from(own).toString(), isSound]);

interface Entry {
  readonly name: string;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly size?: number;
  readonly packedSize?: number;
  readonly crc?: number;
  readonly flags?: number;
  readonly offset?: number;
  /** In the local header, where it differs. */
  readonly localName?: string;
}

/** An archive written by hand, so that it can lie. */
function makeZip(
  entries: readonly Entry[],
  end: { readonly count?: number; readonly comment?: string } = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { name, data, method = 0, flags = 0, localName = name } = entry;
    const { size = data.length, packedSize = data.length, crc = crc32(data), offset = at } = entry;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packedSize, 14);
    common.writeUInt32LE(size, 18);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(localName), data]);
    local.writeUInt16LE(localName.length, 26);
    const record = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), Buffer.from(name)]);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(offset, 42);
    parts.push(local);
    central.push(record);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const tail = Buffer.alloc(22);
  tail.write('PK\x05\x06', 'latin1');
  const count = end.count ?? entries.length;
  tail.writeUInt16LE(count, 8);
  tail.writeUInt16LE(count, 10);
  tail.writeUInt32LE(directory.length, 12);
  tail.writeUInt32LE(at, 16);
  tail.writeUInt16LE((end.comment ?? '').length, 20);
  return Buffer.concat([...parts, directory, tail, Buffer.from(end.comment ?? '')]);
}

const fault = (bytes: Uint8Array): string => {
  try {
    readZip(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof RegistryError) return `${error.code}: ${error.message}`;
    throw error;
  }
};

describe('an archive', () => {
  test('stored, packed, with folders and a comment', () => {
    const files = { 'a.txt': utf8('one'), 'b/c.txt': utf8('two '.repeat(1000)) };
    expect(read(zipSync(files, { level: 0 }))).toEqual([
      ['a.txt', 'one', true],
      ['b/c.txt', 'two '.repeat(1000), true],
    ]);
    expect(read(zipSync(files, { level: 9 }))).toEqual([
      ['a.txt', 'one', true],
      ['b/c.txt', 'two '.repeat(1000), true],
    ]);
    const folder = makeZip(
      [
        { name: 'b/', data: utf8('') },
        { name: 'b/c', data: utf8('x') },
      ],
      { comment: 'made by hand' },
    );
    expect(read(folder)).toEqual([['b/c', 'x', true]]);
    expect(looksLikeZip(folder)).toBe(true);
    expect(read(zipSync({}))).toEqual([]);
  });

  test('whose checksum is wrong is read, and says so', () => {
    expect(read(makeZip([{ name: 'a', data: utf8('x'), crc: 1 }]))).toEqual([['a', 'x', false]]);
  });

  const packed = deflateSync(new Uint8Array(1_000_000));
  const bomb = deflateSync(new Uint8Array(200_000_000), { level: 9 });
  const a = { name: 'a', data: utf8('x') };
  test.each<readonly [string, Uint8Array, string]>([
    ['cut short', makeZip([a]).subarray(0, 40), 'cut short'],
    ['empty', new Uint8Array(), 'cut short'],
    ['two of one name', makeZip([a, a]), 'one name'],
    ['a way out', makeZip([{ ...a, name: '../a' }]), 'outside'],
    ['an absolute path', makeZip([{ ...a, name: '/etc/passwd' }]), 'outside'],
    ['a backslash', makeZip([{ ...a, name: 'a\\b' }]), 'other characters'],
    ['a NUL', makeZip([{ ...a, name: 'a\0.txt' }]), 'other characters'],
    ['an empty name', makeZip([{ ...a, name: '' }]), 'other characters'],
    ['encryption', makeZip([{ ...a, flags: 1 }]), 'encrypted'],
    ['another packing', makeZip([{ ...a, method: 12 }]), 'packed in a way'],
    ['two sizes', makeZip([{ ...a, size: 2 }]), 'two sizes'],
    ['another name in its header', makeZip([{ ...a, localName: 'b' }]), 'two ways'],
    ['a place outside', makeZip([{ ...a, offset: 4_000_000_000 }]), 'not where it should be'],
    ['a shared place', makeZip([a, { ...a, name: 'b', localName: 'b', offset: 0 }]), 'two ways'],
    ['a bomb of a stated size', makeZip([{ name: 'a', data: bomb, method: 8, size: 200_000_000 }]), 'too_large'],
    ['a bomb that says it is small', makeZip([{ name: 'a', data: bomb, method: 8, size: 10 }]), 'does not unpack'],
    ['less than is stated', makeZip([{ name: 'a', data: packed, method: 8, size: 2_000_000 }]), 'does not unpack'],
    ['what is no packing', makeZip([{ name: 'a', data: utf8('xxxx'), method: 8, size: 10 }]), 'does not unpack'],
    ['another count', makeZip([a], { count: 2 }), 'another number'],
    ['too many', makeZip(Array.from({ length: 10_001 }, (_, n) => ({ ...a, name: `f${n}` }))), 'more than 10000'],
    [
      'a large whole',
      makeZip([1, 2].map((n) => ({ name: `f${n}`, data: packed, method: 8, size: MAX_UNPACKED_BYTES / 2 + 1 }))),
      'too_large',
    ],
  ])('with %s is refused', (_name, bytes, reason) => {
    expect(fault(bytes)).toContain(reason);
  });

  test('whose entries share bytes is refused', () => {
    // The second entry is inside the first one's data.
    const inner = makeZip([{ name: 'b', data: utf8('y') }]).subarray(0, 32);
    const outer = makeZip([
      { name: 'a', data: inner },
      { name: 'b', data: utf8('y'), offset: 31 },
    ]);
    expect(fault(outer)).toContain('share bytes');
  });
});

describe('unpacking', () => {
  test('stops at its limit', () => {
    const bytes = utf8('x'.repeat(10_000));
    expect(inflateWithin(deflateSync(bytes), 10_000)).toEqual(Buffer.from(bytes));
    expect(inflateWithin(deflateSync(bytes), 9_999)).toBeUndefined();
    expect(inflateWithin(utf8('no'), 100)).toBeUndefined();
    expect(inflateWithin(new Uint8Array(), 100)).toBeUndefined();
  });

  test('CRC-32 of the published check value', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
  });
});
