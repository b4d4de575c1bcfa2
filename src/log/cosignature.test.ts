import { describe, expect, test } from 'vitest';
import { cosigner, flipBit, noteSigner } from '../../test/support/log-fixtures.ts';
import { checkpointText } from './checkpoint.ts';
import { cosign, cosignatureMessage, verifyCosignature } from './cosignature.ts';
import { leafHash } from './hash.ts';
import { formatSignature, parseSignature, type VerifierKey } from './note.ts';

const TEXT = checkpointText('registry.example/log', { size: 7, root: leafHash(Buffer.from('a')) });
const TIME = 1_679_315_147;
const WITNESS = cosigner('witness.example/w1');
const LINE = await cosign(TEXT, TIME, WITNESS.key, WITNESS.sign);
const SIGNATURE = parseSignature(LINE)?.signature ?? new Uint8Array();

const verify = (line: string, text = TEXT, key: VerifierKey = WITNESS.key) => {
  const signature = parseSignature(line);
  if (signature === undefined) throw new Error(`no signature line: ${line}`);
  return verifyCosignature({ text }, signature, key);
};

test('the signed message: header, time, then the whole text', () => {
  expect(Buffer.from(cosignatureMessage(TEXT, TIME)).toString()).toBe(`cosignature/v1\ntime 1679315147\n${TEXT}`);
});

test('its time comes out', async () => {
  expect(await verify(LINE)).toEqual({ ok: true, value: { time: TIME } });
  expect(SIGNATURE.length).toBe(72);
});

/** The line of the witness with another signature blob. */
const withBlob = (blob: Uint8Array): string => formatSignature(WITNESS.key, blob);
const timed = (time: bigint): Uint8Array => {
  const bytes = Buffer.from(SIGNATURE);
  bytes.writeBigUInt64BE(time);
  return bytes;
};
const timeless = await WITNESS.sign(cosignatureMessage(TEXT, 0));

describe('refused', async () => {
  test.each([
    ['another time', withBlob(timed(1_679_315_148n)), /does not verify/],
    ['time 0, signed so', withBlob(Buffer.concat([Buffer.alloc(8), timeless])), /out of range/],
    ['a time beyond 2^53', withBlob(timed(2n ** 53n)), /out of range/],
    ['a time beyond 2^63', withBlob(timed(2n ** 64n - 1n)), /out of range/],
    ['a signature without time', withBlob(SIGNATURE.subarray(8)), /72 bytes/],
    ['a byte too many', withBlob(Buffer.concat([SIGNATURE, Buffer.of(0)])), /72 bytes/],
    ['a byte too few', withBlob(SIGNATURE.subarray(0, 71)), /72 bytes/],
    ['a bit of the signature', withBlob(flipBit(SIGNATURE, 500)), /does not verify/],
    ["somebody else's line", await cosign(TEXT, TIME, cosigner('b', 5).key, WITNESS.sign), /not by witness/],
    ['its own name, another key', await cosign(TEXT, TIME, cosigner(WITNESS.key.name, 5).key, WITNESS.sign), /not by/],
  ])('%s', async (_, line, reason) => {
    expect(await verify(line)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  test('another text', async () => {
    expect((await verify(LINE, TEXT.replace('\n7\n', '\n8\n'))).ok).toBe(false);
    expect((await verify(LINE, `${TEXT}extension\n`)).ok).toBe(false);
  });

  test("a log's key neither makes nor opens one", async () => {
    const log = noteSigner(WITNESS.key.name, 2);
    await expect(cosign(TEXT, TIME, log.key, log.sign)).rejects.toThrow('not a key for cosignatures');
    const line = formatSignature(log.key, SIGNATURE);
    expect(await verify(line, TEXT, log.key)).toMatchObject({ ok: false });
  });

  test('a time that is no whole number of seconds is not signed', async () => {
    await expect(cosign(TEXT, 1.5, WITNESS.key, WITNESS.sign)).rejects.toThrow(RangeError);
    await expect(cosign(TEXT, -1, WITNESS.key, WITNESS.sign)).rejects.toThrow(RangeError);
  });
});
