import type { IntakeStore, PartyJti } from '../ports/intake.ts';
import type { Arrival } from './arrival.ts';

/** The `jti`s of one transaction: spent before anything is decided, and given back where it came to nothing. */
export interface Jtis {
  isFresh(arrival: Arrival): boolean;
  /** It is used now: nobody else has it. */
  use(arrival: Arrival): void;
  /** Those that were spent and not used. */
  spare(): readonly PartyJti[];
}

export async function spendJtis(tx: IntakeStore, arrivals: readonly Arrival[]): Promise<Jtis> {
  const wanted = new Map<string, PartyJti>();
  for (const { partyId, jti } of arrivals) if (jti !== undefined) wanted.set(`${partyId} ${jti}`, { partyId, jti });
  const spent = await tx.jtis.spend([...wanted.values()]);
  const fresh = new Map(spent.map((one): [string, PartyJti] => [`${one.partyId} ${one.jti}`, one]));
  return {
    isFresh: ({ partyId, jti }) => fresh.has(`${partyId} ${jti}`),
    use: ({ partyId, jti }) => void fresh.delete(`${partyId} ${jti}`),
    spare: () => [...fresh.values()],
  };
}
