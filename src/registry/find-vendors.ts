import { askedDomain } from '../core/asked-domain.ts';
import { isPartyId } from '../core/ids.ts';
import type { ListedVersion } from './ports/listing-versions.ts';
import type { Stores } from './ports.ts';

/** Vendors read at once: a version may be some ten kilobytes. */
const BATCH = 100;

/**
 * Who is meant by each text, a proved domain (or an address on it) or a party id, at a position. What has a dot or a colon is
 * a domain, for no id has one. In the order asked; undefined where nobody is meant.
 */
export async function findVendors(
  tx: Stores,
  texts: readonly string[],
  seq: number,
): Promise<readonly (ListedVersion | undefined)[]> {
  const names = texts.map(nameOf);
  const found = new Map<string, ListedVersion>();
  for (let from = 0; from < names.length; from += BATCH) {
    const batch = names.slice(from, from + BATCH);
    for (const version of await tx.listingVersions.named(split(batch), seq)) {
      for (const key of [version.row.party_id, ...version.domains]) found.set(key, version);
    }
  }
  return names.map((name) => (name === undefined ? undefined : found.get(name)));
}

function nameOf(text: string): string | undefined {
  const plain = text.trim();
  if (/[.:]/.test(plain)) return askedDomain(plain);
  const id = plain.toLowerCase();
  return isPartyId(id) ? id : undefined;
}

function split(names: readonly (string | undefined)[]) {
  const known = [...new Set(names.filter((name) => name !== undefined))];
  return { domains: known.filter((name) => name.includes('.')), parties: known.filter((name) => !name.includes('.')) };
}
