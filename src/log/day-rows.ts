import { decodeBase64url } from '../core/base64url.ts';
import { failed, passed, type Verdict } from './checkpoint.ts';
import { HASH_BYTES, leafHash } from './hash.ts';
import type { ParsedLeaf } from './leaf.ts';
import { inclusionRanges, rootOfHashes, verifyInclusion } from './tree.ts';
import type { WindowPath } from './window.ts';

/*
 * Accumulator rows under a `telemetry.day` leaf (log, "Leaves"): it states the RFC 6962 root over their exact texts, of all
 * organisations. A reader of one organisation's rows proves each by its path.
 */

const hashOf = (text: string): Uint8Array => leafHash(Buffer.from(text, 'utf8'));

/** Root over the texts of rows, in root order. */
export const dayRoot = (texts: readonly string[]): Uint8Array => rootOfHashes(texts.map(hashOf));

/** The ways of rows up to the root. @throws RangeError where one of them does not exist */
export function proveRows(indexes: readonly number[], texts: readonly string[]): WindowPath[] {
  const hashes = texts.map(hashOf);
  const size = texts.length;
  return indexes.map((index) => {
    if (!(Number.isInteger(index) && index >= 0 && index < size)) throw new RangeError('no such row under this leaf');
    const path = inclusionRanges(index, size).map(([start, end]) => rootOfHashes(hashes.slice(start, end)));
    return { index, size, path };
  });
}

/** Whether a row of exactly this text is under the leaf, which must itself be proved to be in the log. */
export function verifyRow(text: string, { index, size, path }: WindowPath, leaf: ParsedLeaf): Verdict<true> {
  if (leaf.t !== 'telemetry.day') return failed(`a leaf ${leaf.t} has no rows`);
  const { root: rootText, n } = leaf;
  const root = typeof rootText === 'string' ? decodeBase64url(rootText) : undefined;
  if (root?.length !== HASH_BYTES || size !== n) return failed('the leaf states another number of rows');
  return verifyInclusion({ index, hash: hashOf(text) }, { size, root }, path)
    ? passed(true)
    : failed('the path does not lead from the row to the root of the leaf');
}
