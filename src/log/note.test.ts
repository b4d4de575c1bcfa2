import { describe, expect, test } from 'vitest';
import { noteSigner } from '../../test/support/log-fixtures.ts';
import {
  formatNote,
  formatSignature,
  formatVerifierKey,
  NOTE_TYPES,
  parseNote,
  parseSignature,
  parseVerifierKey,
  verifierKey,
} from './note.ts';

// The example of C2SP signed-note, section "Verifier keys".
const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const LINE =
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=';
const TEXT = 'This is an example message.\n';
const NOTE = `${TEXT}\n${LINE}\n`;

describe('verifier keys', () => {
  test('the published example, there and back', () => {
    const key = parseVerifierKey(VKEY);
    expect(key).toMatchObject({ name: 'example.com/foo', type: NOTE_TYPES.ed25519 });
    expect(key === undefined ? '' : formatVerifierKey(key)).toBe(VKEY);
  });

  test('one key under two types or two names has different ids', () => {
    const bytes = noteSigner('a').key.publicKey;
    const ids = [
      verifierKey('a', NOTE_TYPES.ed25519, bytes),
      verifierKey('a', NOTE_TYPES.cosignature, bytes),
      verifierKey('b', NOTE_TYPES.ed25519, bytes),
    ].map(({ keyId }) => Buffer.from(keyId).toString('hex'));
    expect(new Set(ids).size).toBe(3);
  });

  const key = VKEY.slice(VKEY.lastIndexOf('+') + 1);
  test.each([
    ['nothing', ''],
    ['two parts', 'example.com/foo+530d903a'],
    ['an empty name', `+530d903a+${key}`],
    ['a space in the name', VKEY.replace('/foo', '/f oo')],
    ['a wide space in the name', VKEY.replace('/foo', '/f\u3000oo')],
    ['a plus in the name', VKEY.replace('/foo', '/f+oo')],
    ['another name', VKEY.replace('foo', 'fop')],
    ['another key id', VKEY.replace('530d903a', '530d903b')],
    ['the key id in capitals', VKEY.replace('530d903a', '530D903A')],
    ['a short key id', VKEY.replace('530d903a', '530d903')],
    ['no key', 'example.com/foo+530d903a+'],
    ['a type of its own', VKEY.replace('+AekyeR', '+AukyeR')],
    ['a short key', `${VKEY.slice(0, -4)}`],
    ['no base64', `${VKEY.slice(0, -1)}*`],
    ['a line feed', `${VKEY}\n`],
    ['something after it', `${VKEY}+`],
  ])('refused: %s', (_, text) => {
    expect(parseVerifierKey(text)).toBeUndefined();
  });

  test.each([
    ['a name with a space', 'a b', 32],
    ['a name with a plus', 'a+b', 32],
    ['no name', '', 32],
    ['a key of 31 bytes', 'a', 31],
  ])('not made: %s', (_, name, size) => {
    expect(() => verifierKey(name, NOTE_TYPES.ed25519, new Uint8Array(size))).toThrow(/not a key for notes/);
  });
});

