import type { Admitted } from '../admit.ts';
import type { LeafOf } from '../leaves.ts';
import { report, requireParty, type Turn } from '../turn.ts';

const DAY_MS = 86_400_000;
/** A day may be named until so long after it ended (statements section 6). */
const NAMED_WITHIN_DAYS = 35;

/** What is not measured by the interval: organisation rows follow from it. */
export function acceptInventory(turn: Turn, leaf: LeafOf<'inventory.accepted'>, admitted: Admitted | undefined): void {
  const party = requireParty(turn, leaf.org);
  if (party === undefined) return;
  if (party.kind !== 'organisation') report(turn, 'rule_broken', 'only an organisation states inventories');
  party.isRestated = true;
  if (admitted?.typ !== 'cms-inventory+jwt') {
    party.hasHiddenInventory = true;
    return;
  }
  const { content: inventory } = admitted;
  const firstDayEnds = inventory.period.start.getTime() + DAY_MS;
  if (turn.at.getTime() > firstDayEnds + NAMED_WITHIN_DAYS * DAY_MS)
    report(turn, 'rule_broken', `the period begins more than ${NAMED_WITHIN_DAYS} days before it was stated`);
  party.inventories.push({ acceptedSeq: turn.index, inventory });
}
