import { crc32 } from './crc32.ts';

/* Open Badges 3.0, "Baking": a credential inside a picture. */

/** Longest credential that is taken out of a picture, in bytes. */
const MAX_BAKED_BYTES = 262_144;
/** More than one credential in a picture leaves open which one it is of. */
const ONE = 1;

/** What a picture holds: its credential, or what is wrong with it. */
export type Baked = { readonly text: string } | { readonly fault: string };

/** Longest name of a tag that is looked at. */
const MAX_NAME = 256;
const TAG = /^<(?:[A-Za-z_][\w.-]*:)?credential\s/;
const VERIFY = /\sverify\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/;

/** The compact JWS in the attribute `verify` of the picture's one element `openbadges:credential`. @param svg its text */
export function credentialInSvg(svg: string): Baked {
  const found: Baked[] = [];
  for (const tag of tagsOf(svg)) {
    if (TAG.test(tag.slice(0, MAX_NAME)) && found.push(readTag(tag)) > ONE) break;
  }
  return onlyOne(found);
}

function readTag(tag: string): Baked {
  if (tag.length > MAX_BAKED_BYTES) return { fault: 'its credential is too long' };
  const [, double, single] = VERIFY.exec(tag) ?? [];
  return { text: (double ?? single ?? '').trim() };
}

const onlyOne = ([first, ...more]: readonly Baked[]): Baked =>
  first === undefined || more.length > 0
    ? { fault: first === undefined ? 'the picture holds no credential' : 'the picture holds more than one credential' }
    : first;

const UNREAD = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** The tags of a text, comments and the like left out, up to where it is no markup. One pass, whatever the text is. */
function* tagsOf(text: string): Generator<string> {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const start = at;
    const unread = UNREAD.find(([open]) => text.startsWith(open, start));
    const close = unread?.[1] ?? '>';
    const end = text.indexOf(close, at);
    if (end < 0) return;
    at = end + close.length;
    if (unread === undefined) yield text.slice(start, at);
  }
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = 'openbadgecredential';
/** Length, type and checksum around the data of a chunk. */
const FRAME_BYTES = 12;

/** Whether the bytes begin as a PNG does. */
export const looksLikePng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, at) => bytes[at] === byte);

/** The text of the picture's one `iTXt` chunk `openbadgecredential`; every chunk's checksum is checked. */
export function credentialInPng(bytes: Uint8Array): Baked {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: Baked[] = [];
  let at = SIGNATURE.length;
  for (let type = ''; type !== 'IEND'; ) {
    if (at + FRAME_BYTES > buffer.length) return { fault: 'the picture is cut short' };
    const end = at + FRAME_BYTES + buffer.readUInt32BE(at);
    if (end > buffer.length) return { fault: 'the picture is cut short' };
    if (crc32(buffer.subarray(at + 4, end - 4)) !== buffer.readUInt32BE(end - 4))
      return { fault: 'a chunk of the picture is damaged' };
    type = buffer.toString('latin1', at + 4, at + 8);
    const baked = type === 'iTXt' ? readText(buffer.subarray(at + 8, end - 4)) : undefined;
    if (baked !== undefined && texts.push(baked) > ONE) break;
    at = end;
  }
  return onlyOne(texts);
}

/** Keyword, 0, packed or not, method, language, 0, translated keyword, 0, text (PNG section 11.3.3.4). */
function readText(data: Buffer): Baked | undefined {
  const keywordEnd = data.indexOf(0);
  if (data.toString('latin1', 0, Math.max(0, keywordEnd)) !== KEYWORD) return undefined;
  const [packed, method] = [data[keywordEnd + 1], data[keywordEnd + 2]];
  if (packed === 1) return { fault: 'its credential is compressed, which Open Badges forbids' };
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const start = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  if (start < 0 || packed !== 0 || method !== 0) return { fault: 'its credential is malformed' };
  const bytes = data.subarray(start + 1);
  if (bytes.length > MAX_BAKED_BYTES) return { fault: 'its credential is too long' };
  return { text: bytes.toString('utf8').trim() };
}
