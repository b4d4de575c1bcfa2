import { assertThat } from '../../core/errors.ts';
import { crc32 } from './crc32.ts';
import { inflateWithin } from './inflate.ts';

/*
 * Reads ZIP archives that strangers made. Only the plain form is taken: no parts, encryption, ZIP64 or bytes outside entries.
 * What an archive says of its sizes is checked before anything is unpacked, and again by what comes out.
 */

/** Most bytes of any artefact as sent. */
export const MAX_ARTEFACT_BYTES = 16 * 1024 * 1024;
/** Most bytes of an archive unpacked. */
export const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
const MAX_ENTRIES = 10_000;

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether the bytes are those the archive was made of. */
  readonly isSound: boolean;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT = 65_535;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 0x0001;
const SIZES_FOLLOW = 0x0008;
const ZIP64_16 = 0xffff;
const ZIP64_32 = 0xffffffff;

/** One record of the central directory. */
interface Entry {
  readonly name: string;
  readonly nameBytes: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

/** An entry whose bytes are found: they reach from its local header to `end`. */
interface Located extends Entry {
  readonly packed: Buffer;
  readonly end: number;
}

/** Whether the bytes begin as an archive does. */
export const looksLikeZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);

/** A file whose place is known and whose bytes are still packed. */
export interface PackedEntry {
  readonly name: string;
  /** Bytes it unpacks to. */
  readonly size: number;
  /** @throws RegistryError request_invalid where it does not unpack to its size */
  unpack(): ZipEntry;
}

/**
 * The files of an archive, in its order; folders are left out. Nothing is unpacked yet.
 *
 * @throws RegistryError request_invalid for what is no plain archive, too_large for what unpacks to more than is read
 */
export function listZip(bytes: Uint8Array): readonly PackedEntry[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(buffer);
  const entries = readDirectory(buffer, directory);
  refuseUnless(new Set(entries.map(({ name }) => name)).size === entries.length, 'two entries have one name');
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  assertThat(total <= MAX_UNPACKED_BYTES, 'too_large', `an archive may unpack to ${MAX_UNPACKED_BYTES} bytes`);
  const located = entries.map((entry) => locate(buffer, directory.start, entry));
  refuseOverlaps(located);
  const files = located.filter(({ name }) => !name.endsWith('/'));
  return files.map((entry) => ({ name: entry.name, size: entry.size, unpack: () => unpack(entry) }));
}

/** The files of an archive with their bytes. @throws RegistryError as `listZip` */
export const readZip = (bytes: Uint8Array): readonly ZipEntry[] => listZip(bytes).map((entry) => entry.unpack());

function refuseUnless(condition: boolean, fault: string): asserts condition {
  assertThat(condition, 'request_invalid', `not an archive that is read here: ${fault}`);
}

interface Directory {
  readonly start: number;
  readonly size: number;
  readonly count: number;
}

function findDirectory(buffer: Buffer): Directory {
  const last = buffer.length - END_BYTES;
  let at = last;
  while (at >= 0 && at >= last - MAX_COMMENT && !isEnd(buffer, at)) at--;
  refuseUnless(at >= 0 && isEnd(buffer, at), 'it is cut short');
  const count = buffer.readUInt16LE(at + 10);
  const [size, start] = [buffer.readUInt32LE(at + 12), buffer.readUInt32LE(at + 16)];
  const isWhole = buffer.readUInt32LE(at + 4) === 0 && buffer.readUInt16LE(at + 8) === count;
  refuseUnless(isWhole && count !== ZIP64_16 && start !== ZIP64_32, 'it has several parts, or is ZIP64');
  refuseUnless(start + size === at, 'its directory does not stand at its end');
  refuseUnless(count <= MAX_ENTRIES, `it has more than ${MAX_ENTRIES} entries`);
  return { start, size, count };
}

const isEnd = (buffer: Buffer, at: number): boolean =>
  buffer.readUInt32LE(at) === END && at + END_BYTES + buffer.readUInt16LE(at + 20) === buffer.length;

