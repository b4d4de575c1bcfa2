/** Whether a font has a shape for every character of a text. */
export type Covers = (text: string) => boolean;

const SEGMENT_FORMAT = 4;
const GROUP_FORMAT = 12;

/**
 * What a TrueType font can set, by its own character map (OpenType, "cmap", formats 4 and 12). A character it has no shape
 * for would come out as an empty box. Control characters, joiners and bidirectional controls are never covered.
 *
 * @param font the bytes of the file
 * @throws Error where the file has no such map: a broken installation
 */
export function coverageOf(font: Uint8Array): Covers {
  const mapped = readMap(Buffer.from(font.buffer, font.byteOffset, font.byteLength));
  return (text) => [...text].every((one) => !/\p{C}/u.test(one) && mapped.has(one.codePointAt(0) ?? 0));
}

/** What every one of several fonts can set. */
export const coveredByAll =
  (fonts: readonly Covers[]): Covers =>
  (text) =>
    fonts.every((covers) => covers(text));

function readMap(font: Buffer): ReadonlySet<number> {
  const tables = font.readUInt16BE(4);
  for (let at = 12; at < 12 + 16 * tables; at += 16) {
    if (font.toString('latin1', at, at + 4) === 'cmap') return readTable(font.subarray(font.readUInt32BE(at + 8)));
  }
  throw new Error('the font has no character map');
}

function readTable(cmap: Buffer): ReadonlySet<number> {
  const found = new Set<number>();
  for (let record = 0; record < cmap.readUInt16BE(2); record++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + 8 * record + 4));
    const format = subtable.readUInt16BE(0);
    if (format === SEGMENT_FORMAT) addSegments(subtable, found);
    if (format === GROUP_FORMAT) addGroups(subtable, found);
  }
  return found;
}

/** Ends, a pad, starts, deltas and offsets of segments; a glyph of 0 is none. */
function addSegments(table: Buffer, found: Set<number>): void {
  const bytes = table.readUInt16BE(6);
  for (let at = 0; at < bytes; at += 2) {
    const [end, start] = [table.readUInt16BE(14 + at), table.readUInt16BE(16 + bytes + at)];
    const delta = table.readUInt16BE(16 + 2 * bytes + at);
    const offsetAt = 16 + 3 * bytes + at;
    const offset = table.readUInt16BE(offsetAt);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph = offset === 0 ? (code + delta) & 0xffff : table.readUInt16BE(offsetAt + offset + 2 * (code - start));
      if (glyph !== 0) found.add(code);
    }
  }
}

function addGroups(table: Buffer, found: Set<number>): void {
  for (let group = 0; group < table.readUInt32BE(12); group++) {
    const at = 16 + 12 * group;
    for (let code = table.readUInt32BE(at); code <= table.readUInt32BE(at + 4); code++) found.add(code);
  }
}
