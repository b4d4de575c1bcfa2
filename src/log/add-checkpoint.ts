import { decodeBase64, encodeBase64 } from './base64.ts';
import { HASH_BYTES } from './hash.ts';

/* C2SP tlog-witness, "add-checkpoint": what a log sends a witness that shall cosign its newest head. */

/** Consistency lines a witness must be able to take: as many as a tree can need. */
const MAX_PROOF = 63;

export interface AddCheckpoint {
  /** Size of the newest checkpoint the witness cosigned; 0 for none. */
  readonly old: number;
  /** Consistency proof from that size; empty from 0. */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint as a signed note. */
  readonly note: string;
}

/** The body of the request. */
export const formatAddCheckpoint = ({ old, proof, note }: AddCheckpoint): string =>
  [`old ${old}`, ...proof.map(encodeBase64), '', note].join('\n');

const OLD = /^old (0|[1-9][0-9]{0,15})$/;

/** Reads a request; `undefined` where its form is wrong. The note is not looked at. */
export function parseAddCheckpoint(body: string): AddCheckpoint | undefined {
  const split = body.indexOf('\n\n');
  if (split < 0) return undefined;
  const [first = '', ...lines] = body.slice(0, split).split('\n');
  const old = Number(OLD.exec(first)?.[1] ?? Number.NaN);
  const proof = lines.map(decodeBase64).filter((hash) => hash !== undefined);
  const isWhole = proof.length === lines.length && proof.every((hash) => hash.length === HASH_BYTES);
  if (!Number.isSafeInteger(old) || !isWhole || proof.length > MAX_PROOF) return undefined;
  return { old, proof, note: body.slice(split + 2) };
}
