import { parseWorkloads } from '../core/documents/workloads.ts';
import { assertThat } from '../core/errors.ts';
import { accept, type Outcome } from './accept.ts';
import type { Deps } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';
import { requireParty } from './require-party.ts';

/**
 * `POST /v1/workloads`: the register that decides which workloads are visible (statements section 6). The registry's
 * acceptance time counts, never the sender's: registration after the fact makes no past energy visible.
 *
 * @throws RegistryError any code of the gate, document_invalid
 */
export function registerWorkloads(deps: Deps, body: Uint8Array): Promise<Outcome> {
  return accept(deps, body, 'cms-workloads+jwt', async ({ statement, claims, now }) => {
    const { entries } = parseWorkloads(claims.body);
    return async (tx) => {
      const party = await requireParty(tx, claims.iss);
      assertThat(party.kind === 'organisation', 'key_role', 'only an organisation registers workloads');
      const leaf = await recordLeaf(
        tx,
        now,
        { t: 'workloads.registered', org: claims.iss, d: statement.digest },
        claims.iss,
      );
      await tx.register.insert(claims.iss, statement.digest, leaf.at, entries);
      return { leaf, members: {} };
    };
  });
}
