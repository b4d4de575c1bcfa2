import { crc32 } from '../../sdk/verify/crc32.ts';

/** A text inside a PNG (PNG section 11.3.3.4). */
export interface PngText {
  /** 1 to 79 Latin-1 characters. */
  readonly keyword: string;
  readonly text: string;
  /** RFC 3066 tag of the text's language. */
  readonly lang?: string;
}

/** Signature and `IHDR`, which comes first. */
const HEAD_BYTES = 8 + 12 + 13;

/** The picture with uncompressed `iTXt` chunks after its header. Its pixels stay as they are. @param png begins with `IHDR` */
export function withTexts(png: Uint8Array, texts: readonly PngText[]): Buffer {
  return Buffer.concat([png.subarray(0, HEAD_BYTES), ...texts.map(textChunk), png.subarray(HEAD_BYTES)]);
}

/** Length, type, data, and the checksum of type and data. */
function textChunk({ keyword, text, lang = '' }: PngText): Buffer {
  const body = Buffer.from(`iTXt${keyword}\0\0\0${lang}\0\0${text}`, 'utf8');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
