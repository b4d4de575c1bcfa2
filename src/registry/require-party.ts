import { assertThat } from '../core/errors.ts';
import type { PartyId } from '../core/ids.ts';
import type { Party } from './ports/parties.ts';
import type { Stores } from './ports.ts';

/** The party, public or not. @throws RegistryError not_found */
export async function requireParty(tx: Stores, id: PartyId): Promise<Party> {
  const party = await tx.parties.find(id);
  assertThat(party !== undefined, 'not_found', 'no such party');
  return party;
}
