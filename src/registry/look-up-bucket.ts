import { createHash } from 'node:crypto';
import { isStanding } from '../core/certificate-state.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { Position } from '../core/views.ts';
import { withoutCertificate } from './look-up.ts';
import type { HashedDomain } from './ports/listing-versions.ts';
import type { Deps } from './ports.ts';

/** Bytes of which the length of every answer is a multiple, so that whoever sees lengths alone learns next to nothing. */
const PADDED_TO = 4_096;

/**
 * A look-up that does not say whom it is about: all proved domains whose SHA-256 begins with the prefix. The asker finds his
 * own among them, or knows that it is unknown. Nothing in it names a party, and it says nothing about the hour.
 *
 * @param prefix 4 to 8 hexadecimal digits, lower case
 */
export async function lookUpBucket(deps: Deps, prefix: string, position: Position): Promise<JsonObject> {
  const found = await deps.ledger.read((tx) => tx.listingVersions.hashed(prefix, position.seq));
  const answer = { prefix, items: found.map(toItem) };
  const length = JSON.stringify({ ...answer, padding: '', ...position }).length;
  return { ...answer, padding: noise(`${prefix} ${position.seq}`, PADDED_TO - (length % PADDED_TO)) };
}

function toItem(domain: HashedDomain): JsonObject {
  const { tier, composite_percent, state, certificate_id, valid_to } = domain.row;
  const certified = isStanding(state);
  return {
    hash: domain.hash,
    status: certified ? 'certified' : 'not_certified',
    reason: certified ? null : (state ?? withoutCertificate(domain)),
    ...{ tier, composite_percent, state, certificate_id, valid_to },
  };
}

/** Text that does not shrink when it is compressed on the way, and is the same for one answer whenever it is given. */
function noise(seed: string, length: number): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    text += createHash('sha256').update(`${seed} ${block}`).digest('base64url');
  }
  return text.slice(0, length);
}
