import { describe, expect, test } from 'vitest';
import { cosigner, noteSigner } from '../../test/support/log-fixtures.ts';
import { encodeBase64 } from './base64.ts';
import { checkpointText, parseCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { emptyRoot, leafHash } from './hash.ts';
import { formatNote, formatSignature, NOTE_TYPES, verifierKey } from './note.ts';

const ORIGIN = 'registry.example/log';
const LOG = noteSigner(ORIGIN, 1);
const OLD = noteSigner(ORIGIN, 3);
const HEAD = { size: 7, root: leafHash(Buffer.from('a')) };
const ROOT = encodeBase64(HEAD.root);
const NOTE = await signCheckpoint(ORIGIN, HEAD, [LOG]);
const [SIGNATURE = ''] = NOTE.split('\n').slice(4);

describe('form', () => {
  test('three lines, an empty one, a signature', () => {
    expect(NOTE).toBe(`${ORIGIN}\n7\n${ROOT}\n\n${SIGNATURE}\n`);
    expect(parseCheckpoint(NOTE)).toMatchObject({ origin: ORIGIN, size: 7, text: checkpointText(ORIGIN, HEAD) });
  });

  const note = (...lines: readonly string[]): string => `${lines.join('\n')}\n\n${SIGNATURE}\n`;
  test.each([
    ['extension lines', note(ORIGIN, '7', ROOT, 'ext', 'more ext')],
    ['an origin with spaces and plus', note('Some log + more', '7', ROOT)],
    ['the largest size', note(ORIGIN, String(Number.MAX_SAFE_INTEGER), ROOT)],
    ['the empty tree', note(ORIGIN, '0', encodeBase64(emptyRoot()))],
  ])('read: %s', (_, text) => {
    expect(parseCheckpoint(text)).toBeDefined();
  });

  test.each([
    ['no note', ORIGIN],
    ['two lines', note(ORIGIN, '7')],
    ['an empty origin', note('', '7', ROOT)],
    ['a leading zero', note(ORIGIN, '07', ROOT)],
    ['a plus sign', note(ORIGIN, '+7', ROOT)],
    ['a negative size', note(ORIGIN, '-7', ROOT)],
    ['a fraction', note(ORIGIN, '7.0', ROOT)],
    ['an exponent', note(ORIGIN, '7e1', ROOT)],
    ['hexadecimal', note(ORIGIN, '0x7', ROOT)],
    ['foreign digits', note(ORIGIN, '٧', ROOT)],
    ['a space after the size', note(ORIGIN, '7 ', ROOT)],
    ['no size', note(ORIGIN, '', ROOT)],
    ['a size no double holds', note(ORIGIN, '9007199254740993', ROOT)],
    ['a size of 20 digits', note(ORIGIN, '10000000000000000000', ROOT)],
    ['a root of 31 bytes', note(ORIGIN, '7', encodeBase64(HEAD.root.subarray(1)))],
    ['a root of 33 bytes', note(ORIGIN, '7', encodeBase64(Buffer.concat([HEAD.root, Buffer.of(0)])))],
    ['an empty root', note(ORIGIN, '7', '')],
    ['a root without padding', note(ORIGIN, '7', ROOT.slice(0, -1))],
    ['a root in base64url', note(ORIGIN, '7', Buffer.alloc(32, 255).toString('base64url'))],
    ['a root with bits left over', note(ORIGIN, '7', Buffer.alloc(32).toString('base64').replace('A=', 'B='))],
    ['a root in hexadecimal', note(ORIGIN, '7', Buffer.from(HEAD.root).toString('hex'))],
    ['an empty extension line', note(ORIGIN, '7', ROOT, '', 'ext')],
    ['carriage returns', NOTE.replaceAll('\n', '\r\n')],
    ['an empty tree with a root of its own', note(ORIGIN, '0', ROOT)],
  ])('refused: %s', (_, text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });

  test('nobody signs nothing', async () => {
    await expect(signCheckpoint(ORIGIN, HEAD, [])).rejects.toThrow('needs a signer');
  });
});

describe('trust', async () => {
  const text = checkpointText(ORIGIN, HEAD);
  const forged = formatSignature(LOG.key, await OLD.sign(Buffer.from(text)));
  const stranger = noteSigner('stranger.example', 9);
  const strange = formatSignature(stranger.key, new Uint8Array(64));
  const witness = cosigner('witness.example');
  const seen = await cosign(text, 1_700_000_000, witness.key, witness.sign);

  const open = (note: string, keys = [LOG.key], origin = ORIGIN) => verifyCheckpoint(note, origin, keys);

  test('signed by the key', async () => {
    expect(await open(NOTE)).toMatchObject({ ok: true, value: { size: 7, root: Buffer.from(HEAD.root) } });
  });

  test('during a rotation readers of either key open it', async () => {
    const both = await signCheckpoint(ORIGIN, HEAD, [LOG, OLD]);
    for (const keys of [[LOG.key], [OLD.key], [OLD.key, LOG.key]]) expect((await open(both, keys)).ok).toBe(true);
  });

  test.each([
    ['an unknown signature, before', formatNote(text, [strange, SIGNATURE])],
    ['an unknown signature, after', formatNote(text, [SIGNATURE, strange])],
    ['a cosignature', formatNote(text, [SIGNATURE, seen])],
    ["a cosignature by the log's own name", formatNote(text, [SIGNATURE, seen.replace('witness.example', ORIGIN)])],
    ["another name with the key's id", formatNote(text, [SIGNATURE, forged.replace(ORIGIN, 'other.example')])],
    ['the same line twice', formatNote(text, [SIGNATURE, SIGNATURE])],
  ])('ignored: %s', async (_, note) => {
    expect((await open(note)).ok).toBe(true);
  });

  test.each([
    ['no checkpoint', 'hello', /not a checkpoint/],
    ['another origin', await signCheckpoint('other.example/log', HEAD, [LOG]), /of the log other\.example\/log, not/],
    ['unknown signatures alone', formatNote(text, [strange, seen]), /no signature by a trusted/],
    ['a known key that fails', formatNote(text, [forged]), /signature of registry\.example\/log does not verify/],
    ['a known key that fails beside a good line', formatNote(text, [SIGNATURE, forged]), /does not verify/],
    ['another size', NOTE.replace('\n7\n', '\n8\n'), /does not verify/],
    ['another root', NOTE.replace(ROOT, encodeBase64(leafHash(Buffer.from('b')))), /does not verify/],
    ['an extension line added', NOTE.replace(`${ROOT}\n`, `${ROOT}\nextra\n`), /does not verify/],
    ['a signature cut short', formatNote(text, [formatSignature(LOG.key, new Uint8Array(63))]), /does not verify/],
  ])('refused: %s', async (_, note, reason) => {
    expect(await open(note)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  test('no key, no trust', async () => {
    expect((await open(NOTE, [])).ok).toBe(false);
  });

  test("a cosigner's key opens nothing, even where it signed the text as a log would", async () => {
    const line = formatSignature(witness.key, await witness.sign(Buffer.from(text)));
    expect(await open(formatNote(text, [line]), [witness.key])).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/no signature/),
    });
  });

  test('the same key under the type of cosigners is another key', async () => {
    const twin = verifierKey(ORIGIN, NOTE_TYPES.cosignature, LOG.key.publicKey);
    expect((await open(NOTE, [twin])).ok).toBe(false);
  });
});
