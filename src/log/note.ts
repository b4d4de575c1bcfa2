import { createHash } from 'node:crypto';
import { decodeBase64, encodeBase64 } from './base64.ts';

/* C2SP signed-note: a text, an empty line, and one line a signature. */

/** Kinds of note signatures this registry makes and checks: the log's own, and cosignatures of its checkpoints. */
export const NOTE_TYPES = { ed25519: 0x01, cosignature: 0x04 } as const;
export type NoteType = (typeof NOTE_TYPES)[keyof typeof NOTE_TYPES];

/** A public key under its name. */
export interface VerifierKey {
  readonly name: string;
  readonly type: NoteType;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** First four bytes of SHA-256(name || 0x0A || type || key). */
  readonly keyId: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
  /** The whole line without its line feed, as it stood in the note. */
  readonly line: string;
}

/** A note of proper form, nothing verified: the text ends with a line feed and is what signatures cover. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
const MAX_SIGNATURES = 64;
const MAX_NOTE_CHARACTERS = 1_000_000;
const MARK = '\u2014 ';
// Of control characters a note has U+000A only, below U+0020; a lone surrogate has no UTF-8 (signed-note, "Format").
const FORBIDDEN = /[^\n\P{Cc}\u007f-\u009f]|\p{Cs}/u;
const NAME = /^[^\p{White_Space}+]+$/u;

/** Whether signature lines can carry the name: not empty, without white space and plus signs. */
export const isKeyName = (name: string): boolean => NAME.test(name) && !FORBIDDEN.test(name);

/** The key under a name. @throws Error for a name or key that no note can carry: both come from configuration */
export function verifierKey(name: string, type: NoteType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name) || publicKey.length !== PUBLIC_KEY_BYTES) throw new Error(`not a key for notes: ${name}`);
  return { name, type, publicKey, keyId: keyIdOf(name, type, publicKey) };
}

function keyIdOf(name: string, type: NoteType, publicKey: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(`${name}\n`).update(Uint8Array.of(type)).update(publicKey).digest();
  return hash.subarray(0, KEY_ID_BYTES);
}

/** `<name>+<key id, hexadecimal>+<base64 of type and key>`. */
export const formatVerifierKey = ({ name, type, publicKey, keyId }: VerifierKey): string =>
  `${name}+${Buffer.from(keyId).toString('hex')}+${encodeBase64(Buffer.concat([Uint8Array.of(type), publicKey]))}`;

/** Reads a verifier key; `undefined` where its form, kind or key id is wrong. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [name = '', id = '', ...rest] = text.split('+');
  const [type, ...key] = decodeBase64(rest.join('+')) ?? [];
  const isKnown = type === NOTE_TYPES.ed25519 || type === NOTE_TYPES.cosignature;
  if (!isKnown || key.length !== PUBLIC_KEY_BYTES || !isKeyName(name)) return undefined;
  const found = verifierKey(name, type, Uint8Array.from(key));
  return Buffer.from(found.keyId).toString('hex') === id ? found : undefined;
}

/** One signature line, without line feed. */
export const formatSignature = ({ name, keyId }: VerifierKey, signature: Uint8Array): string =>
  `${MARK}${name} ${encodeBase64(Buffer.concat([keyId, signature]))}`;

/** The note of a text, which ends with a line feed, and its signature lines, of which there is one at least. */
export const formatNote = (text: string, lines: readonly string[]): string => `${text}\n${lines.join('\n')}\n`;

/** Splits a note at its last empty line; `undefined` where the form is wrong. Everything in it is the sender's word. */
export function parseNote(note: string): SignedNote | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || note.length > MAX_NOTE_CHARACTERS || !note.endsWith('\n') || FORBIDDEN.test(note)) return undefined;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  const signatures = lines.map(parseSignature);
  const good = signatures.filter((one) => one !== undefined);
  return good.length === lines.length && good.length <= MAX_SIGNATURES ? { text, signatures: good } : undefined;
}

/** Reads one signature line (without line feed); `undefined` where the form is wrong. */
export function parseSignature(line: string): NoteSignature | undefined {
  const [name = '', encoded = '', ...rest] = line.startsWith(MARK) ? line.slice(MARK.length).split(' ') : [];
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || rest.length > 0 || bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES), line };
}