describe('notes', () => {
  test('the published example', () => {
    const note = parseNote(NOTE);
    expect(note).toMatchObject({ text: TEXT, signatures: [{ name: 'example.com/foo', line: LINE }] });
    expect(note?.signatures[0]?.signature.length).toBe(64);
    expect(formatNote(TEXT, [LINE])).toBe(NOTE);
  });

  test('text and signatures part at the last empty line', () => {
    const inner = `${NOTE}\nmore\n`;
    expect(parseNote(`${inner}\n${LINE}\n`)).toMatchObject({ text: inner, signatures: [{ line: LINE }] });
    expect(parseNote(`\n\n\n${LINE}\n`)).toMatchObject({ text: '\n\n' });
  });

  test('a line feed is its only control character below U+0020, whatever the rest', () => {
    for (let code = 0; code < 0x20; code++) {
      const isLineFeed = code === 0x0a;
      const text = `a${String.fromCharCode(code)}b\n`;
      expect(parseNote(`${text}\n${LINE}\n`) !== undefined, `U+${code.toString(16)}`).toBe(isLineFeed);
    }
    expect(parseNote(`è subito sera \u0085\u007f 🌒\n\n${LINE}\n`)).toBeDefined();
  });

  const lines = (count: number): string => `${TEXT}\n${`${LINE}\n`.repeat(count)}`;
  test('up to 64 signatures', () => {
    expect(parseNote(lines(64))?.signatures).toHaveLength(64);
    expect(parseNote(lines(65))).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['a text alone', TEXT],
    ['no signature', `${TEXT}\n`],
    ['no empty line', `${TEXT}${LINE}\n`],
    ['no text', `\n${LINE}\n`],
    ['no line feed at its end', NOTE.slice(0, -1)],
    ['an empty line at its end', `${NOTE}\n`],
    ['a text at its end', `${NOTE}and so on\n`],
    ['carriage returns', NOTE.replaceAll('\n', '\r\n')],
    ['a carriage return in a signature', `${TEXT}\n${LINE}\r\n`],
    ['a NUL in a name', NOTE.replace('— example', '— exa\0mple')],
    ['half a surrogate pair', `\ud83c\n\n${LINE}\n`],
    ['half a surrogate pair in a name', NOTE.replace('— example', '— exa\ud83cmple')],
    ['a megabyte and more', `${'a'.repeat(1_000_000)}\n\n${LINE}\n`],
    ['one bad line among good ones', `${TEXT}\n${LINE}\n— x\n${LINE}\n`],
  ])('refused: %s', (_, note) => {
    expect(parseNote(note)).toBeUndefined();
  });
});

describe('signature lines', () => {
  const encoded = LINE.slice(LINE.lastIndexOf(' ') + 1);
  test('there and back', () => {
    const { key } = noteSigner('example.com/log');
    const line = formatSignature(key, new Uint8Array(64).fill(9));
    expect(parseSignature(line)).toMatchObject({ name: key.name, keyId: Buffer.from(key.keyId), line });
  });

  test('names of any script, lengths of any scheme', () => {
    expect(parseSignature('— täst.example/日志 AAAAAAE=')).toMatchObject({ name: 'täst.example/日志' });
    expect(parseSignature(`— a ${Buffer.alloc(2_432).toString('base64')}`)?.signature).toHaveLength(2_428);
  });

  test.each([
    ['nothing', ''],
    ['a hyphen', LINE.replace('—', '-')],
    ['an en dash', LINE.replace('—', '–')],
    ['no space after the dash', LINE.replace('— ', '—')],
    ['two spaces after the dash', LINE.replace('— ', '—  ')],
    ['two spaces before the signature', LINE.replace('foo ', 'foo  ')],
    ['a space before the dash', ` ${LINE}`],
    ['a space at the end', `${LINE} `],
    ['a tab', LINE.replace('foo ', 'foo\t')],
    ['a no-break space in the name', LINE.replace('foo', 'f\u00a0oo')],
    ['a line separator in the name', LINE.replace('foo', 'f\u2028oo')],
    ['a next line in the name', LINE.replace('foo', 'f\u0085oo')],
    ['a plus in the name', LINE.replace('foo', 'f+oo')],
    ['no name', `— ${encoded}`],
    ['an empty name', `—  ${encoded}`],
    ['no signature', '— example.com/foo'],
    ['an empty signature', '— example.com/foo '],
    ['a key id alone', '— example.com/foo Uw2QOg=='],
    ['less than a key id', '— example.com/foo Uw0='],
    ['base64 without padding', LINE.slice(0, -1)],
    ['base64 with bits left over', LINE.replace('QM=', 'QN=')],
    ['base64url', '— a AAAAAA_-'],
    ['three parts', `${LINE} x`],
  ])('refused: %s', (_, line) => {
    expect(parseSignature(line)).toBeUndefined();
  });
});
