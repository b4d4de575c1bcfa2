import { failed, isBy, type ParsedCheckpoint, passed, type Verdict } from './checkpoint.ts';
import { verifyEd25519 } from './ed25519.ts';
import { formatSignature, NOTE_TYPES, type NoteSignature, type VerifierKey } from './note.ts';

/* C2SP tlog-cosignature, version 1: somebody else saw this head, at this time, and it extends what he saw before. */

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** What a cosigner signs: header, its time in whole seconds since 1970, the checkpoint's text. */
export const cosignatureMessage = (text: string, time: number): Uint8Array =>
  Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, 'utf8');

/** The cosignature line of a checkpoint text, without line feed. @throws Error where the key is not one for cosignatures */
export async function cosign(
  text: string,
  time: number,
  key: VerifierKey,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  if (key.type !== NOTE_TYPES.cosignature) throw new Error(`${key.name} is not a key for cosignatures`);
  const signature = await sign(cosignatureMessage(text, time));
  return formatSignature(key, Buffer.concat([timeBytes(time), signature]));
}

function timeBytes(time: number): Uint8Array {
  const bytes = Buffer.alloc(TIME_BYTES);
  bytes.writeBigUInt64BE(BigInt(time));
  return bytes;
}

/** Checks one line over a checkpoint's text; its value is the time it states, in whole seconds since 1970, never 0. */
export async function verifyCosignature(
  { text }: Pick<ParsedCheckpoint, 'text'>,
  line: NoteSignature,
  key: VerifierKey,
): Promise<Verdict<{ readonly time: number }>> {
  if (key.type !== NOTE_TYPES.cosignature || !isBy(line, key)) return failed(`the line is not by ${key.name}`);
  const { signature } = line;
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) return failed('a cosignature is 72 bytes: time and signature');
  const time = Number(Buffer.from(signature.subarray(0, TIME_BYTES)).readBigUInt64BE());
  if (time === 0 || !Number.isSafeInteger(time)) return failed('the time of the cosignature is out of range');
  const isGood = await verifyEd25519(key.publicKey, cosignatureMessage(text, time), signature.subarray(TIME_BYTES));
  return isGood ? passed({ time }) : failed(`the cosignature of ${key.name} does not verify`);
}
