import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { gzip } from './gzip.ts';

const lines = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `{"name":"Käse ${at}","digest":"${sha256(String(at))}"}\n`);
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

describe('gzip', () => {
  test.each([0, 1, 700, 5000])('%i lines come back byte for byte', async (count) => {
    const text = lines(count).join('');
    const packed = await buffer(gzip(cut(text, 10_000)));
    expect(gunzipSync(packed).toString('utf8')).toBe(text);
  });

  test('its bytes depend on the text alone, not on how it arrives, when or where', async () => {
    const text = lines(3000).join('');
    const digests = await Promise.all(
      [1_000_000, 65_536, 999].map(async (size) => sha256(await buffer(gzip(cut(text, size))))),
    );
    expect(new Set(digests).size).toBe(1);
    expect(digests[0]).toBe('818db95e91973a4ec836670df9cd467adaf40b1658b33ee58ad85733907f89d4');
  });

  test('the header names no file, no time', async () => {
    const packed = await buffer(gzip(cut('a\n', 10)));
    expect([...packed.subarray(0, 8)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
  });
});
