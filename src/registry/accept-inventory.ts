import { type Inventory, parseInventory } from '../core/documents/inventory.ts';
import { assertThat, type Issue } from '../core/errors.ts';
import { formatUtcInstant } from '../core/instant.ts';
import { accept, type Outcome } from './accept.ts';
import type { Deps } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';
import { requireParty } from './require-party.ts';

const DAY_MS = 86_400_000;
/** Days after its end in which a day may be named (statements section 6). */
const NAMEABLE_DAYS = 35;

/**
 * `POST /v1/inventories`: what is not measured by the interval (statements section 6). It counts from the next close of a day
 * on, and replaces what earlier statements said of the days it names. Findings of its figures do not refuse it: they are
 * findings of the days it counts for.
 *
 * @throws RegistryError any code of the gate, document_invalid, key_role, implausible
 */
export function acceptInventory(deps: Deps, body: Uint8Array): Promise<Outcome> {
  return accept(deps, body, 'cms-inventory+jwt', async ({ statement, claims, now }) => {
    const inventory = parseInventory(claims.body);
    assertTimely(inventory, now);
    return async (tx) => {
      const party = await requireParty(tx, claims.iss);
      assertThat(party.kind === 'organisation', 'key_role', 'only an organisation states inventories');
      const { digest } = statement;
      const leaf = await recordLeaf(tx, now, { t: 'inventory.accepted', org: claims.iss, d: digest }, claims.iss);
      await tx.inventories.insert({
        digest,
        partyId: claims.iss,
        acceptedSeq: leaf.seq,
        acceptedAt: leaf.at,
        periodStart: inventory.period.start,
        periodEnd: inventory.period.end,
        hasHardware: inventory.hardware !== null,
        body: JSON.stringify(claims.body),
      });
      return { leaf, members: {} };
    };
  });
}

/** Every day named ended at most 35 days ago, and the first has begun: nobody has measured what is yet to come. */
function assertTimely({ period }: Inventory, now: Date): void {
  const latest = period.start.getTime() + (1 + NAMEABLE_DAYS) * DAY_MS;
  const refuse = (isRight: boolean, detail: string): void => {
    const issues: Issue[] = [{ pointer: '/period/start', code: 'implausible', detail }];
    assertThat(isRight, 'implausible', detail, { issues });
  };
  const limit = formatUtcInstant(new Date(latest));
  refuse(
    now.getTime() <= latest,
    `its first day ended more than ${NAMEABLE_DAYS} days ago; it could be named until ${limit}`,
  );
  refuse(period.start <= now, 'the period has not begun');
}
