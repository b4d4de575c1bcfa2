import { askedDomain } from '../core/asked-domain.ts';
import type { NamedEntry } from '../core/named-entry.ts';
import type { Position } from '../core/views.ts';
import type { Deps } from './ports.ts';

const LEI = /^[A-Z0-9]{18}[0-9]{2}$/;

/**
 * What a search for a domain, an address or an LEI names exactly, whatever else comes near it; null for words. Only proved
 * domains count, as in a look-up.
 */
export async function findNamed(deps: Deps, q: string | undefined, position: Position): Promise<NamedEntry | null> {
  const key = q === undefined ? undefined : keyOf(q.trim());
  if (key === undefined) return null;
  const [entry] = await deps.ledger.read((tx) =>
    tx.listing.match(key.by === 'domain' ? { domain: key.value } : { lei: key.value }, position.seq),
  );
  return { ...key, row: entry?.row ?? null };
}

function keyOf(q: string): Omit<NamedEntry, 'row'> | undefined {
  const lei = q.toUpperCase();
  if (LEI.test(lei)) return { by: 'lei', value: lei };
  const domain = /\s/.test(q) ? undefined : askedDomain(q);
  return domain?.includes('.') === true ? { by: 'domain', value: domain } : undefined;
}
