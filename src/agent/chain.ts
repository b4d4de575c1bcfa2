import type { ChainLink } from '../core/documents/attestation.ts';
import { type Digest, isDigest } from '../core/ids.ts';
import { isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json-value.ts';

/** Where a site's chain begins. */
export const FIRST_LINK: ChainLink = { epoch: 0, seq: 0, prev: null };

/** SHA-256 of nothing that was ever signed. */
const NO_STATEMENT = 'A'.repeat(43);

/**
 * A place no chain has: signed at by an agent that does not know its place. The registry answers `chain_gap` with the place
 * it expects. A guess such as `FIRST_LINK` might hit an accepted place, and be a fork.
 */
export const UNKNOWN_LINK: ChainLink = {
  epoch: 0,
  seq: 1_000_000_000,
  prev: isDigest(NO_STATEMENT) ? NO_STATEMENT : null,
};

/** The place after a statement; `opens` begins the next epoch, as after a meter was changed. */
export function linkAfter(link: ChainLink, digest: Digest, opens = false): ChainLink {
  return opens ? nextEpoch(link) : { epoch: link.epoch, seq: link.seq + 1, prev: digest };
}

/** The first place of the epoch after. */
export const nextEpoch = ({ epoch }: ChainLink): ChainLink => ({ epoch: epoch + 1, seq: 0, prev: null });

export const isSameLink = (a: ChainLink, b: ChainLink): boolean =>
  a.epoch === b.epoch && a.seq === b.seq && a.prev === b.prev;

/** Whether a place is before another, in epoch, then in sequence. */
export const isBehind = (a: ChainLink, b: ChainLink): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && a.seq < b.seq);

/**
 * Where to go on after `chain_gap`.
 *
 * - Nothing known here, and a chain there: the state was lost; the next epoch.
 * - The registry is behind what it acknowledged: it lost statements; the next epoch, because another body at one of their
 *   places would be a fork should they turn up.
 * - Else what it expects.
 *
 * @param known the place after the last acknowledged statement; undefined where that is not known
 */
export function resumeAt(expected: ChainLink, known: ChainLink | undefined): ChainLink {
  const isNew = known === undefined && isSameLink(expected, FIRST_LINK);
  const agrees = known !== undefined && !isBehind(expected, known);
  return isNew || agrees ? expected : nextEpoch(expected);
}

/** A place as JSON says it; undefined where it says none. */
export function readLink(value: JsonValue | undefined): ChainLink | undefined {
  if (!isJsonObject(value)) return undefined;
  const { epoch, seq, prev } = value;
  if (!isCount(epoch) || !isCount(seq)) return undefined;
  return prev === null || isDigest(prev) ? { epoch, seq, prev } : undefined;
}

const isCount = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
