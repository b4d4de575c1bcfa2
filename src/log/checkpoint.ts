import { decodeBase64, encodeBase64 } from './base64.ts';
import { verifyEd25519 } from './ed25519.ts';
import { emptyRoot, HASH_BYTES, sameBytes } from './hash.ts';
import { formatNote, formatSignature, NOTE_TYPES, type NoteSignature, parseNote, type VerifierKey } from './note.ts';

/* C2SP tlog-checkpoint: the signed head of a log. */

/** Head of a tree: what a checkpoint says. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** A checkpoint whose text is read. Nothing is verified. */
export interface ParsedCheckpoint extends TreeHead {
  readonly origin: string;
  /** What signatures cover; ends with a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

declare const verified: unique symbol;
/** A checkpoint signed by a trusted log key under the configured origin. Made by `verifyCheckpoint` only. */
export interface VerifiedCheckpoint extends ParsedCheckpoint {
  readonly [verified]: true;
}

/** Signs note texts; holds the private key of a log. */
export interface NoteSigner {
  readonly key: VerifierKey;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** An answer that says why not. */
export type Verdict<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };
export const passed = <T>(value: T): Verdict<T> => ({ ok: true, value });
export const failed = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });

/** The three lines of a checkpoint, no extension lines: cosignatures of a later kind would not cover them. */
export const checkpointText = (origin: string, { size, root }: TreeHead): string =>
  `${origin}\n${size}\n${encodeBase64(root)}\n`;

/**
 * The signed note of a tree head; each signer adds its line, so that readers of the old and of the new key both can open it.
 *
 * @throws Error without a signer: a note without signatures is none
 */
export async function signCheckpoint(origin: string, head: TreeHead, signers: readonly NoteSigner[]): Promise<string> {
  if (signers.length === 0) throw new Error('a checkpoint needs a signer');
  const text = checkpointText(origin, head);
  const message = Buffer.from(text, 'utf8');
  const lines: string[] = [];
  for (const signer of signers) lines.push(formatSignature(signer.key, await signer.sign(message)));
  return formatNote(text, lines);
}

const DECIMAL = /^(0|[1-9][0-9]{0,15})$/;

/** Reads a checkpoint; `undefined` where its form is wrong. */
export function parseCheckpoint(note: string): ParsedCheckpoint | undefined {
  const parsed = parseNote(note);
  if (parsed === undefined) return undefined;
  const { text, signatures } = parsed;
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n');
  const root = decodeBase64(rootText);
  const size = Number(sizeText);
  if (origin === '' || !DECIMAL.test(sizeText) || !Number.isSafeInteger(size)) return undefined;
  if (root?.length !== HASH_BYTES || extensions.includes('')) return undefined;
  if (size === 0 && !sameBytes(root, emptyRoot())) return undefined;
  return { origin, size, root, text, signatures };
}

/**
 * Opens a checkpoint for a reader who trusts these log keys: the origin is the configured one, a known key that fails
 * refuses the whole note, unknown signatures are ignored, one good signature of a known key is needed (signed-note).
 * Keys of other kinds than Ed25519 notes (cosigners') open nothing.
 */
export async function verifyCheckpoint(
  note: string,
  origin: string,
  keys: readonly VerifierKey[],
): Promise<Verdict<VerifiedCheckpoint>> {
  const checkpoint = parseCheckpoint(note);
  if (checkpoint === undefined) return failed('not a checkpoint in the form of a signed note');
  if (checkpoint.origin !== origin) return failed(`the checkpoint is of the log ${checkpoint.origin}, not ${origin}`);
  const message = Buffer.from(checkpoint.text, 'utf8');
  let good = 0;
  for (const signature of checkpoint.signatures) {
    const key = keys.find((known) => known.type === NOTE_TYPES.ed25519 && isBy(signature, known));
    if (key === undefined) continue;
    if (!(await verifyEd25519(key.publicKey, message, signature.signature)))
      return failed(`the signature of ${key.name} does not verify`);
    good += 1;
  }
  return good > 0 ? passed(checkpoint as VerifiedCheckpoint) : failed('no signature by a trusted log key');
}

/** Whether a signature line names this key: by name and key id, never by name alone. */
export const isBy = ({ name, keyId }: NoteSignature, key: VerifierKey): boolean =>
  name === key.name && sameBytes(keyId, key.keyId);
