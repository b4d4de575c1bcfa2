import type { ListingRow } from './views.ts';

/** What a search names exactly, as it is written in the register: a domain or a legal entity identifier. */
export interface NamedEntry {
  readonly by: 'domain' | 'lei';
  readonly value: string;
  /** Whose it is; null where nobody here has proved the domain or stated the identifier. */
  readonly row: ListingRow | null;
}
