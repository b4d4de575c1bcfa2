import { decodeBase64url } from '../core/base64url.ts';
import { isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { failed, passed, type Verdict } from './checkpoint.ts';
import { HASH_BYTES, leafHash } from './hash.ts';
import type { ParsedLeaf } from './leaf.ts';
import { inclusionRanges, rootOfHashes, verifyInclusion } from './tree.ts';

/*
 * Two-level receipts (log, "Receipt"): one `telemetry.window` leaf stands for many attestations; it states the RFC 6962
 * root over their raw 32-byte digests.
 */

/** The way from an attestation's digest up to the root its `telemetry.window` leaf states. Nothing in it is verified. */
export interface WindowPath {
  readonly index: number;
  /** Attestations in the window. */
  readonly size: number;
  readonly path: readonly Uint8Array[];
}

const MAX_PATH = 63;

/** Root over the digests of a window, in id order. */
export const windowRoot = (digests: readonly Uint8Array[]): Uint8Array => rootOfHashes(digests.map(leafHash));

/** The path of one digest. @throws RangeError where the window has no such place */
export function proveWindow(index: number, digests: readonly Uint8Array[]): WindowPath {
  const size = digests.length;
  if (!(Number.isInteger(index) && index >= 0 && index < size))
    throw new RangeError('no such attestation in this window');
  const path = inclusionRanges(index, size).map(([start, end]) => windowRoot(digests.slice(start, end)));
  return { index, size, path };
}

/** Member `window` of a receipt. */
export const windowToJson = ({ index, size, path }: WindowPath): JsonObject => ({
  index,
  size,
  path: path.map(encodeBase64),
});

/** Reads member `window` of a receipt where it is not null; `undefined` where its form is wrong. */
export function parseWindow(value: JsonValue | undefined): WindowPath | undefined {
  if (!isJsonObject(value) || Object.keys(value).sort().join() !== 'index,path,size') return undefined;
  const { index, size, path } = value;
  if (!isCount(index) || !isCount(size) || !Array.isArray(path) || path.length > MAX_PATH) return undefined;
  const hashes = path.map(toHash).filter((hash) => hash !== undefined);
  return hashes.length === path.length ? { index, size, path: hashes } : undefined;
}

const isCount = (value: JsonValue | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function toHash(value: JsonValue): Uint8Array | undefined {
  const bytes = typeof value === 'string' ? decodeBase64(value) : undefined;
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}

/**
 * Whether the attestation of this digest (32 bytes) lies in the window of this leaf. Size and root come from the leaf,
 * which must itself be proved to be in the log.
 */
export function verifyWindow(
  digest: Uint8Array,
  window: WindowPath,
  leaf: ParsedLeaf,
): Verdict<{ readonly size: number }> {
  if (leaf.t !== 'telemetry.window') return failed(`a leaf ${leaf.t} has no window of attestations`);
  const { root: rootText, n } = leaf;
  const root = typeof rootText === 'string' ? decodeBase64url(rootText) : undefined;
  if (root?.length !== HASH_BYTES || !isCount(n)) return failed('the leaf states no root and number of attestations');
  if (digest.length !== HASH_BYTES) return failed('the digest of an attestation has 32 bytes');
  if (window.size !== n) return failed(`the receipt is of a window of ${window.size} attestations, the leaf of ${n}`);
  if (window.index >= n) return failed(`place ${window.index} lies outside the window of ${n} attestations`);
  const isIn = verifyInclusion({ index: window.index, hash: leafHash(digest) }, { size: n, root }, window.path);
  return isIn
    ? passed({ size: n })
    : failed(`the path does not lead from place ${window.index} to the root of the window`);
}
