import { Gzip } from 'fflate';

/** Bytes compressed at a time. The output depends on it: it is part of the form. */
const BLOCK = 65_536;
const LEVEL = 6;

/**
 * Text as gzip (RFC 1952), without name and time: the same text gives the same bytes on every machine, however it arrives.
 * The compressor is JavaScript because zlib's output differs between processors and releases.
 */
export async function* gzip(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const stream = new Gzip({ level: LEVEL, mtime: 0 }, (chunk) => void made.push(chunk));
  for await (const block of inBlocks(text)) {
    stream.push(block);
    yield* made.splice(0);
  }
  stream.push(new Uint8Array(), true);
  yield* made.splice(0);
}

/** Blocks of equal size, the last one shorter. */
async function* inBlocks(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const part of text) {
    rest = Buffer.concat([rest, Buffer.from(part, 'utf8')]);
    let start = 0;
    for (; rest.length - start >= BLOCK; start += BLOCK) yield rest.subarray(start, start + BLOCK);
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield rest;
}
