import { type DecisionInputs, readDecisionInputs } from './decide-audit.ts';
import { isAccept } from './grounds.ts';
import type { AuditRow } from './ports/audits.ts';
import type { Party } from './ports/parties.ts';
import type { Stores } from './ports.ts';

/** The newest countersigned audit and everything a decision on it rests on. */
export interface LiveBasis {
  readonly party: Party;
  readonly audit: AuditRow;
  readonly inputs: DecisionInputs;
}

/** undefined while no audit has a standing accept. */
export async function readBasis(tx: Stores, party: Party): Promise<LiveBasis | undefined> {
  for (const audit of await tx.audits.of(party.partyId)) {
    const inputs = await readDecisionInputs(tx, party, audit);
    if (inputs.standing.some(isAccept)) return { party, audit, inputs };
  }
  return undefined;
}
