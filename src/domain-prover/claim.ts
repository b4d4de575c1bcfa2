import type { Kid, PartyId } from '../core/ids.ts';

/** What a domain must say to prove a party (statements section 4). */
export interface Claim {
  /** The registry's origin. */
  readonly origin: string;
  readonly party: PartyId;
  /** Its active statements keys; the domain names one of them at least. */
  readonly kids: readonly Kid[];
}

/** What a domain does say. */
export interface Named {
  readonly registry: string;
  readonly party: string;
  readonly keys: readonly string[];
}

/** Why what the domain names is not what it must name; `undefined` where it is. */
export function mismatch({ registry, party, keys }: Named, claim: Claim): string | undefined {
  if (registry !== claim.origin) return 'it names another registry';
  if (party !== claim.party) return 'it names another party';
  return claim.kids.some((kid) => keys.includes(kid)) ? undefined : 'it names no active statements key of the party';
}