function readDirectory(buffer: Buffer, { start, size, count }: Directory): Entry[] {
  const entries: Entry[] = [];
  let at = start;
  while (at < start + size) {
    refuseUnless(at + CENTRAL_BYTES <= start + size && entries.length < count, 'its directory is malformed');
    const nameEnd = at + CENTRAL_BYTES + buffer.readUInt16LE(at + 28);
    const next = nameEnd + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
    refuseUnless(next <= start + size && buffer.readUInt32LE(at) === CENTRAL, 'its directory is malformed');
    entries.push(readEntry(buffer, at, buffer.subarray(at + CENTRAL_BYTES, nameEnd)));
    at = next;
  }
  refuseUnless(entries.length === count, 'its directory lists another number of entries than it says');
  return entries;
}

function readEntry(buffer: Buffer, at: number, nameBytes: Buffer): Entry {
  const entry = {
    name: readName(nameBytes),
    nameBytes,
    flags: buffer.readUInt16LE(at + 8),
    method: buffer.readUInt16LE(at + 10),
    crc: buffer.readUInt32LE(at + 16),
    packedSize: buffer.readUInt32LE(at + 20),
    size: buffer.readUInt32LE(at + 24),
    offset: buffer.readUInt32LE(at + 42),
  };
  const { name, flags, method, packedSize, size } = entry;
  refuseUnless((flags & ENCRYPTED) === 0, `${name} is encrypted`);
  refuseUnless(method === STORED || method === DEFLATED, `${name} is packed in a way that is not read here`);
  refuseUnless(method !== STORED || packedSize === size, `${name} states two sizes`);
  return entry;
}

// Printable ASCII without backslash: what an entry of a bundle can be called, and nothing a file system could read otherwise.
const NAME = /^[\x20-\x5b\x5d-\x7e]{1,200}$/;

function readName(bytes: Buffer): string {
  const name = bytes.toString('latin1');
  refuseUnless(NAME.test(name), 'an entry has a name of other characters than are read here');
  const parts = name.replace(/\/$/, '').split('/');
  refuseUnless(!parts.some((part) => ['', '.', '..'].includes(part)), 'an entry names a place outside the archive');
  return name;
}

/** Finds the bytes of an entry. Its local header must say what the directory says. */
function locate(buffer: Buffer, limit: number, entry: Entry): Located {
  const { name, offset, packedSize, size, crc, method, flags, nameBytes } = entry;
  refuseUnless(
    offset + LOCAL_BYTES <= limit && buffer.readUInt32LE(offset) === LOCAL,
    `${name} is not where it should be`,
  );
  const nameEnd = offset + LOCAL_BYTES + buffer.readUInt16LE(offset + 26);
  const start = nameEnd + buffer.readUInt16LE(offset + 28);
  const end = start + packedSize;
  refuseUnless(end <= limit, `${name} is cut short`);
  const stated = [14, 18, 22].map((place) => buffer.readUInt32LE(offset + place));
  const expected = (flags & SIZES_FOLLOW) === 0 ? [crc, packedSize, size] : stated;
  const agrees =
    nameBytes.equals(buffer.subarray(offset + LOCAL_BYTES, nameEnd)) &&
    buffer.readUInt16LE(offset + 6) === flags &&
    buffer.readUInt16LE(offset + 8) === method &&
    stated.every((value, at) => value === expected[at]);
  refuseUnless(agrees, `${name} is described in two ways`);
  return { ...entry, packed: buffer.subarray(start, end), end };
}

/** Entries that share bytes would make much of little. */
function refuseOverlaps(entries: readonly Located[]): void {
  const ordered = [...entries].sort((a, b) => a.offset - b.offset);
  const shares = ordered.some(({ offset }, at) => offset < (ordered[at - 1]?.end ?? 0));
  refuseUnless(!shares, 'two entries share bytes');
}

/** What does not unpack to its stated size ends the reading: one entry may cost more than it says, not a thousand. */
function unpack({ name, method, packed, size, crc }: Located): ZipEntry {
  const bytes = method === STORED ? packed : inflateWithin(packed, size);
  refuseUnless(bytes !== undefined && bytes.length === size, `${name} does not unpack to what is stated`);
  return { name, bytes, isSound: crc32(bytes) === crc };
}
