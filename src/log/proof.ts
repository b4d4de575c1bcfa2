import { decodeBase64, encodeBase64 } from './base64.ts';
import {
  failed,
  parseCheckpoint,
  passed,
  type Verdict,
  type VerifiedCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts';
import { HASH_BYTES, leafHash } from './hash.ts';
import type { VerifierKey } from './note.ts';
import { verifyInclusion } from './tree.ts';

/* C2SP tlog-proof@v1: everything an offline reader needs to see that a leaf is in the log. */

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_PATH = 63;

/** A proof of proper form. Nothing in it is verified; `extra` is not even signed. */
export interface LogProof {
  readonly extra: Uint8Array | undefined;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  /** The checkpoint as a signed note. */
  readonly note: string;
}

export function formatProof({ extra, index, path, note }: LogProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]),
    `index ${index}`,
    ...path.map(encodeBase64),
  ];
  return `${lines.join('\n')}\n\n${note}`;
}

const INDEX = /^index (0|[1-9][0-9]{0,15})$/;

/** Reads a proof; `undefined` where its form is wrong. */
export function parseProof(text: string): LogProof | undefined {
  const split = text.indexOf('\n\n');
  if (split < 0) return undefined;
  const [header, ...lines] = text.slice(0, split).split('\n');
  const note = text.slice(split + 2);
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : decodeBase64(extraLine.slice('extra '.length));
  const index = Number(INDEX.exec(lines.shift() ?? '')?.[1] ?? Number.NaN);
  const path = lines.map(decodeBase64).filter((hash) => hash?.length === HASH_BYTES);
  const isWhole = path.length === lines.length && path.length <= MAX_PATH && Number.isSafeInteger(index);
  if (header !== HEADER || !isWhole || (extraLine !== undefined && extra === undefined)) return undefined;
  if (parseCheckpoint(note) === undefined) return undefined;
  return { extra, index, path: path.filter((hash) => hash !== undefined), note };
}

/**
 * Verifies a proof in the order of the log's rules: checkpoint origin, signature, then index, exact path length and root.
 * Size and root come from the verified checkpoint only.
 */
export async function verifyProof(
  proof: LogProof,
  leaf: Uint8Array,
  trust: { readonly origin: string; readonly keys: readonly VerifierKey[] },
): Promise<Verdict<VerifiedCheckpoint>> {
  const opened = await verifyCheckpoint(proof.note, trust.origin, trust.keys);
  if (!opened.ok) return opened;
  const { size } = opened.value;
  if (proof.index >= size) return failed(`index ${proof.index} lies outside the tree of ${size} leaves`);
  const isIn = verifyInclusion({ index: proof.index, hash: leafHash(leaf) }, opened.value, proof.path);
  return isIn ? passed(opened.value) : failed(`the path does not lead from leaf ${proof.index} to the signed root`);
}
